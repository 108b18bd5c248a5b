/*
 * buffer - bytes that grow at the end and are eaten from the front: what a
 * socket reads into and writes from, and where a text is put together.
 */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stddef.h>
#include <sys/types.h>

/* Zero-initialised is empty.  What is inside starts at `start`. */
struct buffer {
    char *data;
    size_t start, end, room;
};

/* Back to empty; nothing is held. */
void buffer_free(struct buffer *buffer);

/* The bytes inside and how many; not NUL-terminated (but see below). */
static inline const char *
buffer_bytes(const struct buffer *buffer)
{
    return buffer->data + buffer->start;
}

static inline size_t
buffer_length(const struct buffer *buffer)
{
    return buffer->end - buffer->start;
}

/* The content as a C string, valid until the buffer changes. */
const char *buffer_text(struct buffer *buffer);

/* Room for `size` more bytes; write there, then buffer_added(). */
char *buffer_reserve(struct buffer *buffer, size_t size);
void buffer_added(struct buffer *buffer, size_t size);

/* Add at the end; eat from the front; clear keeps the memory. */
void buffer_add(struct buffer *buffer, const void *bytes, size_t size);
void buffer_add_text(struct buffer *buffer, const char *text);
void buffer_add_byte(struct buffer *buffer, char byte);
void buffer_add_format(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buffer_eat(struct buffer *buffer, size_t size);
void buffer_clear(struct buffer *buffer);

/* read(2) and write(2) once; as they return.  buffer_write eats what went. */
ssize_t buffer_read(struct buffer *buffer, int fd, size_t most);
ssize_t buffer_write(struct buffer *buffer, int fd);

#endif
