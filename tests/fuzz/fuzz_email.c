/* fuzz_email: what is accepted is one plain line, and is accepted again; the
 * same for push targets */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "message/email.h"
#include "message/push.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
expect(int fact)
{
    if (!fact)
        abort();
}

static void
expect_plain(const char *text)
{
    for (; *text != '\0'; text++)
        expect(*text > ' ' && *text <= '~' && *text != '<' && *text != '>');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = calloc(size + 1, 1);
    char email[EMAIL_TEXT], email_again[EMAIL_TEXT];
    char push[PUSH_TEXT], push_again[PUSH_TEXT];

    if (text == NULL)
        abort();
    if (size > 0)
        memcpy(text, data, size);
    if (email_normalise(text, email, NULL) == 0) {
        expect_plain(email);
        expect(strlen(email) < EMAIL_TEXT && strchr(email, '@') != NULL &&
               strchr(email, '@') == strrchr(email, '@'));
        expect(email_normalise(email, email_again, NULL) == 0 &&
               strcmp(email, email_again) == 0);
    }
    if (push_normalise(text, push, NULL) == 0) {
        expect_plain(push);
        expect(push_normalise(push, push_again, NULL) == 0 &&
               strcmp(push, push_again) == 0);
    }
    free(text);
    return 0;
}
