/* options - see options.h */
#include "smsc/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"

enum { ANY_SYSTEM_ERROR = 0x08, SECOND_MOST = 24 * 3600 };

enum key {
    LISTEN = 256, SYSTEM_ID, PASSWORD, LATENCY, REFUSE, THROTTLE, DROP_AFTER,
    LOSE_RESPONSE, NO_RECEIPTS, RECEIPT_DELAY, RECEIPT_HEX, DOUBLE_RECEIPTS,
    RECEIPT_EARLY, UNDELIVERED, TLS_CERTIFICATE, TLS_KEY, JSON, QUIET, BURSTS,
    SHOW_HELP, SHOW_VERSION
};

static const struct option table[] = {
    { "listen", required_argument, NULL, LISTEN },
    { "system-id", required_argument, NULL, SYSTEM_ID },
    { "password", required_argument, NULL, PASSWORD },
    { "latency", required_argument, NULL, LATENCY },
    { "refuse", required_argument, NULL, REFUSE },
    { "throttle", required_argument, NULL, THROTTLE },
    { "drop-after", required_argument, NULL, DROP_AFTER },
    { "lose-resp", required_argument, NULL, LOSE_RESPONSE },
    { "no-receipts", no_argument, NULL, NO_RECEIPTS },
    { "receipt-delay", required_argument, NULL, RECEIPT_DELAY },
    { "receipt-hex", no_argument, NULL, RECEIPT_HEX },
    { "double-receipts", no_argument, NULL, DOUBLE_RECEIPTS },
    { "receipt-early", no_argument, NULL, RECEIPT_EARLY },
    { "undelivered", required_argument, NULL, UNDELIVERED },
    { "tls-cert", required_argument, NULL, TLS_CERTIFICATE },
    { "tls-key", required_argument, NULL, TLS_KEY },
    { "json", no_argument, NULL, JSON },
    { "quiet", no_argument, NULL, QUIET },
    { "bursts", no_argument, NULL, BURSTS },
    { "help", no_argument, NULL, SHOW_HELP },
    { "version", no_argument, NULL, SHOW_VERSION },
    { NULL, 0, NULL, 0 }
};

static const char help[] =
    "Usage: allo-smsc [OPTION]...\n"
    "A practice SMSC: speaks SMPP 3.4, shows each text as a phone would, and\n"
    "lets you write back.  Nothing leaves this machine.\n"
    "\n"
    "  --listen [ADDRESS:]PORT  where to listen (127.0.0.1:2775; port 0 takes\n"
    "                           a free one and prints it)\n"
    "  --system-id NAME         the only account that may bind (any)\n"
    "  --password WORD          its password (any)\n"
    "  --tls-cert FILE          speak TLS with this certificate (PEM) ...\n"
    "  --tls-key FILE           ... and this private key\n"
    "\n"
    "Behaviour:\n"
    "  --latency MS             answer each submission after so long (0)\n"
    "  --receipt-delay MS       send its receipt so long after that (100)\n"
    "  --no-receipts            send none, though they are asked\n"
    "  --receipt-early          send them before the answer\n"
    "  --receipt-hex            write ids in hexadecimal in receipts\n"
    "  --double-receipts        send each twice\n"
    "  --undelivered PERCENT    so many say UNDELIV (0)\n"
    "\n"
    "Faults:\n"
    "  --refuse CODE            refuse every submission with this status\n"
    "                           (0x14, 11, ...)\n"
    "  --refuse PERCENT%[:CODE] refuse so many, with CODE or 0x08\n"
    "  --throttle N             refuse what is over N a second with 0x58\n"
    "  --drop-after N           hang up instead of answering the Nth\n"
    "                           submission, once\n"
    "  --lose-resp N            take the Nth submission and never answer it\n"
    "\n"
    "Output:\n"
    "  --json                   one JSON object a line for each event\n"
    "  --quiet                  only count; the counts are printed at the end\n"
    "  --bursts                 and when each burst of submissions began and "
    "ended,\n"
    "                           with how many (half a second of silence ends "
    "one)\n"
    "  --help, --version        print this, or the version\n"
    "\n"
    "Type a line to write back as a phone: \"+32470000001 JA\", or just\n"
    "\"JA\" as the phone that got the last text.  Lines can come from a\n"
    "pipe as well.\n"
    "What was not acknowledged is sent again at the next bind.\n"
    "\n"
    "Exit status: 0 after SIGINT or SIGTERM, 2 when it cannot start.\n";

static int
read_number(const char *name, const char *text, int64_t most, int64_t *number,
            struct error *error)
{
    if (!number_parse(text, 0, most, number))
        return error_set(error, "--%s: \"%s\" is not a number from 0 to %lld",
                         name, text, (long long)most);
    return 0;
}

/* "port", "address:port" or "[address]:port" */
static int
read_listen(const char *text, struct smsc_options *options,
            struct error *error)
{
    const char *colon = strrchr(text, ':'), *port = text;
    size_t length = 0;
    int64_t number;

    if (colon != NULL) {
        port = colon + 1;
        length = (size_t)(colon - text);
        if (length > 1 && text[0] == '[' && text[length - 1] == ']') {
            text++;
            length -= 2;
        }
    }
    if (length >= sizeof(options->address) ||
        !number_parse(port, 0, 65535, &number))
        return error_set(error, "--listen: \"%s\" is not [address:]port",
                         text);
    if (length > 0) {
        memcpy(options->address, text, length);
        options->address[length] = '\0';
    }
    text_copy(options->port, sizeof(options->port), port);
    return 0;
}

static int
read_code(const char *text, uint32_t *code, struct error *error)
{
    char *end;
    unsigned long number = strtoul(text, &end, 0);

    if (*text == '\0' || *end != '\0' || number == 0 || number > UINT32_MAX)
        return error_set(error, "--refuse: \"%s\" is not a command status",
                         text);
    *code = (uint32_t)number;
    return 0;
}

static int
read_refuse(const char *text, struct smsc_options *options,
            struct error *error)
{
    const char *sign = strchr(text, '%');
    char *end;
    long percent;

    options->refuse_percent = 100;
    if (sign == NULL)
        return read_code(text, &options->refuse, error);
    percent = strtol(text, &end, 10);
    if (end != sign || percent < 0 || percent > 100 ||
        (sign[1] != '\0' && sign[1] != ':'))
        return error_set(error, "--refuse: \"%s\" is not PERCENT%%[:CODE]",
                         text);
    options->refuse_percent = (int)percent;
    options->refuse = ANY_SYSTEM_ERROR;
    return sign[1] == ':' ? read_code(sign + 2, &options->refuse, error) : 0;
}

/* An option with a number; -1 when it is wrong, 1 when it is another kind. */
static int
read_numeric(int key, const char *text, struct smsc_options *options,
             struct error *error)
{
    int64_t number = 0;
    int result;

    switch (key) {
    case LATENCY:
        return read_number("latency", text, SECOND_MOST * 1000LL,
                           &options->latency, error);
    case RECEIPT_DELAY:
        return read_number("receipt-delay", text, SECOND_MOST * 1000LL,
                           &options->receipt_delay, error);
    case UNDELIVERED:
        result = read_number("undelivered", text, 100, &number, error);
        options->undelivered_percent = (int)number;
        return result;
    case THROTTLE:
        result = read_number("throttle", text, 1000000000, &number, error);
        options->throttle = (uint32_t)number;
        return result;
    case DROP_AFTER:
        result = read_number("drop-after", text, INT64_MAX, &number, error);
        options->drop_after = (uint64_t)number;
        return result;
    case LOSE_RESPONSE:
        result = read_number("lose-resp", text, INT64_MAX, &number, error);
        options->lose_response = (uint64_t)number;
        return result;
    default:
        return 1;
    }
}

static int
read_one(int key, char *text, struct smsc_options *options,
         struct error *error)
{
    switch (key) {
    case LISTEN:
        return read_listen(text, options, error);
    case REFUSE:
        return read_refuse(text, options, error);
    case SYSTEM_ID: options->system_id = text; break;
    case PASSWORD: options->password = text; break;
    case TLS_CERTIFICATE: options->certificate = text; break;
    case TLS_KEY: options->key = text; break;
    case NO_RECEIPTS: options->receipts = false; break;
    case RECEIPT_HEX: options->receipt_hex = true; break;
    case RECEIPT_EARLY: options->receipt_early = true; break;
    case DOUBLE_RECEIPTS: options->double_receipts = true; break;
    case JSON: options->json = true; break;
    case BURSTS: options->bursts = true; break;
    case QUIET: options->quiet = true; break;
    default:
        return read_numeric(key, text, options, error) == 0 ? 0 : -1;
    }
    return 0;
}

enum options_result
smsc_options_read(int argc, char **argv, struct smsc_options *options,
                  struct error *error)
{
    int key;

    *options = (struct smsc_options){ .address = "127.0.0.1", .port = "2775",
                                      .receipt_delay = 100,
                                      .receipts = true };
    opterr = 0;
    while ((key = getopt_long(argc, argv, "", table, NULL)) != -1) {
        if (key == SHOW_HELP || key == SHOW_VERSION) {
            fputs(key == SHOW_HELP ? help : "allo-smsc " PACKAGE_VERSION "\n",
                  stdout);
            return OPTIONS_DONE;
        }
        if (key == '?') {
            error_set(error, "%s: not an option, or without its value",
                      argv[optind - 1]);
            return OPTIONS_BAD;
        }
        if (read_one(key, optarg, options, error) < 0)
            return OPTIONS_BAD;
    }
    if (optind < argc) {
        error_set(error, "\"%s\" is not an option", argv[optind]);
        return OPTIONS_BAD;
    }
    if ((options->certificate == NULL) != (options->key == NULL)) {
        error_set(error, "--tls-cert and --tls-key go together");
        return OPTIONS_BAD;
    }
    return OPTIONS_RUN;
}
