/* unknown_language - see unknown_language.h */
#include "programme/unknown_language.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "config/settings.h"
#include "message/language.h"
#include "programme/part.h"

static const struct {
    const char *name, *tag;
} names[] = {
    { "nederlands", "nl" }, { "vlaams", "nl" }, { "dutch", "nl" },
    { "neerlandais", "nl" }, { "frans", "fr" }, { "french", "fr" },
    { "francais", "fr" }, { "français", "fr" }, { "engels", "en" },
    { "english", "en" }, { "anglais", "en" }
};

const char *
unknown_language_near(const char *tag)
{
    const char *nearest = strlen(tag) <= 3
        ? text_nearest(tag, language_tags) : NULL;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcasecmp(tag, names[i].name) == 0)
            return names[i].tag;
    }
    /* between two letters and two others every distance is small */
    return nearest != NULL && nearest[0] == tag[0] ? nearest : NULL;
}

void
unknown_language_tell(struct part *part, const struct node *node,
                      const char *tag)
{
    const char *near = unknown_language_near(tag);

    if (near != NULL)
        settings_error(part->diagnoses, node, "there are no texts in "
                       "language '%s'; did you mean '%s'?", tag, near);
    else
        settings_error(part->diagnoses, node, "there are no texts in "
                       "language '%s'; there are '%s', '%s' and '%s'", tag,
                       language_tags[0], language_tags[1],
                       language_tags[2]);
}
