/* email - see email.h */
#include "message/email.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { LOCAL_MOST = 64, LABEL_MOST = 63 };

/* By our own table: isalnum() asks the locale. */
static const char letters_digits[] =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
static const char other_atext[] = "!#$%&'*+-/=?^_`{|}~";

static bool
is_one_of(char byte, const char *set)
{
    return byte != '\0' && strchr(set, byte) != NULL;
}

/* What stands in no address at all, so that nothing odd is looked at twice. */
static int
check_bytes(const char *text, size_t length, struct error *error)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];

        if (byte < 0x20 || byte == 0x7f)
            return error_set(error, "the e-mail address has a control "
                             "character in it");
        if (byte >= 0x80)
            return error_set(error, "an e-mail address has only plain "
                             "letters, no accents (write the domain as "
                             "xn--...)");
        if (byte == ' ' || byte == '<' || byte == '>' || byte == ',' ||
            byte == ';')
            return error_set(error, "give one e-mail address alone, without "
                             "a name, spaces or < >");
    }
    return 0;
}

static int
check_local(const char *local, size_t length, struct error *error)
{
    if (length == 0)
        return error_set(error, "the e-mail address has nothing before @");
    if (length > LOCAL_MOST)
        return error_set(error, "the e-mail address has more than %d "
                         "characters before @", LOCAL_MOST);
    for (size_t i = 0; i < length; i++) {
        if (local[i] == '.' && (i == 0 || i + 1 == length ||
                                local[i - 1] == '.'))
            return error_set(error, "the e-mail address has a dot too many "
                             "before @");
        if (local[i] != '.' && !is_one_of(local[i], letters_digits) &&
            !is_one_of(local[i], other_atext))
            return error_set(error, "the e-mail address has a character "
                             "before @ that does not belong there");
    }
    return 0;
}

static bool
label_valid(const char *label, size_t length)
{
    if (length == 0 || length > LABEL_MOST || label[0] == '-' ||
        label[length - 1] == '-')
        return false;
    for (size_t i = 0; i < length; i++) {
        if (label[i] != '-' && !is_one_of(label[i], letters_digits))
            return false;
    }
    return true;
}

static int
check_domain(const char *domain, struct error *error)
{
    const char *label = domain;
    int labels = 0;

    for (;;) {
        size_t length = strcspn(label, ".");

        labels++;
        if (!label_valid(label, length))
            return error_set(error, "the e-mail address has no domain such "
                             "as example.be behind @");
        if (label[length] == '\0')
            break;
        label += length + 1;
    }
    /* the last label of a number is an IPv4 address without its brackets */
    if (labels < 2 || strspn(label, "0123456789") == strlen(label) ||
        strlen(label) < 2)
        return error_set(error, "the domain of the e-mail address must end "
                         "in .be, .eu or the like");
    return 0;
}

int
email_normalise(const char *text, char address[EMAIL_TEXT],
                struct error *error)
{
    const char *at;
    size_t length, local;

    text += strspn(text, " \t");
    length = strlen(text);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    if (length == 0)
        return error_set(error, "there is no e-mail address");
    if (length >= EMAIL_TEXT)
        return error_set(error, "the e-mail address has more than %d "
                         "characters", EMAIL_TEXT - 1);
    if (check_bytes(text, length, error) != 0)
        return -1;
    at = memrchr(text, '@', length);
    if (at == NULL)
        return error_set(error, "the e-mail address has no @");
    local = (size_t)(at - text);
    if (check_local(text, local, error) != 0)
        return -1;

    char found[EMAIL_TEXT];

    memcpy(found, text, length);
    found[length] = '\0';
    for (char *p = found + local; *p != '\0'; p++)
        *p = (char)tolower((unsigned char)*p);
    if (check_domain(found + local + 1, error) != 0)
        return -1;
    memcpy(address, found, length + 1);
    return 0;
}
