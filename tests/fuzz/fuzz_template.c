/* fuzz_template: any text is refused with a sentence or rendered, and its
 * values come out as they went in */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "message/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t
count(const char *text, const char *what)
{
    size_t found = 0;

    while ((text = strstr(text, what)) != NULL) {
        found++;
        text += strlen(what);
    }
    return found;
}

/* With every field filled with the same sign, that sign is there once for
 * each field; with none filled it is not there at all. */
static void
render(const struct template *template, const char *text)
{
    static const char sign[] = "\x01{note}[\x01";
    struct template_values full, none = { 0 };
    struct buffer out = { 0 };
    size_t fields = 0;

    for (int i = 0; i < TEMPLATE_FIELDS; i++) {
        full.text[i] = sign;
        if (template_uses(template, (enum template_field)i))
            fields++;
    }
    template_render(template, &full, &out);
    if (count(buffer_text(&out), sign) < fields ||
        count(buffer_text(&out), sign) > count(text, "{"))
        abort();
    buffer_clear(&out);
    template_render(template, &none, &out);
    if (count(buffer_text(&out), "\x01") != 0 ||
        buffer_length(&out) > strlen(text))
        abort();
    buffer_free(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = calloc(size + 1, 1);
    struct pool *pool = pool_new();
    const struct template *template;
    struct error error = { "" };

    if (text == NULL)
        abort();
    if (size > 0)
        memcpy(text, data, size);
    if (template_parse(pool, text, &template, &error) == 0)
        render(template, text);
    else if (error.text[0] == '\0')
        abort();
    pool_free(&pool);
    free(text);
    return 0;
}
