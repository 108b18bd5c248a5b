/*
 * quoted - what somebody wrote, fit to stand in an error sentence: not too
 * long, cut between characters, without control bytes.
 */
#ifndef CALENDAR_QUOTED_H
#define CALENDAR_QUOTED_H

#include "base/text.h"

struct quoted {
    char text[56];
};

/* By value, so that `quoted(word).text` lasts as long as the call it is in. */
static inline struct quoted
quoted(const char *text)
{
    struct quoted shown = { "" };

    text_copy(shown.text, sizeof(shown.text), text);
    for (char *p = shown.text; *p != '\0'; p++) {
        if ((unsigned char)*p < 0x20 || *p == 0x7f)
            *p = '?';
    }
    return shown;
}

#endif
