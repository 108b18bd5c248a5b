/* main - allod: options, and then the daemon */
#include <getopt.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/failpoint.h"
#include "base/log.h"
#include "daemon/daemon.h"

static const char usage[] =
    "usage: allod [-c DIR] [-l STYLE] [-n] [-v]\n"
    "\n"
    "Reminds people of what is written in the files of DIR.\n"
    "\n"
    "  -c, --config DIR   the configuration (" SYSCONFDIR ")\n"
    "  -n, --check        only check the files; exit 78 when one is wrong\n"
    "  -l, --log STYLE    text, journal or json (journal under systemd)\n"
    "  -v, --verbose      log more\n"
    "  -h, --help         this\n"
    "      --version      which version this is\n"
    "\n"
    "It stays in the foreground; stop it with SIGTERM (Ctrl-C), let it read\n"
    "its files again with SIGHUP or 'alloctl reload'.  See allod(8).\n";

enum { OPTION_VERSION = 256 };

static const struct option options[] = {
    { "config", required_argument, NULL, 'c' },
    { "check", no_argument, NULL, 'n' },
    { "log", required_argument, NULL, 'l' },
    { "verbose", no_argument, NULL, 'v' },
    { "help", no_argument, NULL, 'h' },
    { "version", no_argument, NULL, OPTION_VERSION },
    { NULL, 0, NULL, 0 }
};

static int
check_only(const char *directory)
{
    struct load_options wanted = {
        .directory = directory, .people = true, .leave_secrets = true,
        .now = clock_now(&clock_system),
    };
    struct load load;
    size_t errors;

    programme_load(&wanted, &load);
    errors = load_print(&load, true);
    if (load.programme != NULL)
        programme_free(&load.programme);
    load_free(&load);
    return errors == 0 ? DAEMON_OK : DAEMON_CONFIG;
}

static bool
find_style(const char *name, enum log_style *style)
{
    if (strcmp(name, "text") == 0)
        *style = LOG_STYLE_TEXT;
    else if (strcmp(name, "journal") == 0)
        *style = LOG_STYLE_JOURNAL;
    else if (strcmp(name, "json") == 0)
        *style = LOG_STYLE_JSON;
    else
        return false;
    return true;
}

static int
run(const char *directory)
{
    struct daemon daemon;
    int code = daemon_open(&daemon, directory);

    if (code == DAEMON_OK)
        code = daemon_run(&daemon);
    daemon_close(&daemon);
    return code;
}

int
main(int argc, char **argv)
{
    const char *directory = SYSCONFDIR;
    enum log_style style = getenv("JOURNAL_STREAM") != NULL
                               ? LOG_STYLE_JOURNAL : LOG_STYLE_TEXT;
    int level = LOG_INFO, option;
    bool check = false;

    while ((option = getopt_long(argc, argv, "c:nl:vh", options,
                                 NULL)) != -1) {
        switch (option) {
        case 'c': directory = optarg; break;
        case 'n': check = true; break;
        case 'v': level = LOG_DEBUG; break;
        case 'h': fputs(usage, stdout); return DAEMON_OK;
        case OPTION_VERSION: puts("allod " VERSION); return DAEMON_OK;
        case 'l':
            if (find_style(optarg, &style))
                break;
            fputs("allod: the log style is text, journal or json\n", stderr);
            return DAEMON_USAGE;
        default:
            fputs("allod: try 'allod --help'\n", stderr);
            return DAEMON_USAGE;
        }
    }
    if (optind != argc) {
        fputs("allod: try 'allod --help'\n", stderr);
        return DAEMON_USAGE;
    }
    umask(0077);
    failpoint_init();
    log_init("allod", style, level);
    if (sodium_init() < 0)
        return DAEMON_FAILED;
    if (check)
        return check_only(directory);
    /* names and addresses pass through: no copy of memory is left behind */
    prctl(PR_SET_DUMPABLE, 0);
    return run(directory);
}
