/* organisation - see organisation.h */
#include "programme/organisation.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "calendar/zone.h"
#include "config/settings.h"
#include "config/tree.h"
#include "message/clean.h"
#include "message/language.h"
#include "programme/part.h"
#include "programme/unknown_language.h"

/* allo.conf as it is written. */
struct raw_allo {
    struct allo_lists lists;
    const struct node *organisation, *store;
    const char *control;
    instant settle, useful_before;
    int clock;
    bool watch, transliterate;
    int64_t max_parts;
};

struct raw_organisation {
    const char *id, *name, *contact, *language, *timezone, *country, *ends;
};

struct raw_store {
    const char *path;
};

static const char *const clocks[] = { "synchronised", "trusted", NULL };

#define AT(member) offsetof(struct raw_allo, member)
static const struct setting allo_settings[] = {
    { .key = "organisation", .type = SETTING_GROUP, .required = true,
      .offset = AT(organisation),
      .example = "{ id = \"lejo-aalst\"; name = \"ALLO?!\"; }",
      .help = "who sends" },
    { .key = "channels", .type = SETTING_GROUPS, .offset = AT(lists.channels),
      .most = 64, .example = "( { name = \"sms\"; plugin = \"smpp\"; } )",
      .help = "ways to reach people" },
    { .key = "groups", .type = SETTING_GROUPS, .offset = AT(lists.groups),
      .most = 10000, .example = "( { id = \"jongeren\"; } )",
      .help = "groups that can be invited" },
    { .key = "events", .type = SETTING_GROUPS, .offset = AT(lists.events),
      .example = "( { id = \"straatoverleg\"; ... } )",
      .help = "events; most often in files of events.d" },
    { .key = "people", .type = SETTING_GROUPS, .offset = AT(lists.people),
      .example = "( { id = \"lien\"; ... } )",
      .help = "people; most often in files of people.d" },
    { .key = "store", .type = SETTING_GROUP, .offset = AT(store),
      .example = "{ path = \"/var/lib/allo/allo.db\"; }",
      .help = "where everything is kept" },
    { .key = "control", .type = SETTING_TEXT, .offset = AT(control),
      .fallback = RUNSTATEDIR "/control", .least = 1, .most = 1000,
      .example = "\"/run/allo/control\"",
      .help = "socket that alloctl speaks to" },
    { .key = "settle", .type = SETTING_DURATION, .offset = AT(settle),
      .fallback = "5 minutes", .most = (double)DAY,
      .example = "\"5 minutes\"",
      .help = "from an edit to the corrections it sends, so that a slip can "
              "be put right for nothing" },
    { .key = "useful_before", .type = SETTING_DURATION,
      .offset = AT(useful_before), .fallback = "30 minutes",
      .most = (double)DAY, .example = "\"30 minutes\"",
      .help = "no reminder is sent later than this before the start" },
    { .key = "clock", .type = SETTING_CHOICE, .offset = AT(clock),
      .fallback = "synchronised", .choices = clocks,
      .example = "\"synchronised\"",
      .help = "send only when the system says that its clock is in step, or "
              "trust it anyway" },
    { .key = "watch", .type = SETTING_BOOL, .offset = AT(watch),
      .fallback = "false", .example = "true",
      .help = "load files as soon as they change" },
    { .key = "max_parts", .type = SETTING_INTEGER, .offset = AT(max_parts),
      .fallback = "3", .least = 1, .most = 10, .example = "3",
      .help = "most parts that one SMS may have" },
    { .key = "transliterate", .type = SETTING_BOOL,
      .offset = AT(transliterate), .fallback = "true", .example = "true",
      .help = "write a character that would double the price of an SMS as "
              "the nearest that does not (e for e with two dots)" },
    { .key = NULL }
};
#undef AT

const struct section allo_section = {
    .path = "", .name = "allo.conf", .settings = allo_settings
};

#define AT(member) offsetof(struct raw_organisation, member)
static const struct setting organisation_settings[] = {
    { .key = "id", .type = SETTING_ID, .required = true, .offset = AT(id),
      .example = "\"lejo-aalst\"",
      .help = "its name in the store; never changes" },
    { .key = "name", .type = SETTING_TEXT, .required = true,
      .offset = AT(name), .least = 1, .most = 60,
      .example = "\"ALLO?!\"", .help = "as people know it" },
    { .key = "contact", .type = SETTING_TEXT, .offset = AT(contact),
      .fallback = "", .most = 100,
      .example = "\"Sam, 0470 00 00 00\"",
      .help = "who can be asked: {organisation.contact} in texts" },
    { .key = "language", .type = SETTING_TEXT, .offset = AT(language),
      .fallback = "nl", .least = 1, .most = 35,
      .example = "\"nl\"", .help = "of who does not say another one" },
    { .key = "timezone", .type = SETTING_TEXT, .offset = AT(timezone),
      .fallback = "Europe/Brussels", .least = 1, .most = 60,
      .example = "\"Europe/Brussels\"",
      .help = "in which hours are written" },
    { .key = "country", .type = SETTING_TEXT, .offset = AT(country),
      .fallback = "BE", .least = 1, .most = 60,
      .example = "\"BE\"",
      .help = "whose phone numbers can be written without +" },
    { .key = "ends", .type = SETTING_TEXT, .offset = AT(ends), .least = 1,
      .most = 20, .example = "\"2027-12-31\"",
      .help = "last day of the project: of what begins later nobody is "
              "reminded" },
    { .key = NULL }
};
#undef AT

const struct section organisation_section = {
    .path = "organisation", .name = "the organisation",
    .settings = organisation_settings
};

static const struct setting store_settings[] = {
    { .key = "path", .type = SETTING_TEXT,
      .offset = offsetof(struct raw_store, path),
      .fallback = LOCALSTATEDIR "/allo.db", .least = 1, .most = 1000,
      .example = "\"/var/lib/allo/allo.db\"",
      .help = "file of the store" },
    { .key = "engine", .type = SETTING_LATER,
      .help = "SQLite is the only one" },
    { .key = NULL }
};

const struct section store_section = {
    .path = "store", .name = "the store", .settings = store_settings
};

static const char *
path_below(struct part *part, const char *path)
{
    struct pool *pool = part->loading->programme->pool;

    if (path[0] == '/')
        return pool_copy(pool, path);
    return pool_format(pool, "%s/%s", part->loading->options->directory,
                       path);
}

static void
read_language(struct part *part, const struct node *node, const char *tag,
              struct organisation *organisation)
{
    organisation->language = language_find(tag);
    if (organisation->language != NULL)
        return;
    unknown_language_tell(part, node_member(node, "language"), tag);
    organisation->language = language_find("nl");
}

static void
read_zone(struct part *part, const struct node *node, const char *name,
          struct organisation *organisation)
{
    struct zones *zones = part->loading->programme->zones;
    const struct node *at = node != NULL ? node_member(node, "timezone")
                                         : NULL;
    struct error error;

    organisation->zone = zone_find(zones, name, &error);
    if (organisation->zone != NULL)
        return;
    if (at != NULL)
        settings_error(part->diagnoses, at, "timezone: %s", error.text);
    else
        diagnose_error(part->diagnoses, part->name, 0, "timezone: %s",
                       error.text);
    organisation->zone = zone_find(zones, "UTC", NULL);
}

static void
check_country(struct part *part, const struct node *node,
              const char *country)
{
    if (isupper((unsigned char)country[0]) &&
        isupper((unsigned char)country[1]) && country[2] == '\0')
        return;
    settings_error(part->diagnoses, node_member(node, "country"),
                   "country is two capitals: country = \"BE\"");
}

static void
read_ends(struct part *part, const struct node *node, const char *text,
          struct organisation *organisation)
{
    struct civil civil;
    struct error error;

    if (text == NULL)
        return;
    if (civil_parse_date(text, &civil, &error) < 0) {
        settings_error(part->diagnoses, node_member(node, "ends"), "ends: %s",
                       error.text);
        return;
    }
    civil_add_days(&civil, 1);
    organisation->ends = zone_instant(organisation->zone, &civil);
}

/* Without a group the defaults hold, so that the other files can be looked
 * at. */
static void
read_organisation(struct part *part, const struct node *node)
{
    struct programme *programme = part->loading->programme;
    struct organisation *organisation = &programme->organisation;
    struct raw_organisation raw = {
        .id = "", .name = "", .contact = "", .language = "nl",
        .timezone = "Europe/Brussels", .country = "BE"
    };

    if (node != NULL)
        settings_read(&organisation_section, node, part->diagnoses, &raw);
    organisation->id = pool_copy(programme->pool, raw.id);
    organisation->name = clean_copy(programme->pool, raw.name);
    organisation->contact = clean_copy(programme->pool, raw.contact);
    organisation->country = pool_copy(programme->pool, raw.country);
    read_language(part, node, raw.language, organisation);
    read_zone(part, node, raw.timezone, organisation);
    if (node != NULL)
        check_country(part, node, raw.country);
    read_ends(part, node, raw.ends, organisation);
}

void
organisation_read(struct part *part, const struct node *root,
                  struct allo_lists *lists)
{
    struct settings *settings = &part->loading->programme->settings;
    struct raw_allo raw = { .organisation = NULL };
    struct raw_store store = { .path = LOCALSTATEDIR "/allo.db" };

    settings_read(&allo_section, root, part->diagnoses, &raw);
    if (raw.store != NULL)
        settings_read(&store_section, raw.store, part->diagnoses, &store);
    read_organisation(part, raw.organisation);
    settings->store_path = path_below(part, store.path);
    settings->control_path = path_below(part, raw.control);
    settings->settle = raw.settle;
    settings->useful_before = raw.useful_before;
    settings->clock = raw.clock == 1 ? CLOCK_TRUSTED : CLOCK_SYNCHRONISED;
    settings->watch = raw.watch;
    settings->max_parts = (int)raw.max_parts;
    settings->transliterate = raw.transliterate;
    *lists = raw.lists;
}
