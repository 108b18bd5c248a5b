/*
 * settings - every key that can be written in a configuration, as the tables
 * in the code have it, for the tests of the manual.
 *
 *   settings [PLUGIN.so]...
 *
 * One line a key: section TAB key TAB what it takes, as allo.conf(5) is to
 * say it.  The section of a plugin is its name.
 */
#include <ctype.h>
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include "allo/channel.h"
#include "base/buffer.h"
#include "config/settings.h"
#include "programme/sections.h"

/* The manual has the paths of a package, wherever this was built for. */
static void
add_default(struct buffer *out, const char *fallback)
{
    static const struct {
        const char *ours, *manual;
    } places[] = {
        { RUNSTATEDIR, "/run/allo" }, { LOCALSTATEDIR, "/var/lib/allo" }
    };

    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        size_t length = strlen(places[i].ours);

        if (strncmp(fallback, places[i].ours, length) == 0) {
            buffer_add_text(out, places[i].manual);
            fallback += length;
        }
    }
    buffer_add_text(out, fallback);
}

static void
print(const char *section, const char *key, const char *takes, bool required,
      const char *fallback)
{
    struct buffer out = { 0 };

    buffer_add_format(&out, "%s\t%s\t%c%s", section, key,
                      toupper((unsigned char)*takes), takes + 1);
    if (required) {
        buffer_add_text(&out, "; required");
    } else if (fallback != NULL && *fallback != '\0') {
        buffer_add_text(&out, "; ");
        add_default(&out, fallback);
        buffer_add_text(&out, " unless said");
    }
    printf("%s.\n", buffer_text(&out));
    buffer_free(&out);
}

static void
print_section(const struct section *section)
{
    char words[SETTING_WORDS];

    for (const struct setting *setting = section->settings;
         setting->key != NULL; setting++)
        print(*section->path != '\0' ? section->path : "allo.conf",
              setting->key, settings_words(setting, words),
              setting->required, setting->fallback);
}

/* "number 1 65535" as it is said above: "number, 1 to 65535". */
static void
kind_words(const char *kind, struct buffer *out)
{
    long long least, most;
    char unit[16];

    if (kind == NULL) {
        buffer_add_text(out, "text");
    } else if (sscanf(kind, "%15s %lld %lld", unit, &least, &most) == 3) {
        buffer_add_format(out, "%s, %lld to %lld", unit, least, most);
    } else if (strcmp(kind, "bool") == 0) {
        buffer_add_text(out, "true or false");
    } else if (strncmp(kind, "one of ", 7) == 0) {
        buffer_add(out, kind, 7);
        for (const char *at = kind + 7; *at != '\0'; at++) {
            if (*at == ' ')
                buffer_add_byte(out, ',');
            buffer_add_byte(out, *at);
        }
    } else {
        buffer_add_text(out, kind);
    }
}

static int
print_plugin(const char *path)
{
    const struct allo_channel *(*entry)(void);
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL), *symbol = NULL;
    const struct allo_channel *channel;

    if (library != NULL)
        symbol = dlsym(library, "allo_channel_v1");
    if (symbol == NULL) {
        fprintf(stderr, "settings: %s\n", dlerror());
        return -1;
    }
    memcpy(&entry, &symbol, sizeof(entry));
    channel = entry();
    for (const struct allo_setting *setting = channel->settings;
         setting != NULL && setting->key != NULL; setting++) {
        struct buffer takes = { 0 };

        kind_words(setting->kind, &takes);
        print(channel->name, setting->key, buffer_text(&takes),
              setting->fallback == NULL, setting->fallback);
        buffer_free(&takes);
    }
    return 0;
}

int
main(int argc, char **argv)
{
    int code = 0;

    for (size_t i = 0; sections_all[i] != NULL; i++)
        print_section(sections_all[i]);
    for (int i = 1; i < argc; i++)
        code |= print_plugin(argv[i]) < 0;
    return code;
}
