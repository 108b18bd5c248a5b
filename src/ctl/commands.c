/* commands - see commands.h */
#include "ctl/commands.h"

#include <string.h>

#include "base/text.h"

const struct command *const commands[] = {
    &command_check,
    &command_forecast,
    &command_status,
    &command_events,
    &command_outbox,
    &command_why,
    &command_channels,
    &command_reload,
    &command_hold,
    &command_release,
    NULL
};

const struct command *
command_find(const char *name)
{
    for (size_t i = 0; commands[i] != NULL; i++) {
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    }
    return NULL;
}

const char *
command_nearest(const char *name)
{
    const char *names[sizeof(commands) / sizeof(commands[0]) + 1] = { NULL };
    size_t count = 0;

    for (; commands[count] != NULL; count++)
        names[count] = commands[count]->name;
    names[count] = "help";
    return text_nearest(name, names);
}
