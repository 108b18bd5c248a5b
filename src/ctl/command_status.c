/* command_status - alloctl status: how the daemon is, at a glance */
#include <string.h>

#include "ctl/ask.h"
#include "ctl/color.h"
#include "ctl/commands.h"
#include "ctl/shown.h"

static const struct column columns[] = {
    { "pid", "", COLUMN_NUMBER },       { "uptime_s", "", COLUMN_LENGTH },
    { "events", "", COLUMN_NUMBER },    { "people", "", COLUMN_NUMBER },
    { "next_at", "", COLUMN_TIME },     { "due", "", COLUMN_NUMBER },
    { "sending", "", COLUMN_NUMBER },   { "accepted", "", COLUMN_NUMBER },
    { "delivered", "", COLUMN_NUMBER }, { "unknown", "", COLUMN_FAULT },
    { "failed", "", COLUMN_FAULT },     { "expired", "", COLUMN_FAULT },
    { "held", "", COLUMN_NUMBER },      { "at", "", COLUMN_TIME },
    { "notice", "", COLUMN_NUMBER },    { "stopped", "", COLUMN_NUMBER },
    { "settling", "", COLUMN_NUMBER },  { "attention", "", COLUMN_NUMBER },
    { NULL, NULL, COLUMN_TEXT }
};

struct status {
    const struct call *call;
    size_t notices, attention;
};

/* A value of the row, as it may be shown; lasts until the next call. */
static const char *
shown(const struct frame *row, const char *key, struct buffer *buffer)
{
    const char *value = frame_get(row, key);

    buffer_clear(buffer);
    if (value == NULL)
        value = "-";
    if (strcmp(key, "uptime_s") == 0)
        shown_add_length(buffer, value);
    else if (strcmp(key, "next_at") == 0 || strcmp(key, "at") == 0)
        shown_add_time(buffer, value);
    else
        shown_add(buffer, value);
    return buffer_text(buffer);
}

/* "3 due, 1 held": each number with its word. */
static void
print_counts(const struct call *call, const char *title,
             const struct frame *row, const char *const *keys)
{
    struct buffer text = { 0 };

    fprintf(call->out, "%-10s", title);
    for (size_t i = 0; keys[i] != NULL; i++) {
        const char *color = call->color ? color_of_state(keys[i]) : NULL;

        if (frame_number(row, keys[i], 0) == 0)
            color = NULL;
        fprintf(call->out, "%s%s%s %s%s", i > 0 ? ", " : "",
                color != NULL ? color : "", shown(row, keys[i], &text),
                keys[i], color != NULL ? COLOR_OFF : "");
    }
    buffer_free(&text);
}

static void
print_next(const struct call *call, const struct frame *row)
{
    const char *at = frame_get(row, "next_at");
    struct buffer text = { 0 };

    fprintf(call->out, "%-10s", "next");
    if (at == NULL || *at == '\0') {
        fputs("nothing is planned\n", call->out);
    } else {
        fprintf(call->out, "%s", shown(row, "next_at", &text));
        fprintf(call->out, "  %s\n", shown(row, "next_event", &text));
    }
    buffer_free(&text);
}

static void
print_summary(const struct call *call, const struct frame *row)
{
    static const char *const gone[] = { "delivered", "accepted", "unknown",
                                        "failed", "expired", NULL };
    static const char *const waiting[] = { "due", "sending", "held",
                                           NULL };
    struct buffer text = { 0 };
    const char *color;

    fprintf(call->out, "%sallod %s%s, ", call->color ? COLOR_BOLD : "",
            shown(row, "version", &text), call->color ? COLOR_OFF : "");
    fprintf(call->out, "running for %s ", shown(row, "uptime_s", &text));
    fprintf(call->out, "(pid %s)\n", shown(row, "pid", &text));
    shown(row, "clock", &text);
    color = !call->color ? NULL
            : strcmp(buffer_text(&text), "trusted") == 0 ? COLOR_GREEN
                                                         : COLOR_RED;
    fprintf(call->out, "%-10s%s%s%s\n", "clock", color != NULL ? color : "",
            buffer_text(&text), color != NULL ? COLOR_OFF : "");
    fprintf(call->out, "%-10s%s\n", "engine", shown(row, "engine", &text));
    fprintf(call->out, "%-10s%s, ", "events", shown(row, "events", &text));
    fprintf(call->out, "%s people", shown(row, "people", &text));
    if (frame_number(row, "stopped", 0) != 0)
        fprintf(call->out, ", %s of them said STOP",
                shown(row, "stopped", &text));
    fputc('\n', call->out);
    print_next(call, row);
    print_counts(call, "waiting", row, waiting);
    if (frame_number(row, "settling", 0) != 0)
        fprintf(call->out, ", %s to be corrected soon",
                shown(row, "settling", &text));
    fputc('\n', call->out);
    print_counts(call, "messages", row, gone);
    fputs(" (30 days)\n", call->out);
    buffer_free(&text);
}

static void
print_attention(struct status *status, const struct frame *row)
{
    const struct call *call = status->call;
    struct buffer text = { 0 };

    if (status->attention++ == 0)
        fputs("\nIn the way:\n", call->out);
    fprintf(call->out, "  %s%s%s\n", call->color ? COLOR_YELLOW : "",
            shown(row, "text", &text), call->color ? COLOR_OFF : "");
    buffer_free(&text);
}

static void
print_notice(struct status *status, const struct frame *row)
{
    struct buffer text = { 0 };

    if (status->notices++ == 0)
        fputs("\nTo know:\n", status->call->out);
    fprintf(status->call->out, "  %s  ", shown(row, "at", &text));
    fprintf(status->call->out, "%s\n", shown(row, "text", &text));
    buffer_free(&text);
}

static void
on_row(void *self, const struct frame *row)
{
    struct status *status = self;

    if (status->call->json)
        table_json(columns, row, status->call->out);
    else if (frame_get(row, "attention") != NULL)
        print_attention(status, row);
    else if (frame_get(row, "notice") != NULL)
        print_notice(status, row);
    else
        print_summary(status->call, row);
}

static int
run(struct call *call)
{
    struct control_client *client = ask_begin(call, "status");
    struct status status = { .call = call };

    if (client == NULL)
        return CTL_UNREACHABLE;
    return ask_end(call, &client, on_row, &status);
}

const struct command command_status = {
    .name = "status",
    .arguments = "",
    .summary = "how the daemon is, at a glance",
    .help = "The messages are those of the last 30 days; what is due has not "
            "been handed to a\nchannel yet.\nExit status 1: it runs, but "
            "sends nothing, because the clock cannot be trusted.",
    .run = run
};
