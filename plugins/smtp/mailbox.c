/* mailbox - see mailbox.h */
#include "mailbox.h"

#include <string.h>

#define LOCAL_MOST 64
#define DOMAIN_MOST 253
#define LABEL_MOST 63

static bool
is_letter_or_digit(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9');
}

/* RFC 5322 3.2.3 */
static bool
is_atom_text(unsigned char c)
{
    return is_letter_or_digit(c) ||
           (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

static const char *
local_wrong(const char *local, size_t length)
{
    if (length == 0)
        return "nothing stands before the @";
    if (length > LOCAL_MOST)
        return "more than 64 characters stand before the @";
    for (size_t i = 0; i < length; i++) {
        bool dot = local[i] == '.';

        if (!dot && !is_atom_text((unsigned char)local[i]))
            return "a character before the @ does not belong in an address";
        if (dot && (i == 0 || i + 1 == length || local[i + 1] == '.'))
            return "a dot before the @ stands where it may not";
    }
    return NULL;
}

static const char *
label_wrong(const char *label, size_t length)
{
    if (length == 0)
        return "the domain has an empty part";
    if (length > LABEL_MOST)
        return "a part of the domain has more than 63 characters";
    if (label[0] == '-' || label[length - 1] == '-')
        return "a part of the domain starts or ends with a hyphen";
    for (size_t i = 0; i < length; i++)
        if (!is_letter_or_digit((unsigned char)label[i]) && label[i] != '-')
            return "a character of the domain does not belong there";
    return NULL;
}

const char *
mailbox_domain_wrong(const char *domain, size_t length)
{
    size_t start = 0;

    if (length == 0)
        return "the domain is empty";
    if (length > DOMAIN_MOST)
        return "the domain has more than 253 characters";
    for (size_t i = 0; i <= length; i++) {
        const char *wrong;

        if (i < length && domain[i] != '.')
            continue;
        wrong = label_wrong(domain + start, i - start);
        if (wrong != NULL)
            return wrong;
        start = i + 1;
    }
    return NULL;
}

const char *
mailbox_wrong(const char *address, size_t length)
{
    const char *at;
    const char *wrong;

    if (length == 0)
        return "the address is empty";
    if (length > MAILBOX_MOST)
        return "the address has more than 254 characters";
    at = memchr(address, '@', length);
    if (at == NULL)
        return "the address has no @";
    wrong = local_wrong(address, (size_t)(at - address));
    if (wrong != NULL)
        return wrong;
    return mailbox_domain_wrong(at + 1, (size_t)(address + length - at - 1));
}

const char *
mailbox_domain(const char *address)
{
    const char *at = strchr(address, '@');

    return at != NULL ? at + 1 : address;
}

/* The name with its spaces trimmed and its quotes undone. */
static const char *
take_name(const char *text, size_t length, char *name)
{
    size_t used = 0;
    bool quoted;

    while (length > 0 && (*text == ' ' || *text == '\t'))
        text++, length--;
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    quoted = length >= 2 && text[0] == '"' && text[length - 1] == '"';
    if (quoted)
        text++, length -= 2;
    for (size_t i = 0; i < length; i++) {
        unsigned char c;

        if (quoted && text[i] == '\\' && i + 1 < length)
            i++;
        c = (unsigned char)text[i];
        if (c < 0x20 || c == 0x7f)
            return "the name has a control character";
        if (used == MAILBOX_NAME_MOST)
            return "the name is longer than 120 bytes";
        name[used++] = (char)c;
    }
    name[used] = '\0';
    return NULL;
}

const char *
mailbox_parse(const char *text, struct mailbox *mailbox)
{
    const char *open = strrchr(text, '<');
    const char *address = text;
    size_t length = strlen(text);
    const char *wrong;

    memset(mailbox, 0, sizeof(*mailbox));
    if (open != NULL) {
        if (text[length - 1] != '>')
            return "it does not end with '>'";
        wrong = take_name(text, (size_t)(open - text), mailbox->name);
        if (wrong != NULL)
            return wrong;
        address = open + 1;
        length = (size_t)(text + length - 1 - address);
    }
    wrong = mailbox_wrong(address, length);
    if (wrong == NULL)
        memcpy(mailbox->address, address, length);
    return wrong;
}
