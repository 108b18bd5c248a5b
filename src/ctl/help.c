/* help - see help.h */
#include "ctl/help.h"

#include "ctl/arguments.h"
#include "ctl/commands.h"

static void
print_options(const struct option *options, FILE *out)
{
    for (; options != NULL && options->name != NULL; options++) {
        char left[40];

        snprintf(left, sizeof(left), "--%s%s%s", options->name,
                 options->value != NULL ? " " : "",
                 options->value != NULL ? options->value : "");
        if (options->letter != 0)
            fprintf(out, "  -%c, %-18s %s\n", options->letter, left,
                    options->help);
        else
            fprintf(out, "      %-18s %s\n", left, options->help);
    }
}

void
help_all(FILE *out)
{
    fputs("Usage: alloctl [OPTION]... COMMAND [ARGUMENT]...\n\n"
          "Asks the reminder daemon how things are, and tells it what to "
          "do.\n\nCommands:\n", out);
    for (size_t i = 0; commands[i] != NULL; i++)
        fprintf(out, "  %-10s %s\n", commands[i]->name,
                commands[i]->summary);
    fputs("\nOptions of every command:\n", out);
    print_options(arguments_general, out);
    fputs("\n'alloctl COMMAND --help' tells more about one command.\n"
          "Exit status: 0 fine, 1 the answer is no, 2 not understood, "
          "69 no daemon.\n", out);
}

void
help_command(const struct command *command, FILE *out)
{
    fprintf(out, "Usage: alloctl %s [OPTION]...%s%s\n\n", command->name,
            *command->arguments != '\0' ? " " : "", command->arguments);
    fprintf(out, "alloctl %s: %s.\n", command->name, command->summary);
    if (command->help != NULL)
        fprintf(out, "\n%s\n", command->help);
    fputs("\nOptions:\n", out);
    print_options(command->options, out);
    print_options(arguments_general, out);
}
