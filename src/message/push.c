/* push - see push.h */
#include "message/push.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

enum { TOPIC_MOST = 64 };

static const char scheme[] = "https://";
static const char digits_letters[] =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

static bool
is_topic(const char *text, size_t length)
{
    if (length == 0 || length > TOPIC_MOST)
        return false;
    for (size_t i = 0; i < length; i++) {
        if (strchr(digits_letters, text[i]) == NULL && text[i] != '-' &&
            text[i] != '_')
            return false;
    }
    return true;
}

/* The host, with a port perhaps: names only, since an address of digits would
 * reach inside a network past every list of hosts. */
static int
check_host(const char *host, size_t length, struct error *error)
{
    const char *colon = memchr(host, ':', length);
    size_t name = colon != NULL ? (size_t)(colon - host) : length;
    bool letter = false;

    for (size_t i = 0; i < name; i++) {
        if (strchr(digits_letters, host[i]) == NULL && host[i] != '-' &&
            (host[i] != '.' || i == 0 || host[i - 1] == '.'))
            return error_set(error, "the push address has no host such as "
                             "push.example.be");
        letter = letter || isalpha((unsigned char)host[i]);
        if (host[i] == '.' && i + 1 < name)
            letter = false;     /* the last label is what counts */
    }
    if (!letter)
        return error_set(error, "the push address has no host such as "
                         "push.example.be");
    for (size_t i = name + 1; i < length; i++) {
        if (!isdigit((unsigned char)host[i]) || length - name > 6)
            return error_set(error, "the push address has a wrong port");
    }
    if (colon != NULL && name + 1 == length)
        return error_set(error, "the push address has a wrong port");
    return 0;
}

static int
check_endpoint(const char *text, size_t length, struct error *error)
{
    size_t host = strlen(scheme);

    if (length >= PUSH_TEXT)
        return error_set(error, "the push address has more than %d "
                         "characters", PUSH_TEXT - 1);
    for (size_t i = 0; i < length; i++) {
        if (text[i] <= ' ' || text[i] > '~' ||
            strchr("\"<>\\^`{|}#@", text[i]) != NULL)
            return error_set(error, "the push address has a character that "
                             "does not belong there");
    }
    return check_host(text + host, strcspn(text + host, "/? \t"), error);
}

int
push_normalise(const char *text, char target[PUSH_TEXT], struct error *error)
{
    size_t length, host = strlen(scheme);

    text += strspn(text, " \t");
    length = strlen(text);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    if (length == 0)
        return error_set(error, "there is no push topic or address");
    if (strncasecmp(text, scheme, host) != 0) {
        if (!is_topic(text, length))
            return error_set(error, "a push topic has 1 to %d letters, "
                             "digits, - and _; an address begins with "
                             "https://", TOPIC_MOST);
        memcpy(target, text, length);
        target[length] = '\0';
        return 0;
    }
    if (check_endpoint(text, length, error) != 0)
        return -1;
    memcpy(target, text, length);
    target[length] = '\0';
    for (size_t i = 0; i < host + strcspn(text + host, "/?") && i < length;
         i++)
        target[i] = (char)tolower((unsigned char)target[i]);
    return 0;
}
