/* fuzz_config: the words, the sentences and all that is read from them */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "config/file.h"
#include "config/settings.h"
#include "config/tree.h"
#include "programme/event.h"
#include "programme/own_text.h"
#include "programme/part.h"
#include "programme/people.h"
#include "calendar/zone.h"
#include "message/language.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_part(struct loading *loading, const char *text)
{
    struct part part = {
        .loading = loading, .diagnoses = &loading->diagnoses, .name = "x"
    };
    struct tree *tree;

    file_from_text("x", text, part.diagnoses, &part.file);
    tree = tree_parse(&part.file, part.diagnoses);
    if (tree != NULL) {
        part_read(&part, tree_root(tree));
        own_text_read(&part, tree_root(tree));
        own_text_collect(loading->programme, &part, 1);
    } else if (loading->diagnoses.error_count == 0) {
        abort();        /* refused without a word */
    }
    tree_free(&tree);
    file_free(&part.file);
    free(part.texts);
    free(part.events);
}

/* Never more than allo.conf would give: an organisation and no groups. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct load_options options = {
        .directory = "/nowhere", .people = true, .leave_secrets = true
    };
    struct load load = { .pool = pool_new() };
    struct pool *pool = pool_new();
    struct programme *programme = pool_take(pool, sizeof(*programme));
    struct loading loading = {
        .options = &options, .load = &load, .programme = programme,
        .diagnoses = { .pool = load.pool }
    };
    char *text = malloc(size + 1);

    if (text == NULL)
        abort();
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    programme->pool = pool;
    programme->zones = zones_new();
    programme->organisation.zone = zone_find(programme->zones, "UTC", NULL);
    programme->organisation.language = language_find("nl");
    programme->organisation.country = "BE";
    read_part(&loading, text);
    free(text);
    free(loading.diagnoses.items);
    programme_free(&programme);
    load_free(&load);
    return 0;
}
