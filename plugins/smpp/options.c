/* options - see options.h */
#include "options.h"

#include <string.h>

#include "base/number.h"
#include "base/text.h"

const struct allo_setting options_table[] = {
    { "host", "text", NULL, "name or address of the SMSC" },
    { "port", "number 1 65535", "2775", "its TCP port" },
    { "tls", "bool", "false", "speak TLS, and check the certificate" },
    { "insecure", "bool", "false",
      "allow clear text to another machine, or with tls any certificate" },
    { "ca", "text", "",
      "file or folder of certificates to trust (PEM); empty: the system's" },
    { "system_id", "text", NULL, "the account" },
    { "password", "secret", "", "its password" },
    { "system_type", "text", "", "kind of client, where the SMSC asks it" },
    { "sender", "text", "",
      "number, short code or name that people see; empty: the SMSC decides" },
    { "sender_ton", "text", "auto", "its type of number, 0 to 6, or auto" },
    { "sender_npi", "text", "auto", "its numbering plan, 0 to 18, or auto" },
    { "dest_ton", "number 0 6", "1", "type of the people's numbers" },
    { "dest_npi", "number 0 18", "1", "numbering plan of those" },
    { "window", "number 1 10000", "10",
      "submissions without an answer at a time" },
    { "enquire_link", "seconds 1 3600", "30",
      "silence after which the link is tried" },
    { "timeout", "seconds 1 600", "30",
      "for the answer to a submission, from when it was written" },
    { "bind_timeout", "seconds 1 600", "30",
      "for connecting, TLS and the bind together" },
    { "reconnect", "seconds 1 3600", "300",
      "the longest pause between two tries to connect" },
    { "receipts", "bool", "true", "ask for delivery receipts" },
    { "id_format", "one of auto same hex dec", "auto",
      "how receipts write ids: hex when answers are decimal, dec the reverse" },
    { "replace", "one of none cancel", "none",
      "cancel: a text with no receipt yet is taken back before a correction" },
    { "validity", "one of absolute relative none", "absolute",
      "how the SMSC is told until when a message is useful" },
    { "data_coding", "number 0 255", "0",
      "data_coding of texts in the GSM alphabet" },
    { NULL, NULL, NULL, NULL }
};

enum { TON_INTERNATIONAL = 1, TON_NETWORK = 3, TON_LETTERS = 5,
       NPI_ISDN = 1, SHORT_CODE = 6, SENDER_LETTERS = 11 };

static const char *
setting(const struct allo_host *host, const char *key)
{
    const char *text = host->setting(key);

    for (const struct allo_setting *row = options_table;
         text == NULL && row->key != NULL; row++) {
        if (strcmp(row->key, key) == 0)
            text = row->fallback;
    }
    return text != NULL ? text : "";
}

static int
read_number(const struct allo_host *host, const char *key, int64_t least,
            int64_t most, int64_t *number, struct error *error)
{
    if (!number_parse(setting(host, key), least, most, number))
        return error_set(error, "%s: a number from %d to %d is needed", key,
                         (int)least, (int)most);
    return 0;
}

/* Seconds, as milliseconds; the host gives them with or without an "s". */
static int
read_seconds(const struct allo_host *host, const char *key, int64_t most,
             int64_t *length, struct error *error)
{
    char text[16];
    size_t end;

    text_copy(text, sizeof(text), setting(host, key));
    end = strlen(text);
    if (end > 1 && text[end - 1] == 's')
        text[end - 1] = '\0';
    if (!number_parse(text, 1, most, length))
        return error_set(error, "%s: seconds from 1 to %d are needed", key,
                         (int)most);
    *length *= 1000;
    return 0;
}

static int
read_bool(const struct allo_host *host, const char *key, bool *value,
          struct error *error)
{
    const char *text = setting(host, key);

    *value = text_same(text, "true") || text_same(text, "yes") ||
             text_same(text, "on") || strcmp(text, "1") == 0;
    if (*value || text_same(text, "false") || text_same(text, "no") ||
        text_same(text, "off") || strcmp(text, "0") == 0)
        return 0;
    return error_set(error, "%s: true or false is needed", key);
}

/* The place of the setting in `words`, or -1. */
static int
read_word(const struct allo_host *host, const char *key,
          const char *const *words, int *place, struct error *error)
{
    const char *text = setting(host, key);

    for (*place = 0; words[*place] != NULL; (*place)++) {
        if (strcmp(words[*place], text) == 0)
            return 0;
    }
    return error_set(error, "%s: \"%s\" is not one of its words", key, text);
}

/* A type or plan of the sender: a number, or `automatic` for "auto". */
static int
read_type(const struct allo_host *host, const char *key, uint8_t automatic,
          uint8_t *type, struct error *error)
{
    const char *text = setting(host, key);
    int64_t number = automatic;

    if (strcmp(text, "auto") != 0 && !number_parse(text, 0, 18, &number))
        return error_set(error, "%s: auto or a number from 0 to 18 is "
                         "needed", key);
    *type = (uint8_t)number;
    return 0;
}

static int
read_sender(const struct allo_host *host, struct pdu_address *sender,
            struct error *error)
{
    const char *text = setting(host, "sender");
    size_t length;
    uint8_t ton, npi = NPI_ISDN;

    if (*text == '+')
        text++;
    length = strlen(text);
    if (length == 0) {
        ton = npi = 0;
    } else if (strspn(text, "0123456789") == length) {
        if (length > 20)
            return error_set(error, "sender: a number has at most 20 digits");
        ton = length <= SHORT_CODE ? TON_NETWORK : TON_INTERNATIONAL;
    } else {
        if (length > SENDER_LETTERS)
            return error_set(error, "sender: a name has at most 11 letters");
        ton = TON_LETTERS;
        npi = 0;
    }
    sender->digits = text;
    if (read_type(host, "sender_ton", ton, &sender->ton, error) < 0 ||
        read_type(host, "sender_npi", npi, &sender->npi, error) < 0)
        return -1;
    return 0;
}

static int
read_link(const struct allo_host *host, struct link_settings *link,
          struct error *error)
{
    int64_t port;

    link->host = setting(host, "host");
    link->port = setting(host, "port");
    link->authority = setting(host, "ca");
    if (link->host[0] == '\0')
        return error_set(error, "host: the name of the SMSC is needed");
    if (read_number(host, "port", 1, 65535, &port, error) < 0 ||
        read_bool(host, "tls", &link->tls, error) < 0 ||
        read_bool(host, "insecure", &link->insecure, error) < 0)
        return -1;
    return 0;
}

static int
read_session(const struct allo_host *host, struct session_settings *session,
             struct error *error)
{
    int64_t window;

    if (read_link(host, &session->link, error) < 0 ||
        read_number(host, "window", 1, 10000, &window, error) < 0 ||
        read_seconds(host, "enquire_link", 3600, &session->enquire,
                     error) < 0 ||
        read_seconds(host, "timeout", 600, &session->timeout, error) < 0 ||
        read_seconds(host, "bind_timeout", 600, &session->bind_timeout,
                     error) < 0 ||
        read_seconds(host, "reconnect", 3600, &session->pause_most,
                     error) < 0)
        return -1;
    session->window = (uint32_t)window;
    session->system_id = setting(host, "system_id");
    session->password = setting(host, "password");
    session->system_type = setting(host, "system_type");
    if (session->system_id[0] == '\0')
        return error_set(error, "system_id: the account is needed");
    /* a dead peer is noticed as soon as a live one would have answered */
    session->link.patience = (unsigned)session->enquire + 10000;
    return 0;
}

static int
read_outgoing(const struct allo_host *host,
              struct outgoing_settings *outgoing, struct error *error)
{
    static const char *const validities[] = { "none", "absolute", "relative",
                                              NULL };
    static const char *const ways[] = { "none", "cancel", NULL };
    int64_t ton, npi, coding;
    int validity, way;

    if (read_sender(host, &outgoing->sender, error) < 0 ||
        read_number(host, "dest_ton", 0, 6, &ton, error) < 0 ||
        read_number(host, "dest_npi", 0, 18, &npi, error) < 0 ||
        read_number(host, "data_coding", 0, 255, &coding, error) < 0 ||
        read_bool(host, "receipts", &outgoing->receipts, error) < 0 ||
        read_word(host, "replace", ways, &way, error) < 0 ||
        read_word(host, "validity", validities, &validity, error) < 0)
        return -1;
    outgoing->cancel = way == 1;
    outgoing->to_ton = (uint8_t)ton;
    outgoing->to_npi = (uint8_t)npi;
    outgoing->coding = (uint8_t)coding;
    outgoing->validity = (enum outgoing_validity)validity;
    return 0;
}

int
options_read(const struct allo_host *host, struct options *options,
             struct error *error)
{
    static const char *const formats[] = { "auto", "same", "hex", "dec",
                                           NULL };
    int format;

    *options = (struct options){ 0 };
    if (read_session(host, &options->session, error) < 0 ||
        read_outgoing(host, &options->outgoing, error) < 0 ||
        read_word(host, "id_format", formats, &format, error) < 0)
        return -1;
    options->id_format = (enum ids_format)format;
    options->outgoing.window = options->session.window;
    return 0;
}
