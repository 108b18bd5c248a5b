/* answer - what a handler writes into its answer: see server.h */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "control/session.h"

bool
control_answer_full(const struct control_answer *answer)
{
    if (answer->session == NULL || answer->cut)
        return true;
    return buffer_length(&answer->frames) +
               buffer_length(&answer->session->out) >= answer->most;
}

uid_t
control_answer_uid(const struct control_answer *answer)
{
    return answer->uid;
}

void
control_answer_row_begin(struct control_answer *answer)
{
    answer->row = buffer_length(&answer->frames);
    if (answer->session != NULL)
        frame_begin(&answer->frames, "row");
}

void
control_answer_add(struct control_answer *answer, const char *key,
                   const char *value)
{
    if (answer->session != NULL)
        frame_add(&answer->frames, key, value);
}

void
control_answer_add_number(struct control_answer *answer, const char *key,
                          int64_t value)
{
    if (answer->session != NULL)
        frame_add_number(&answer->frames, key, value);
}

void
control_answer_row_end(struct control_answer *answer)
{
    size_t length = buffer_length(&answer->frames);

    if (answer->session == NULL)
        return;
    if (answer->cut || length - answer->row >= FRAME_MOST ||
        length + buffer_length(&answer->session->out) > answer->most) {
        answer->frames.end -= length - answer->row;
        answer->cut = true;
        return;
    }
    frame_end(&answer->frames);
}

static void
last_frame(struct control_answer *answer)
{
    frame_end(&answer->frames);
    answer->ended = true;
}

/* Nobody waits for it any more. */
static bool
abandoned(struct control_answer *answer)
{
    if (answer->session != NULL)
        return false;
    buffer_free(&answer->frames);
    free(answer);
    return true;
}

void
control_answer_end(struct control_answer *answer, int code)
{
    if (abandoned(answer))
        return;
    if (answer->cut) {
        control_answer_error(answer, "the answer was too long, and is not "
                             "complete; ask for less");
        return;
    }
    frame_begin(&answer->frames, "end");
    frame_add_number(&answer->frames, "code", code);
    last_frame(answer);
}

void
control_answer_error(struct control_answer *answer, const char *format, ...)
{
    struct error sentence;
    va_list args;

    if (abandoned(answer))
        return;
    va_start(args, format);
    vsnprintf(sentence.text, sizeof(sentence.text), format, args);
    va_end(args);
    frame_begin(&answer->frames, "error");
    frame_add(&answer->frames, "text", sentence.text);
    last_frame(answer);
}
