/* fuzz_mime: a mail is 7-bit CRLF lines with no field that we did not write */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "smtp/mime.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const fields[] = {
    "Date:", "From:", "To:", "Subject:", "Message-ID:", "Auto-Submitted:",
    "MIME-Version:", "Content-Type:", "Content-Transfer-Encoding:"
};

/* The header: our fields, each once and in order, folded lines between. */
static const char *
check_header(const char *text)
{
    size_t seen = 0;

    while (strncmp(text, "\r\n", 2) != 0) {
        if (*text != ' ') {
            if (seen == sizeof(fields) / sizeof(fields[0]) ||
                strncmp(text, fields[seen], strlen(fields[seen])) != 0)
                abort();
            seen++;
        }
        text = strstr(text, "\r\n");
        if (text == NULL)
            abort();
        text += 2;
    }
    if (seen != sizeof(fields) / sizeof(fields[0]))
        abort();
    return text + 2;
}

static void
check_mail(const char *text, size_t length)
{
    const char *body;

    if (strlen(text) != length)
        abort();
    for (size_t i = 0; i < length; i++) {
        if ((text[i] < 0x20 || text[i] > 0x7e) &&
            (text[i] == 0 || strchr("\t\r\n", text[i]) == NULL))
            abort();
        if (text[i] == '\r' && text[i + 1] != '\n')
            abort();
        if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r'))
            abort();
    }
    body = check_header(text);
    if (*body == '.' || strstr(body, "\n.") != NULL)
        abort();
    if (length < 2 || text[length - 1] != '\n')
        abort();
}

/* The input is the name, the id, the subject and the text, NUL between. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct mailbox from = { "", "allo@lejo.example" };
    struct mime mime = { .from = &from, .to = "a@b.example", .date = 1,
                         .domain = "lejo.example" };
    char *copy = calloc(1, size + 4), *parts[4], *text;
    size_t length;

    if (copy == NULL)
        return 0;
    if (size > 0)
        memcpy(copy, data, size);
    parts[0] = copy;
    for (size_t i = 1; i < 4; i++) {
        size_t at = (size_t)(parts[i - 1] - copy) + strlen(parts[i - 1]);

        parts[i] = copy + at + (at < size + 3 ? 1 : 0);
    }
    memcpy(from.name, parts[0], strnlen(parts[0], MAILBOX_NAME_MOST));
    mime.id = parts[1];
    mime.subject = parts[2];
    mime.text = parts[3];
    text = mime_build(&mime, &length);
    if (text != NULL)
        check_mail(text, length);
    else if (parts[1][0] != '\0' && strlen(parts[1]) <= MIME_ID_MOST)
        abort();
    free(text);
    free(copy);
    return 0;
}
