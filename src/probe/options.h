/*
 * options - what the command line of allo-probe asks.
 */
#ifndef PROBE_OPTIONS_H
#define PROBE_OPTIONS_H

#include <stddef.h>

#include "base/clock.h"
#include "base/error.h"

struct probe_setting {
    char *key;
    const char *value;
};

struct probe_options {
    const char *path;           /* of the plugin or the script */
    struct probe_setting *settings;     /* -o KEY=VALUE */
    size_t setting_count, setting_room;
    const char *to;             /* NULL: chosen by what the channel can do */
    const char *text;           /* one more text to try; NULL: none */
    int64_t sends;              /* for the case that looks for growth */
    instant deadline;           /* for the answer to one message */
    instant start_timeout;      /* until it is ready */
};

enum options_result { OPTIONS_RUN, OPTIONS_DONE, OPTIONS_BAD };

/* OPTIONS_DONE: --help or --version was answered on stdout.  OPTIONS_BAD:
 * the error says what was not understood.  Texts lie in argv. */
enum options_result probe_options_read(int argc, char **argv,
                                       struct probe_options *options,
                                       struct error *error);

/* Back to nothing asked. */
void probe_options_free(struct probe_options *options);

#endif
