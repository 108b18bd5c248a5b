/* words - the words of a line, and what is wrong with it; see replay.h */
#include "replay.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "calendar/zone.h"

void
replay_complain(struct replay *replay, const char *format, ...)
{
    va_list args;

    printf("%s:%d: ", replay->path, replay->line);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
    replay->failures++;
}

char *
replay_word(char **rest)
{
    char *start;

    *rest += strspn(*rest, " \t");
    start = *rest;
    *rest += strcspn(*rest, " \t");
    if (**rest != '\0')
        *(*rest)++ = '\0';
    return start;
}

char *
replay_last(char **rest)
{
    *rest += strspn(*rest, " \t");
    return *rest;
}

bool
replay_time(struct replay *replay, char **rest, instant *at)
{
    char *date = replay_word(rest), *hour = replay_word(rest), text[64];
    struct civil civil;
    struct error error;

    snprintf(text, sizeof(text), "%s %s", date, hour);
    if (civil_parse(text, &civil, &error) < 0) {
        replay_complain(replay, "%s", error.text);
        return false;
    }
    *at = zone_instant(replay->zone, &civil);
    return true;
}
