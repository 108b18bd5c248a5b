/* options - see options.h */
#include "probe/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"

enum key {
    SETTING = 'o', SENDS = 256, TO, TEXT, DEADLINE, START_TIMEOUT, SHOW_HELP,
    SHOW_VERSION
};

static const struct option table[] = {
    { "option", required_argument, NULL, SETTING },
    { "sends", required_argument, NULL, SENDS },
    { "to", required_argument, NULL, TO },
    { "text", required_argument, NULL, TEXT },
    { "deadline", required_argument, NULL, DEADLINE },
    { "start-timeout", required_argument, NULL, START_TIMEOUT },
    { "help", no_argument, NULL, SHOW_HELP },
    { "version", no_argument, NULL, SHOW_VERSION },
    { NULL, 0, NULL, 0 }
};

static const char help[] =
    "Usage: allo-probe PLUGIN.so|SCRIPT [OPTION]...\n"
    "Plays the daemon's side against a channel and prints TAP: whether it\n"
    "keeps the contract of allo/channel.h.  What cannot be seen without a\n"
    "far side is skipped, with the reason.\n"
    "\n"
    "  -o, --option KEY=VALUE   a setting of the channel\n"
    "  --to ADDRESS             who the messages are for (a reserved number,\n"
    "                           mail address or topic, as the channel takes)\n"
    "  --text TEXT              one more text to try\n"
    "  --sends N                messages in the search for growth (10000)\n"
    "  --deadline MS            for the answer to one message (10000)\n"
    "  --start-timeout MS       until it is ready (30000)\n"
    "  --help, --version        print this, or the version\n"
    "\n"
    "A SCRIPT reads lines on its stdin and answers on its stdout, as the\n"
    "channel exec runs it; one that says hello is spoken to as allo-host is.\n"
    "\n"
    "Exit status: 0 all fine, 1 a case failed, 2 not understood.\n";

static int
read_number(const char *name, const char *text, int64_t most, int64_t *number,
            struct error *error)
{
    if (!number_parse(text, 1, most, number))
        return error_set(error, "--%s: \"%s\" is not a number from 1 to %lld",
                         name, text, (long long)most);
    return 0;
}

static int
read_setting(struct probe_options *options, const char *text,
             struct error *error)
{
    const char *equals = strchr(text, '=');
    struct probe_setting *setting;

    if (equals == NULL || equals == text)
        return error_set(error, "-o: \"%s\" is not KEY=VALUE", text);
    setting = GROW(options, settings, setting_count, setting_room);
    setting->key = memory_copy(text);
    setting->key[equals - text] = '\0';
    setting->value = equals + 1;
    return 0;
}

static int
read_one(int key, struct probe_options *options, struct error *error)
{
    switch (key) {
    case SETTING:
        return read_setting(options, optarg, error);
    case SENDS:
        return read_number("sends", optarg, 10000000, &options->sends, error);
    case TO:
        options->to = optarg;
        return 0;
    case TEXT:
        options->text = optarg;
        return 0;
    case DEADLINE:
        return read_number("deadline", optarg, HOUR, &options->deadline,
                           error);
    case START_TIMEOUT:
        return read_number("start-timeout", optarg, HOUR,
                           &options->start_timeout, error);
    default:
        return error_set(error, "this is not how it is called");
    }
}

enum options_result
probe_options_read(int argc, char **argv, struct probe_options *options,
                   struct error *error)
{
    int key;

    *options = (struct probe_options){ .sends = 10000,
                                       .deadline = 10 * SECOND,
                                       .start_timeout = 30 * SECOND };
    while ((key = getopt_long(argc, argv, "o:", table, NULL)) != -1) {
        if (key == SHOW_HELP || key == SHOW_VERSION) {
            fputs(key == SHOW_HELP ? help
                                   : "allo-probe " PACKAGE_VERSION "\n",
                  stdout);
            return OPTIONS_DONE;
        }
        if (read_one(key, options, error) < 0)
            return OPTIONS_BAD;
    }
    if (optind + 1 != argc) {
        error_set(error, optind == argc ? "no plugin or script was named"
                                        : "more than one was named");
        return OPTIONS_BAD;
    }
    options->path = argv[optind];
    return OPTIONS_RUN;
}

void
probe_options_free(struct probe_options *options)
{
    for (size_t i = 0; i < options->setting_count; i++)
        free(options->settings[i].key);
    free(options->settings);
    *options = (struct probe_options){ 0 };
}
