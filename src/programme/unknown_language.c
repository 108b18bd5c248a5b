/* unknown_language - see unknown_language.h */
#include "programme/unknown_language.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
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
    { "english", "en" }, { "anglais", "en" }, { "duits", "de" },
    { "deutsch", "de" }, { "german", "de" }, { "allemand", "de" },
    { "turks", "tr" }, { "türkçe", "tr" }, { "turkce", "tr" },
    { "turkish", "tr" }, { "turc", "tr" }, { "arabisch", "ar" },
    { "arabic", "ar" }, { "arabe", "ar" }, { "العربية", "ar" }
};

/* Languages of their own, one letter from one of ours: no slip of the pen. */
static const char *const real[] = {
    "es", "el", "et", "fa", "fi", "da", "ti", "th", "tl", "am", "az", NULL
};

static bool
is_real(const char *tag)
{
    for (int i = 0; real[i] != NULL; i++) {
        if (strcasecmp(tag, real[i]) == 0)
            return true;
    }
    return false;
}

const char *
unknown_language_near(const char *tag)
{
    const char *nearest = strlen(tag) <= 3 && !is_real(tag)
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
    struct buffer all = { 0 };

    for (int i = 0; language_tags[i] != NULL; i++)
        buffer_add_format(&all, "%s'%s'", i == 0 ? "" :
                          language_tags[i + 1] != NULL ? ", " : " and ",
                          language_tags[i]);
    if (near != NULL)
        settings_error(part->diagnoses, node, "there are no texts in "
                       "language '%s'; did you mean '%s'?", tag, near);
    else
        settings_error(part->diagnoses, node, "there are no texts in "
                       "language '%s'; there are %s", tag,
                       buffer_text(&all));
    buffer_free(&all);
}
