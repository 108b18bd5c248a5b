/* dialogue - see dialogue.h */
#include "dialogue.h"

#include <string.h>
#include <strings.h>

void
dialogue_start(struct dialogue *dialogue, bool wants_login)
{
    memset(dialogue, 0, sizeof(*dialogue));
    dialogue->wants_login = wants_login;
}

static bool
starts_with(const char *line, size_t length, const char *command)
{
    size_t size = strlen(command);

    return length >= size && strncasecmp(line, command, size) == 0;
}

bool
dialogue_says(struct dialogue *dialogue, const char *bytes, size_t length)
{
    const char *end = bytes + length;

    while (bytes < end) {
        const char *line = bytes;
        const char *stop = memchr(line, '\n', (size_t)(end - line));

        bytes = stop != NULL ? stop + 1 : end;
        length = (size_t)(bytes - line);
        if (starts_with(line, length, "STARTTLS"))
            dialogue->awaits = DIALOGUE_STARTTLS;
        else if (starts_with(line, length, "AUTH "))
            dialogue->awaits = DIALOGUE_LOGIN;
        else if (starts_with(line, length, "QUIT"))
            dialogue->awaits = DIALOGUE_BYE;
        else if (starts_with(line, length, "MAIL FROM:") &&
                 dialogue->wants_login && !dialogue->logged_in)
            return false;
    }
    return true;
}

static void
heard_reply(struct dialogue *dialogue)
{
    int code = dialogue->code, kind = code / 100;

    if (dialogue->awaits != DIALOGUE_BYE)
        dialogue->last_code = code;
    switch (dialogue->awaits) {
    case DIALOGUE_STARTTLS:
        dialogue->starttls_refused = kind != 2;
        dialogue->starttls_accepted = kind == 2;
        dialogue->awaits = DIALOGUE_ANY;
        break;
    case DIALOGUE_LOGIN:
        if (kind == 3)
            break;
        dialogue->logged_in = kind == 2;
        if (!dialogue->logged_in)
            dialogue->login_code = code;
        dialogue->awaits = DIALOGUE_ANY;
        break;
    case DIALOGUE_ANY:
    case DIALOGUE_BYE:
        break;
    }
}

void
dialogue_hears(struct dialogue *dialogue, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char c = bytes[i];

        if (c == '\n') {
            bool starttls = dialogue->awaits == DIALOGUE_STARTTLS;
            bool whole = dialogue->last_line;

            if (whole)
                heard_reply(dialogue);
            if (whole && starttls && i + 1 < length)
                dialogue->injected = true;
            dialogue->column = 0;
            continue;
        }
        if (dialogue->column == 0)
            dialogue->code = 0, dialogue->last_line = true;
        if (dialogue->column < 3 && c >= '0' && c <= '9')
            dialogue->code = dialogue->code * 10 + (c - '0');
        else if (dialogue->column == 3)
            dialogue->last_line = c != '-';
        dialogue->column++;
    }
}

void
dialogue_hide_chunking(char *bytes, size_t length)
{
    static const char word[] = "CHUNKING";
    const size_t size = sizeof(word) - 1;

    for (size_t i = 4; i + size < length; i++)
        if (strncasecmp(bytes + i, word, size) == 0 &&
            memcmp(bytes + i - 4, "250", 3) == 0 &&
            (bytes[i - 1] == '-' || bytes[i - 1] == ' ') &&
            (i == 4 || bytes[i - 5] == '\n'))
            bytes[i] = 'X';
}
