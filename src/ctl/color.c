/* color - see color.h */
#include "ctl/color.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool
color_find(const char *name, enum color_when *when)
{
    static const char *const names[] = { "auto", "always", "never" };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(names[i], name) == 0) {
            *when = (enum color_when)i;
            return true;
        }
    }
    return false;
}

bool
color_wanted(enum color_when when, FILE *stream)
{
    const char *no = getenv("NO_COLOR"), *terminal = getenv("TERM");

    if (when != COLOR_AUTO)
        return when == COLOR_ALWAYS;
    if ((no != NULL && *no != '\0') ||
        (terminal != NULL && strcmp(terminal, "dumb") == 0))
        return false;
    return fileno(stream) >= 0 && isatty(fileno(stream));
}

const char *
color_of_state(const char *state)
{
    static const struct {
        const char *word, *color;
    } words[] = {
        { "delivered", COLOR_GREEN }, { "ready", COLOR_GREEN },
        { "trusted", COLOR_GREEN }, { "unknown", COLOR_YELLOW },
        { "unknown-final", COLOR_YELLOW }, { "no-receipt", COLOR_YELLOW },
        { "held", COLOR_YELLOW }, { "paused", COLOR_YELLOW },
        { "starting", COLOR_YELLOW }, { "backoff", COLOR_YELLOW },
        { "warning", COLOR_YELLOW }, { "rejected", COLOR_RED },
        { "undelivered", COLOR_RED }, { "failed", COLOR_RED },
        { "down", COLOR_RED }, { "error", COLOR_RED },
        { "expired", COLOR_DIM }, { "cancelled", COLOR_DIM }
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcmp(words[i].word, state) == 0)
            return words[i].color;
    }
    return NULL;
}
