/* people - see people.h */
#include "programme/people.h"

#include <string.h>

#include "base/text.h"
#include "config/settings.h"
#include "config/tree.h"
#include "message/clean.h"
#include "message/language.h"
#include "message/phone.h"
#include "programme/channel.h"
#include "programme/group.h"
#include "programme/part.h"
#include "programme/unknown_language.h"

struct raw_person {
    const char *id, *name, *language;
    const char *address[ADDRESS_KINDS];
    const struct node *groups, *reach;
};

#define AT(member) offsetof(struct raw_person, member)
static const struct setting person_settings[] = {
    { .key = "id", .type = SETTING_ID, .required = true, .offset = AT(id),
      .example = "\"lien\"", .help = "its name for ever" },
    { .key = "name", .type = SETTING_TEXT, .offset = AT(name),
      .fallback = "", .most = 60, .example = "\"Lien\"",
      .help = "what they are called: {person.name}" },
    { .key = "phone", .type = SETTING_TEXT,
      .offset = AT(address[ADDRESS_PHONE]), .least = 1, .most = 60,
      .example = "\"0470 12 34 56\"", .help = "mobile number" },
    { .key = "email", .type = SETTING_TEXT,
      .offset = AT(address[ADDRESS_EMAIL]), .least = 1, .most = 300,
      .example = "\"lien@politie.example\"", .help = "mail address" },
    { .key = "push", .type = SETTING_TEXT,
      .offset = AT(address[ADDRESS_PUSH]), .least = 1, .most = 400,
      .example = "\"allo-7Gk2f9\"", .help = "topic or endpoint for push" },
    { .key = "language", .type = SETTING_TEXT, .offset = AT(language),
      .least = 1, .most = 35, .example = "\"fr\"",
      .help = "of their messages; the organisation's unless said" },
    { .key = "groups", .type = SETTING_TEXTS, .offset = AT(groups),
      .required = true, .least = 1, .most = 100,
      .example = "[ \"politie\" ]", .help = "groups they are in" },
    { .key = "reach", .type = SETTING_TEXTS, .offset = AT(reach),
      .least = 1, .most = 64, .example = "[ \"sms\" ]",
      .help = "channels, the best first; the group's unless said" },
    { .key = NULL }
};
#undef AT

const struct section person_section = {
    .path = "people", .name = "a person", .settings = person_settings
};

static const char *
read_language(struct part *part, const struct node *node, const char *tag)
{
    const struct organisation *organisation =
        &part->loading->programme->organisation;
    const struct language *language = organisation->language;

    if (tag != NULL)
        language = language_find(tag);
    if (language != NULL)
        return language_tag(language);
    unknown_language_tell(part, node_member(node, "language"), tag);
    return language_tag(organisation->language);
}

static int
read_address(struct part *part, enum address_kind kind, const char *text,
             struct address *address, struct error *error)
{
    struct phone_rules rules = {
        .country = part->loading->programme->organisation.country
    };

    switch (kind) {
    case ADDRESS_PHONE:
        return address_phone(address, text, &rules, error);
    case ADDRESS_EMAIL:
        return address_email(address, text, error);
    default:
        return address_push(address, text, error);
    }
}

static void
read_addresses(struct part *part, const struct node *node,
               const struct raw_person *raw, struct person *person)
{
    struct pool *pool = part->loading->load->pool;
    struct person_address *addresses = NULL;
    struct address address;
    struct error error;
    size_t said = 0;

    for (int kind = 0; kind < ADDRESS_KINDS; kind++)
        said += raw->address[kind] != NULL;
    if (said > 0)
        addresses = pool_take(pool, said * sizeof(*addresses));
    for (int kind = 0; kind < ADDRESS_KINDS; kind++) {
        const char *name = address_kind_name((enum address_kind)kind);

        if (raw->address[kind] == NULL)
            continue;
        if (read_address(part, (enum address_kind)kind, raw->address[kind],
                         &address, &error) < 0) {
            settings_error(part->diagnoses, node_member(node, name),
                           "%s: %s", name, error.text);
            continue;
        }
        addresses[person->address_count].kind = address.kind;
        addresses[person->address_count++].sealed = pool_copy(
            pool, address.sealed);
    }
    person->addresses = addresses;
    if (said == 0 && node_member(node, "phone") == NULL &&
        node_member(node, "email") == NULL &&
        node_member(node, "push") == NULL &&
        !settings_misnamed(&person_section, node, "phone") &&
        !settings_misnamed(&person_section, node, "email"))
        settings_error(part->diagnoses, node, "'%s' has no address; add "
                       "phone = \"...\"; or email = \"...\";", raw->id);
}

/* Whether a channel takes an address that the person has. */
static bool
can_use(const struct person *person, const struct channel_definition *channel)
{
    for (size_t i = 0; i < person->address_count; i++) {
        if (person->addresses[i].kind == channel->kind)
            return true;
    }
    return false;
}

static bool
can_use_any(const struct programme *programme, const struct person *person,
            const char *const *names, size_t count)
{
    if (count == 0) {
        for (size_t i = 0; i < programme->channel_count; i++) {
            if (can_use(person, &programme->channels[i]))
                return true;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (can_use(person, programme_channel(programme, names[i])))
            return true;
    }
    return false;
}

/* By their own channels or by those of every group that they are in. */
static void
check_reach(struct part *part, const struct node *node,
            const struct person *person)
{
    const struct programme *programme = part->loading->programme;
    size_t reached = 0;
    const char *missed = NULL;

    if (person->reach_count > 0) {
        if (!can_use_any(programme, person, person->reach,
                         person->reach_count))
            settings_error(part->diagnoses, node_member(node, "reach"),
                           "'%s' has no address that a channel of this list "
                           "takes", person->id);
        return;
    }
    for (size_t i = 0; i < person->group_count; i++) {
        const struct group *group = programme_group(programme,
                                                    person->groups[i]);

        if (can_use_any(programme, person, group->reach, group->reach_count))
            reached++;
        else
            missed = group->id;
    }
    if (missed != NULL && reached == 0)
        settings_error(part->diagnoses, node, "'%s' has no address that a "
                       "channel of group '%s' takes", person->id, missed);
    else if (missed != NULL)
        settings_warning(part->diagnoses, node, "'%s' has no address that a "
                         "channel of group '%s' takes", person->id, missed);
}

static void
read_groups(struct part *part, const struct node *groups,
            struct person *person)
{
    size_t count = settings_text_count(groups);
    const char **ids = pool_take(part->loading->load->pool,
                                 (count + 1) * sizeof(*ids));

    for (size_t i = 0; i < count; i++) {
        const char *id = settings_text(groups, i);
        const struct node *at = settings_text_node(groups, i);

        if (programme_group(part->loading->programme, id) == NULL) {
            group_unknown(part, at, id);
            continue;
        }
        for (size_t j = 0; j < person->group_count; j++) {
            if (strcmp(ids[j], id) == 0)
                settings_error(part->diagnoses, at, "'%s' stands here twice",
                               id);
        }
        ids[person->group_count++] = pool_copy(part->loading->load->pool, id);
    }
    person->groups = ids;
}

void
people_read(struct part *part, const struct node *node, struct person *person)
{
    struct pool *pool = part->loading->load->pool;
    size_t errors = part->diagnoses->error_count;
    struct raw_person raw = { .id = "", .name = "" };
    const char *file;

    settings_read(&person_section, node, part->diagnoses, &raw);
    person->id = pool_copy(pool, raw.id);
    person->name = clean_copy(pool, raw.name);
    person->language = read_language(part, node, raw.language);
    node_place(node, &file, &person->line);
    read_addresses(part, node, &raw, person);
    read_groups(part, raw.groups, person);
    person->reach = group_read_reach(part, pool, raw.reach,
                                     &person->reach_count);
    if (part->diagnoses->error_count == errors && part->loading->groups_known)
        check_reach(part, node, person);
}
