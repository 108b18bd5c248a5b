/* own_text: whose words are sent instead of the built-in ones, and what they
 * become in a message */
#include "unit.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/zone.h"
#include "config_files.h"
#include "message/language.h"
#include "message/template.h"
#include "message/texts.h"
#include "plan/compose.h"
#include "programme/load.h"
#include "programme/own_text.h"

static const char allo[] =
    "organisation = { id = \"o\"; name = \"ALLO?!\"; contact = \"Sam\"; };\n"
    "channels = ( { name = \"sms\"; plugin = \"smpp\"; host = \"h\"; } );\n"
    "groups = ( { id = \"politie\"; role = \"officer\"; },\n"
    "  { id = \"jongeren\"; } );\n";

static struct config_files files;
static struct load loaded;
static const char *last;        /* the last valid text of any file */

static const char *
last_valid(void *self, const char *name)
{
    (void)self;
    (void)name;
    return last;
}

static const struct programme *
load_files(void)
{
    const struct load_options options = {
        .directory = files.directory, .last_valid = last_valid
    };

    load_free(&loaded);
    programme_load(&options, &loaded);
    return loaded.programme;
}

static int
set_up(void **state)
{
    (void)state;
    config_files_make(&files);
    config_files_put(&files, "allo.conf", allo);
    last = NULL;
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    load_free(&loaded);
    config_files_remove(&files);
    return 0;
}

static const struct source *
source(const char *name)
{
    for (size_t i = 0; i < loaded.source_count; i++) {
        if (strcmp(loaded.sources[i].name, name) == 0)
            return &loaded.sources[i];
    }
    return NULL;
}

/* Load an event with these lines more; nothing is wrong with it. */
static const struct event *
event_with(const char *lines)
{
    char text[2000];

    snprintf(text, sizeof(text), "events = ( { id = \"e\"; title = \"E\"; "
             "place = \"X\"; invite = [ \"jongeren\", \"politie\" ]; %s } );",
             lines);
    config_files_put(&files, "events.d/e.conf", text);
    assert_non_null(load_files());
    assert_int_equal(load_print(&loaded, false), 0);
    return programme_event(loaded.programme, "e");
}

/* The built-in texts of one language, as a file of texts.d. */
static void
write_texts(const struct language *language, struct buffer *out)
{
    static const char *const keys[] = { "texts", "subjects" };
    const char *tag = language_tag(language);

    buffer_add_format(out, "# The built-in texts in %s, to copy to texts.d and "
                      "to change; what is left out\n# stays as it is.  "
                      "{reply} is: %s\n", tag, texts_reply(language));
    for (int i = 0; i < 2; i++) {
        buffer_add_format(out, "%s = {\n", keys[i]);
        for (int p = 0; p < PURPOSE_COUNT; p++) {
            enum purpose purpose = (enum purpose)p;

            buffer_add_format(out, "    %s = { %s = \"%s\"; };\n",
                              purpose_name(purpose), tag,
                              i == 0 ? texts_body(purpose, language)
                                     : texts_subject(purpose, language));
        }
        buffer_add_text(out, "};\n");
    }
}

static void
the_sample_texts_are_the_built_in_ones(void **state)
{
    const struct language *language;
    bool same = true;

    (void)state;
    for (size_t i = 0; (language = language_at(i)) != NULL; i++) {
        struct buffer built_in = { 0 };
        char name[100], *sample;

        snprintf(name, sizeof(name), "../../etc/texts/%s.conf",
                 language_tag(language));
        sample = config_files_slurp(name);
        write_texts(language, &built_in);
        if (strcmp(sample, buffer_text(&built_in)) != 0) {
            fprintf(stderr, "%s is to be:\n%s", name,
                    buffer_text(&built_in));
            same = false;
        }
        snprintf(name, sizeof(name), "texts.d/%s.conf",
                 language_tag(language));
        config_files_put(&files, name, sample);
        free(sample);
        buffer_free(&built_in);
    }
    assert_true(same);
    assert_non_null(load_files());
    assert_int_equal(loaded.error_count, 0);
    assert_int_equal(loaded.programme->text_first[PURPOSE_COUNT],
                     (size_t)2 * 6 * PURPOSE_COUNT);
}

static void
texts_of_the_organisation_fall_back_as_events_do(void **state)
{
    static const char good[] = "texts = { moved = \"{event.title}!\"; };\n";
    const struct own_text_reader reader = {
        .purpose = PURPOSE_MOVED, .language = language_find("nl"), .role = ""
    };
    const struct programme *programme;

    (void)state;
    config_files_put(&files, "texts.d/a.conf", good);
    programme = load_files();
    assert_int_equal(loaded.error_count, 0);
    assert_non_null(own_text_find(programme, NULL, &reader));
    assert_string_equal(source("texts.d/a.conf")->text, good);
    config_files_put(&files, "texts.d/a.conf", "texts = { mvoed");
    last = good;
    programme = load_files();
    assert_true(loaded.error_count > 0);
    assert_non_null(own_text_find(programme, NULL, &reader));
    assert_false(source("texts.d/a.conf")->valid);
    last = NULL;
    programme = load_files();
    assert_null(own_text_find(programme, NULL, &reader));
    /* nothing that takes place is missing */
    assert_false(programme->incomplete);
}

static const struct template *
find_text(const struct programme *programme, enum purpose purpose,
          const char *tag, const char *role, bool subject)
{
    const struct own_text_reader reader = {
        .purpose = purpose, .subject = subject,
        .language = language_find(tag), .role = role
    };

    return own_text_find(programme, programme_event(programme, "e"), &reader);
}

static bool
says(const struct template *template, const char *text)
{
    const struct template_values values = { .text = { NULL } };
    struct buffer out = { 0 };
    bool same;

    if (template == NULL)
        return text == NULL;
    template_render(template, &values, &out);
    same = text != NULL && strcmp(buffer_text(&out), text) == 0;
    buffer_free(&out);
    return same;
}

static void
the_most_specific_text_in_the_readers_language_wins(void **state)
{
    const struct programme *programme;

    (void)state;
    config_files_put(&files, "texts.d/a.conf",
                     "texts = { reminder = { nl = \"org\"; fr = \"org fr\"; "
                     "officer = { nl = \"org o\"; }; }; moved = { officer = "
                     "{ nl = \"org o\"; }; }; changed = { nl = \"org\"; "
                     "officer = { nl = \"org o\"; }; }; started = \"org\"; }; "
                     "subjects = { moved = { nl = \"org s\"; }; };");
    event_with("start = \"2027-01-13 19:00\"; text = { nl = \"e\"; }; "
         "texts = { moved = { nl = \"e\"; }; restored = { officer = { nl = "
         "\"e o\"; }; nl = \"e\"; }; placed = { nl = \"e\"; officer = { nl = "
         "\"e o\"; }; }; }; subjects = { restored = \"e s\"; };");
    programme = loaded.programme;
    assert_true(says(find_text(programme, PURPOSE_RESTORED, "nl", "officer",
                               false), "e o"));
    assert_true(says(find_text(programme, PURPOSE_PLACED, "nl", "officer",
                               false), "e o"));
    assert_true(says(find_text(programme, PURPOSE_CHANGED, "nl", "officer",
                               false), "org o"));
    assert_true(says(find_text(programme, PURPOSE_CHANGED, "nl", "youngster",
                               false), "org"));
    assert_true(says(find_text(programme, PURPOSE_RESTORED, "nl", "youngster",
                               false), "e"));
    assert_true(says(find_text(programme, PURPOSE_RESTORED, "nl", "officer",
                               true), "e s"));
    assert_true(says(find_text(programme, PURPOSE_REMINDER, "nl", "officer",
                               false), "e"));
    assert_true(says(find_text(programme, PURPOSE_MOVED, "nl", "officer",
                               false), "e"));
    assert_true(says(find_text(programme, PURPOSE_MOVED, "nl", "officer",
                               true), "org s"));
    assert_true(says(find_text(programme, PURPOSE_REMINDER, "fr", "officer",
                               false), "org fr"));
    assert_true(says(find_text(programme, PURPOSE_STARTED, "nl", "", false),
                     "org"));
    assert_true(says(find_text(programme, PURPOSE_REMINDER, "en", "officer",
                               false), NULL));
    assert_true(says(find_text(programme, PURPOSE_CANCELLED, "nl", "officer",
                               false), NULL));
}

/* What a reader gets, and as which subject. */
static void
composes(enum purpose purpose, const char *tag, const char *text,
         const char *subject)
{
    const struct event *event = programme_event(loaded.programme, "e");
    struct compose *compose = compose_new(loaded.programme);
    struct civil civil = { 2027, 1, 13, 19, 0, 0 };
    const struct facts told = {
        .start = zone_instant(event->zone, &civil) - HOUR, .place = "Y"
    };
    const struct telling telling = {
        .purpose = purpose, .event = event, .title = event->title,
        .truth = { .start = told.start + HOUR, .place = "X" }, .told = &told,
        .reason = "", .language = language_find(tag), .role = "officer",
        .name = "Lien", .now = told.start - DAY
    };
    struct composed composed = { .parts = 0 };

    compose_message(compose, &telling, &composed);
    assert_string_equal(buffer_text(&composed.text), text);
    assert_string_equal(buffer_text(&composed.subject), subject);
    composed_free(&composed);
    compose_free(&compose);
}

static void
a_message_has_ones_own_words_and_subject(void **state)
{
    (void)state;
    config_files_put(&files, "texts.d/a.conf",
                     "texts = { moved = \"{event.title} {event.time}, niet "
                     "{change.old_when}\"; }; subjects = { reminder = "
                     "\"Morgen {event.title}\"; };");
    event_with("start = \"2027-01-13 19:00\"; texts = { reminder = { nl = "
               "\"{event.title}! {reply}\"; }; };");
    composes(PURPOSE_REMINDER, "nl", "E! Kom je? JA of NEE.", "Morgen E");
    composes(PURPOSE_REMINDER, "de",
             "E Mi 13. Jan 19 Uhr, X. Dabei? JA oder NEIN.",
             "E Mi 13. Jan 19 Uhr");
    composes(PURPOSE_MOVED, "nl", "E 19u, niet wo 13 jan 18u",
             "Verplaatst: E wo 13 jan 19u");
    composes(PURPOSE_CANCELLED, "nl", "Gaat niet door: E wo 13 jan 18u.",
             "Gaat niet door: E wo 13 jan 18u");
}

static void
nobody_is_asked_when_no_reply_is_needed(void **state)
{
    (void)state;
    event_with("start = \"2027-01-13 19:00\"; reply = false;");
    composes(PURPOSE_REMINDER, "nl", "E wo 13 jan 19u, X.",
             "E wo 13 jan 19u");
    composes(PURPOSE_RESTORED, "tr", "Yine de yapılacak: E 13 Oca Çar 19:00, X.",
             "Yine de yapılacak: E 13 Oca Çar 19:00");
    composes(PURPOSE_REMINDER, "ar", "تذكير: E الأربعاء 13 يناير 19:00، X.",
             "تذكير: E الأربعاء 13 يناير 19:00");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_sample_texts_are_the_built_in_ones),
        TEST(texts_of_the_organisation_fall_back_as_events_do),
        TEST(the_most_specific_text_in_the_readers_language_wins),
        TEST(a_message_has_ones_own_words_and_subject),
        TEST(nobody_is_asked_when_no_reply_is_needed),
    };

    return cmocka_run_group_tests_name("own_text", tests, NULL, NULL);
}
