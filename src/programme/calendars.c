/* calendars - see calendars.h */
#include "programme/calendars.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "calendar/dayset.h"
#include "calendar/holiday.h"
#include "config/settings.h"
#include "config/tree.h"
#include "message/clean.h"
#include "programme/scan.h"

/* In a configuration, and in the folder of what comes with the program. */
static const char own_folder[] = "calendars.d";
static const char shipped_folder[] = "calendars";

struct raw_file {
    const struct node *calendars;
};

struct raw_calendar {
    const char *id, *source, *until;
    const struct node *days;
};

struct raw_day {
    const char *on, *from, *to, *name;
};

static const struct setting file_settings[] = {
    { .key = "calendars", .type = SETTING_GROUPS, .required = true,
      .offset = offsetof(struct raw_file, calendars), .most = 1000,
      .example = "( { id = \"exams\"; days = ( \"2027-06-07 to "
                 "2027-06-25\" ); } )",
      .help = "sets of days" },
    { .key = NULL }
};

static const struct section file_section = {
    .path = "", .name = "a file of calendars.d", .settings = file_settings
};

#define AT(member) offsetof(struct raw_calendar, member)
static const struct setting calendar_settings[] = {
    { .key = "id", .type = SETTING_ID, .required = true, .offset = AT(id),
      .example = "\"exams\"",
      .help = "its name, for skip; that of a set which comes with allo takes "
              "the place of that" },
    { .key = "days", .type = SETTING_ANY, .required = true,
      .offset = AT(days),
      .example = "( \"2027-06-07 to 2027-06-25\" )",
      .help = "its days: a date, a stretch of days, or { } with a name" },
    { .key = "until", .type = SETTING_TEXT, .offset = AT(until), .least = 1,
      .most = 20, .example = "\"2028-08-31\"",
      .help = "last day of which it is known: check warns when an event goes "
              "on longer" },
    { .key = "source", .type = SETTING_TEXT, .offset = AT(source),
      .fallback = "", .most = 200,
      .example = "\"https://onderwijs.vlaanderen.be\"",
      .help = "where its days are published; check names it when the set has "
              "to be brought up to date" },
    { .key = NULL }
};
#undef AT

const struct section calendar_section = {
    .path = "calendars", .name = "a set of days",
    .settings = calendar_settings
};

#define AT(member) offsetof(struct raw_day, member)
static const struct setting day_settings[] = {
    { .key = "on", .type = SETTING_TEXT, .offset = AT(on), .least = 1,
      .most = 20, .example = "\"2027-05-06\"", .help = "one day" },
    { .key = "from", .type = SETTING_TEXT, .offset = AT(from), .least = 1,
      .most = 20, .example = "\"2026-11-02\"",
      .help = "or the first day of some" },
    { .key = "to", .type = SETTING_TEXT, .offset = AT(to), .least = 1,
      .most = 20, .example = "\"2026-11-08\"",
      .help = "and the last, itself still in" },
    { .key = "name", .type = SETTING_TEXT, .offset = AT(name),
      .fallback = "", .most = 60, .example = "\"Herfstvakantie\"",
      .help = "what it is called" },
    { .key = NULL }
};
#undef AT

const struct section calendar_day_section = {
    .path = "calendars.days", .name = "a day of a set",
    .settings = day_settings
};

/* One file that is read. */
struct reading {
    struct loading *loading;
    struct diagnoses *diagnoses;
    bool own;                   /* not one that comes with the program */
};

/* -- days ----------------------------------------------------------------- */

static void
read_text(const struct reading *reading, const struct node *node,
          const char *text, struct day_span *span)
{
    struct civil from, to;
    struct error error;

    if (dayset_parse(text, &from, &to, &error) < 0) {
        settings_error(reading->diagnoses, node, "days: %s", error.text);
        return;
    }
    span->from = civil_day_number(&from);
    span->to = civil_day_number(&to);
}

static void
read_date(const struct reading *reading, const struct node *node,
          const char *key, const char *text, int64_t *number)
{
    struct civil civil;
    struct error error;

    if (civil_parse_date(text, &civil, &error) < 0)
        settings_error(reading->diagnoses, node_member(node, key), "%s: %s",
                       key, error.text);
    else
        *number = civil_day_number(&civil);
}

static void
read_group(const struct reading *reading, const struct node *node,
           struct day_span *span)
{
    struct raw_day raw = { .name = "" };

    if (settings_read(&calendar_day_section, node, reading->diagnoses,
                      &raw) < 0)
        return;
    span->name = clean_copy(reading->loading->programme->pool, raw.name);
    if (raw.on != NULL && raw.from == NULL && raw.to == NULL) {
        read_date(reading, node, "on", raw.on, &span->from);
        span->to = span->from;
    } else if (raw.on == NULL && raw.from != NULL && raw.to != NULL) {
        read_date(reading, node, "from", raw.from, &span->from);
        span->to = span->from;
        read_date(reading, node, "to", raw.to, &span->to);
        if (span->to < span->from)
            settings_error(reading->diagnoses, node_member(node, "to"),
                           "'to' is %s, before 'from', which is %s", raw.to,
                           raw.from);
    } else {
        settings_error(reading->diagnoses, node, "a day of a set has either "
                       "'on', or both 'from' and 'to'");
    }
}

static void
read_days(const struct reading *reading, const struct node *list,
          struct dayset *set)
{
    size_t count = node_count(list);
    struct day_span *spans = pool_take(reading->loading->programme->pool,
                                       (count + 1) * sizeof(*spans));

    for (size_t i = 0; i < count; i++) {
        const struct node *node = node_at(list, i);

        spans[i].name = "";
        if (node_type(node) == NODE_TEXT)
            read_text(reading, node, node_text(node), &spans[i]);
        else
            read_group(reading, node, &spans[i]);
    }
    set->span_count = dayset_order(spans, count);
    set->spans = spans;
}

/* -- sets ----------------------------------------------------------------- */

static void
read_until(const struct reading *reading, const struct node *node,
           const char *text, struct dayset *set)
{
    char last[CIVIL_TEXT];
    struct civil civil;

    set->until = DAYSET_ENDLESS;
    if (text == NULL)
        return;
    read_date(reading, node, "until", text, &set->until);
    if (set->span_count == 0 ||
        set->spans[set->span_count - 1].to <= set->until)
        return;
    civil_from_day_number(set->spans[set->span_count - 1].to, &civil);
    settings_error(reading->diagnoses, node_member(node, "until"), "until is "
                   "the last day that the set is known of, but it has days "
                   "up to %s", civil_format_date(&civil, last));
}

/* A set of this name that was read already; one's own comes first. */
static const struct calendar *
find_read(const struct loading *loading, const char *id)
{
    for (size_t i = 0; i < loading->calendars.count; i++) {
        if (strcmp(loading->calendars.items[i].set->id, id) == 0)
            return &loading->calendars.items[i];
    }
    return NULL;
}

static void
add_set(const struct reading *reading, const struct node *node,
        struct dayset *set)
{
    struct loading *loading = reading->loading;
    const struct calendar *other = find_read(loading, set->id);
    struct calendar *calendar;
    const char *file;
    int line;

    if (other != NULL) {
        if (reading->own == other->own)
            settings_error(reading->diagnoses, node, "two sets of days have "
                           "the id '%s'; the other is in %s:%d; give one of "
                           "them another", set->id, other->at.file,
                           other->at.line);
        return;
    }
    node_place(node, &file, &line);
    calendar = GROW(&loading->calendars, items, count, room);
    *calendar = (struct calendar){
        .set = set, .own = reading->own,
        .at = { pool_copy(loading->load->pool, file), line }
    };
}

static void
read_set(const struct reading *reading, const struct node *node)
{
    struct pool *pool = reading->loading->programme->pool;
    struct dayset *set = pool_take(pool, sizeof(*set));
    struct raw_calendar raw = { .source = "" };

    if (settings_read(&calendar_section, node, reading->diagnoses, &raw) < 0)
        return;
    if (node_type(raw.days) != NODE_LIST) {
        settings_error(reading->diagnoses, raw.days, "days is %s here; it "
                       "takes a list: days = ( \"2027-06-07 to 2027-06-25\" "
                       ");", node_type_words(raw.days));
        return;
    }
    set->id = pool_copy(pool, raw.id);
    set->source = clean_copy(pool, raw.source);
    read_days(reading, raw.days, set);
    read_until(reading, node, raw.until, set);
    add_set(reading, node, set);
}

/* -- files ---------------------------------------------------------------- */

/* What is in `file`, which is freed.  All of its sets, or none. */
static bool
read_file(struct loading *loading, struct diagnoses *diagnoses, bool own,
          struct file_text *file)
{
    const struct reading reading = { loading, diagnoses, own };
    size_t errors = diagnoses->error_count;
    size_t before = loading->calendars.count;
    struct tree *tree = tree_parse(file, diagnoses);
    struct raw_file raw = { .calendars = NULL };

    if (tree != NULL)
        settings_read(&file_section, tree_root(tree), diagnoses, &raw);
    for (size_t i = 0; raw.calendars != NULL &&
                       i < node_count(raw.calendars); i++)
        read_set(&reading, node_at(raw.calendars, i));
    tree_free(&tree);
    file_free(file);
    if (diagnoses->error_count > errors)
        loading->calendars.count = before;
    return diagnoses->error_count == errors;
}

/* The text that was valid last, if it still is. */
static const char *
fall_back(struct loading *loading, const char *name)
{
    const struct load_options *options = loading->options;
    struct diagnoses nobody = { .pool = loading->load->pool };
    const char *text = NULL;
    struct file_text file;
    bool valid;

    if (options->last_valid != NULL)
        text = options->last_valid(options->self, name);
    if (text == NULL)
        return NULL;
    text = pool_copy(loading->load->pool, text);
    file_from_text(name, text, &nobody, &file);
    valid = read_file(loading, &nobody, true, &file);
    free(nobody.items);
    return valid ? text : NULL;
}

static void
read_own(struct loading *loading, const char *name)
{
    struct source *source = GROW(&loading->calendar_sources, items, count,
                                 room);
    struct file_text file = { .text = NULL };

    *source = (struct source){ .name = name };
    if (file_read(loading->options->directory, name, &loading->diagnoses,
                  &file) == 0) {
        source->text = pool_copy_n(loading->load->pool, file.text,
                                   file.length);
        source->valid = read_file(loading, &loading->diagnoses, true, &file);
    }
    if (!source->valid) {
        loading->calendars_known = false;
        source->text = fall_back(loading, name);
    }
}

static void
read_shipped(struct loading *loading)
{
    const char *directory = file_shipped();
    const char **files = scan_files(directory, shipped_folder,
                                    &loading->diagnoses);

    for (; files != NULL && *files != NULL; files++) {
        struct file_text file;

        if (file_read(directory, *files, &loading->diagnoses, &file) == 0)
            read_file(loading, &loading->diagnoses, false, &file);
    }
}

static void
hand_over(struct loading *loading)
{
    struct programme *programme = loading->programme;
    size_t count = loading->calendars.count;
    const struct dayset **sets = pool_take(programme->pool,
                                           (count + 1) * sizeof(*sets));

    for (size_t i = 0; i < count; i++)
        sets[i] = loading->calendars.items[i].set;
    programme->calendars = sets;
    programme->calendar_count = count;
}

void
calendars_read(struct loading *loading)
{
    const char **files = scan_files(loading->options->directory, own_folder,
                                    &loading->diagnoses);

    loading->calendars_known = files != NULL;
    for (; files != NULL && *files != NULL; files++)
        read_own(loading, *files);
    read_shipped(loading);
    hand_over(loading);
}

void
calendars_add_public(struct loading *loading)
{
    struct programme *programme = loading->programme;
    struct dayset *set;
    struct calendar *calendar;

    if (!holiday_known(programme->organisation.country) ||
        programme_calendar(programme, DAYSET_PUBLIC) != NULL)
        return;
    set = pool_take(programme->pool, sizeof(*set));
    *set = (struct dayset){ .id = DAYSET_PUBLIC, .source = "",
                            .country = programme->organisation.country,
                            .until = DAYSET_ENDLESS };
    calendar = GROW(&loading->calendars, items, count, room);
    *calendar = (struct calendar){ .set = set };
    hand_over(loading);
}

/* -- names ---------------------------------------------------------------- */

/* Most that are worth reading in one sentence. */
enum { NAMES_MOST = 8 };

static void
tell_names(struct part *part, const struct node *at, const char *id,
           const char *const *names)
{
    struct buffer list = { 0 };

    for (int i = 0; i < NAMES_MOST && names[i] != NULL; i++)
        buffer_add_format(&list, "%s'%s'", i > 0 ? ", " : "", names[i]);
    settings_error(part->diagnoses, at, "there is no set of days '%s'; there "
                   "are %s, and calendars.d can have more", id,
                   buffer_text(&list));
    buffer_free(&list);
}

static void
tell_unknown(struct part *part, const struct node *at, const char *id)
{
    const struct programme *programme = part->loading->programme;
    const char **names = memory_new(programme->calendar_count + 1,
                                    sizeof(*names));
    const char *nearest;

    for (size_t i = 0; i < programme->calendar_count; i++)
        names[i] = programme->calendars[i]->id;
    nearest = text_nearest(id, names);
    if (nearest != NULL)
        settings_error(part->diagnoses, at, "there is no set of days '%s'; "
                       "did you mean '%s'?", id, nearest);
    else if (!part->loading->calendars_known)
        settings_error(part->diagnoses, at, "the set of days '%s' is not "
                       "there, for a file of calendars.d has a mistake", id);
    else if (names[0] != NULL)
        tell_names(part, at, id, names);
    else
        settings_error(part->diagnoses, at, "there is no set of days '%s'; "
                       "write one in calendars.d, or its dates here", id);
    free(names);
}

const struct dayset *
calendars_find(struct part *part, const struct node *at, const char *id)
{
    const struct programme *programme = part->loading->programme;
    const struct dayset *set = programme_calendar(programme, id);

    if (set != NULL)
        return set;
    if (strcmp(id, DAYSET_PUBLIC) == 0)
        settings_error(part->diagnoses, at, "public holidays are known of "
                       "%s, and country is \"%s\"; list them in calendars.d "
                       "as a set with the id '" DAYSET_PUBLIC "'",
                       holiday_countries, programme->organisation.country);
    else
        tell_unknown(part, at, id);
    return NULL;
}

void
calendars_finish(struct loading *loading)
{
    struct load *load = loading->load;

    for (size_t i = 0; i < loading->calendar_sources.count; i++)
        *GROW(load, sources, source_count, source_room) =
            loading->calendar_sources.items[i];
    free(loading->calendar_sources.items);
    free(loading->calendars.items);
}
