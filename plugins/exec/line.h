/*
 * line - one line of the wire, to a script and from it.  The same format as
 * the daemon's own, see allo-channel(7); plugins share no code with it.
 */
#ifndef EXEC_LINE_H
#define EXEC_LINE_H

#include <stddef.h>

enum { LINE_MOST = 64 * 1024, LINE_FIELDS = 16 };

/* Taken apart in place. */
struct line {
    const char *verb;
    size_t count;
    struct {
        const char *key, *value;
    } fields[LINE_FIELDS];
};

/* Take `text`, without its newline, apart; -1 when it is not a line. */
int line_parse(char *text, struct line *line);

/* The value of a key, or NULL. */
const char *line_get(const struct line *line, const char *key);

/* Bytes that grow: a line that is being written, or read. */
struct bytes {
    char *data;
    size_t length, room;
};

/* -1 without memory, with `bytes` as it was. */
int bytes_room(struct bytes *bytes, size_t more);
int bytes_add(struct bytes *bytes, const char *data, size_t length);
void bytes_eat(struct bytes *bytes, size_t length);

/* "\tkey=value", escaped; nothing for a value of NULL. */
int line_add(struct bytes *bytes, const char *key, const char *value);

#endif
