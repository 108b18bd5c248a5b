/* arguments - see arguments.h */
#include "ctl/arguments.h"

#include <string.h>

#include "base/text.h"
#include "ctl/color.h"
#include "ctl/commands.h"

const struct option arguments_general[] = {
    { "json", 0, NULL, "one JSON object a line, for programs" },
    { "config", 'c', "DIR", "the configuration (" SYSCONFDIR ")" },
    { "socket", 0, "PATH", "the daemon's socket, if not the one in allo.conf" },
    { "color", 0, "WHEN", "auto (on a terminal), always or never" },
    { "help", 'h', NULL, "this text" },
    { "version", 0, NULL, "the version" },
    { NULL, 0, NULL, NULL }
};

enum { NAMES = 32 };

/* What is left of the command line. */
struct line {
    const char *const *next;
    const char *const *end;
};

static const struct option *
find(const struct option *options, const char *name, size_t length)
{
    for (; options != NULL && options->name != NULL; options++) {
        if (length == 1 ? options->letter == name[0]
                        : strlen(options->name) == length &&
                              memcmp(options->name, name, length) == 0)
            return options;
    }
    return NULL;
}

static const struct option *
find_in_call(const struct call *call, const char *name, size_t length)
{
    const struct option *option = find(arguments_general, name, length);

    if (option == NULL && call->command != NULL)
        option = find(call->command->options, name, length);
    return option;
}

/* Where to look for help. */
static const char *
help_hint(const struct call *call)
{
    return call->command == NULL ? "try 'alloctl --help'"
                                 : "try it with --help";
}

static enum arguments_got
unknown_option(const struct call *call, const char *name, size_t length)
{
    const char *names[NAMES] = { NULL }, *nearest;
    const struct option *lists[] = {
        arguments_general, call->command != NULL ? call->command->options
                                                 : NULL
    };
    size_t count = 0;
    char written[64];

    text_copy(written, length < sizeof(written) ? length + 1
                                                : sizeof(written), name);
    for (size_t i = 0; i < 2; i++) {
        for (const struct option *option = lists[i];
             option != NULL && option->name != NULL && count < NAMES - 1;
             option++)
            names[count++] = option->name;
    }
    nearest = text_nearest(written, names);
    if (nearest != NULL)
        call_error(call, help_hint(call),
                   "there is no option '--%s'; did you mean '--%s'?",
                   written, nearest);
    else
        call_error(call, help_hint(call), "there is no option '%s%s'",
                   length == 1 ? "-" : "--", written);
    return ARGUMENTS_WRONG;
}

/* At once, so that what is said about the rest of the line has it too. */
static enum arguments_got
take_color(struct call *call, const char *value)
{
    enum color_when when = COLOR_AUTO;

    if (value != NULL && !color_find(value, &when)) {
        call_error(call, NULL, "--color is auto, always or never, not '%s'",
                   value);
        return ARGUMENTS_WRONG;
    }
    call->color = color_wanted(when, call->out);
    call->color_err = color_wanted(when, call->err);
    return ARGUMENTS_RUN;
}

static enum arguments_got
remember(struct call *call, const struct option *option, const char *value)
{
    int at = 0;

    while (at < call->given_count && call->given[at].option != option)
        at++;
    if (at == CTL_OPTIONS) {
        call_error(call, NULL, "too many options");
        return ARGUMENTS_WRONG;
    }
    if (at == call->given_count)
        call->given_count++;
    call->given[at].option = option;
    call->given[at].value = value;
    if (strcmp(option->name, "color") == 0)
        return take_color(call, value);
    return ARGUMENTS_RUN;
}

/* One option, "--name", "--name=value" or "-n", and its value. */
static enum arguments_got
take_option(struct call *call, struct line *line)
{
    const char *written = *line->next++, *name, *value;
    const struct option *option;
    size_t length;

    name = written + (written[1] == '-' ? 2 : 1);
    length = strcspn(name, "=");
    value = name[length] == '=' ? name + length + 1 : NULL;
    option = find_in_call(call, name, length);
    if (option == NULL || (length == 1) != (written[1] != '-'))
        return unknown_option(call, name, length);
    if (option->value == NULL && value != NULL) {
        call_error(call, NULL, "--%s takes no value", option->name);
        return ARGUMENTS_WRONG;
    }
    if (option->value != NULL && value == NULL) {
        if (line->next == line->end) {
            call_error(call, help_hint(call), "--%s needs a value: --%s %s",
                       option->name, option->name, option->value);
            return ARGUMENTS_WRONG;
        }
        value = *line->next++;
    }
    return remember(call, option, value != NULL ? value : "");
}

/* "help" as a word is "--help" of the command that follows. */
static enum arguments_got
take_command(struct call *call, const char *name)
{
    const char *nearest;

    if (strcmp(name, "help") == 0)
        return remember(call, find(arguments_general, "help", 4), "");
    call->command = command_find(name);
    if (call->command != NULL)
        return ARGUMENTS_RUN;
    nearest = command_nearest(name);
    if (nearest != NULL)
        call_error(call, "'alloctl help' lists the commands",
                   "there is no command '%s'; did you mean '%s'?", name,
                   nearest);
    else
        call_error(call, "'alloctl help' lists the commands",
                   "there is no command '%s'", name);
    return ARGUMENTS_WRONG;
}

static enum arguments_got
take_argument(struct call *call, const char *argument)
{
    if (call->command == NULL)
        return take_command(call, argument);
    if (call->argument_count == CTL_ARGUMENTS) {
        call_error(call, NULL, "too many arguments");
        return ARGUMENTS_WRONG;
    }
    call->arguments[call->argument_count++] = argument;
    return ARGUMENTS_RUN;
}

static enum arguments_got
take_all(struct call *call, struct line *line)
{
    bool options = true;
    enum arguments_got got = ARGUMENTS_RUN;

    while (got == ARGUMENTS_RUN && line->next < line->end) {
        const char *word = *line->next;

        if (options && strcmp(word, "--") == 0) {
            options = false;
            line->next++;
        } else if (options && word[0] == '-' && word[1] != '\0') {
            got = take_option(call, line);
        } else {
            line->next++;
            got = take_argument(call, word);
        }
    }
    return got;
}

static enum arguments_got
check_count(const struct call *call)
{
    const struct command *command = call->command;

    if (call->argument_count >= command->least &&
        call->argument_count <= command->most)
        return ARGUMENTS_RUN;
    call_error(call, help_hint(call), "usage: alloctl %s%s%s",
               command->name, *command->arguments != '\0' ? " " : "",
               command->arguments);
    return ARGUMENTS_WRONG;
}

static enum arguments_got
settle(struct call *call)
{
    call->json = call_option(call, "json") != NULL;
    call->directory = call_option(call, "config");
    if (call->directory == NULL)
        call->directory = SYSCONFDIR;
    if (call_option(call, "version") != NULL)
        return ARGUMENTS_VERSION;
    if (call_option(call, "help") != NULL || call->command == NULL)
        return ARGUMENTS_HELP;
    return check_count(call);
}

enum arguments_got
arguments_take(struct call *call, int argc, const char *const *argv)
{
    struct line line = { argv + (argc > 0), argv + argc };
    enum arguments_got got;

    take_color(call, NULL);
    got = take_all(call, &line);
    return got == ARGUMENTS_RUN ? settle(call) : got;
}
