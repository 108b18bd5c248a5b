/*
 * drive_plugin - a plugin on the command line, for tests in any language:
 *
 *     drive_plugin PLUGIN.so KEY=VALUE...
 *
 * reads frames from stdin and does what they say:
 *     send id=… to=… text=… …      hand over a message
 *     run [ms=…]                   serve until all is settled; says "idle"
 *     linger ms=…                  serve for that long, settled or not
 *     stored token=…
 * and writes what the plugin reports to stdout.  At the end of stdin it
 * closes the plugin.  Says "open" or "failed" first.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fakehost.h"

static void
flush(void)
{
    while (buffer_length(&fakehost_out) > 0)
        if (buffer_write(&fakehost_out, STDOUT_FILENO) < 0)
            exit(EXIT_FAILURE);
}

static void
say(const char *verb, size_t unsettled)
{
    frame_begin(&fakehost_out, verb);
    frame_add_number(&fakehost_out, "unsettled", (int64_t)unsettled);
    frame_end(&fakehost_out);
    flush();
}

static void
obey(const struct frame *frame)
{
    int64_t ms = frame_number(frame, "ms", 60000);

    if (strcmp(frame->verb, "send") == 0)
        fakehost_send(frame);
    else if (strcmp(frame->verb, "run") == 0)
        say("idle", fakehost_run(ms));
    else if (strcmp(frame->verb, "linger") == 0)
        say("idle", fakehost_linger(ms));
    else if (strcmp(frame->verb, "stored") == 0)
        fakehost_stored((uint64_t)frame_number(frame, "token", 0));
    flush();
}

static void
read_all(void)
{
    struct buffer in = { 0 };
    struct frame frame;
    const char *why;

    while (buffer_read(&in, STDIN_FILENO, 65536) > 0) {
        enum frame_got got;

        while ((got = frame_next(&in, &frame, &why)) == FRAME_OK)
            obey(&frame);
        if (got == FRAME_BAD) {
            fprintf(stderr, "bad frame: %s\n", why);
            exit(EXIT_FAILURE);
        }
    }
    buffer_free(&in);
}

int
main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: drive_plugin PLUGIN.so [KEY=VALUE]...\n");
        return 2;
    }
    fakehost_load(argv[1]);
    for (int i = 2; i < argc; i++)
        fakehost_setting(argv[i]);
    if (fakehost_open() < 0) {
        say("failed", 0);
        return 1;
    }
    say("open", 0);
    read_all();
    fakehost_close();
    flush();
    buffer_free(&fakehost_out);
    return 0;
}
