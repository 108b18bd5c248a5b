/* buffer - see buffer.h */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

void
buffer_free(struct buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct buffer){ 0 };
}

char *
buffer_reserve(struct buffer *buffer, size_t size)
{
    if (buffer->start == buffer->end)
        buffer->start = buffer->end = 0;
    if (buffer->room - buffer->end >= size)
        return buffer->data + buffer->end;
    if (buffer->start > 0) {
        memmove(buffer->data, buffer->data + buffer->start,
                buffer->end - buffer->start);
        buffer->end -= buffer->start;
        buffer->start = 0;
    }
    if (buffer->room - buffer->end < size) {
        size_t room = buffer->room != 0 ? buffer->room : 256;

        while (room - buffer->end < size)
            room *= 2;
        buffer->data = memory_resize(buffer->data, room, 1);
        buffer->room = room;
    }
    return buffer->data + buffer->end;
}

void
buffer_added(struct buffer *buffer, size_t size)
{
    buffer->end += size;
}

const char *
buffer_text(struct buffer *buffer)
{
    *buffer_reserve(buffer, 1) = '\0';
    return buffer_bytes(buffer);
}

void
buffer_add(struct buffer *buffer, const void *bytes, size_t size)
{
    if (size == 0)
        return;
    memcpy(buffer_reserve(buffer, size), bytes, size);
    buffer->end += size;
}

void
buffer_add_text(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}

void
buffer_add_byte(struct buffer *buffer, char byte)
{
    *buffer_reserve(buffer, 1) = byte;
    buffer->end++;
}

void
buffer_add_format(struct buffer *buffer, const char *format, ...)
{
    va_list args;
    size_t room;
    int length;

    buffer_reserve(buffer, 64);
    room = buffer->room - buffer->end;
    va_start(args, format);
    length = vsnprintf(buffer->data + buffer->end, room, format, args);
    va_end(args);
    if (length < 0)
        return;
    if ((size_t)length >= room) {
        buffer_reserve(buffer, (size_t)length + 1);
        va_start(args, format);
        vsnprintf(buffer->data + buffer->end, (size_t)length + 1, format,
                  args);
        va_end(args);
    }
    buffer->end += (size_t)length;
}

void
buffer_eat(struct buffer *buffer, size_t size)
{
    buffer->start += size;
    if (buffer->start >= buffer->end)
        buffer->start = buffer->end = 0;
}

void
buffer_clear(struct buffer *buffer)
{
    buffer->start = buffer->end = 0;
}

ssize_t
buffer_read(struct buffer *buffer, int fd, size_t most)
{
    ssize_t got = read(fd, buffer_reserve(buffer, most), most);

    if (got > 0)
        buffer_added(buffer, (size_t)got);
    return got;
}

ssize_t
buffer_write(struct buffer *buffer, int fd)
{
    ssize_t put = write(fd, buffer_bytes(buffer), buffer_length(buffer));

    if (put > 0)
        buffer_eat(buffer, (size_t)put);
    return put;
}
