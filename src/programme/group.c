/* group - see group.h */
#include "programme/group.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "config/settings.h"
#include "config/tree.h"
#include "programme/part.h"

struct raw_group {
    const char *id, *role, *join;
    const struct node *reach;
    struct window quiet;
};

#define AT(member) offsetof(struct raw_group, member)
static const struct setting group_settings[] = {
    { .key = "id", .type = SETTING_ID, .required = true, .offset = AT(id),
      .example = "\"jongeren\"", .help = "what events and people call it" },
    { .key = "role", .type = SETTING_ID, .offset = AT(role),
      .fallback = "youngster", .example = "\"youngster\"",
      .help = "youngster, officer, parent, ...: which notes and texts they "
              "get" },
    { .key = "reach", .type = SETTING_TEXTS, .offset = AT(reach), .least = 1,
      .most = 64, .example = "[ \"sms\", \"mail\" ]",
      .help = "channels, the best first; all of them in their order unless "
              "said" },
    { .key = "quiet", .type = SETTING_WINDOW, .offset = AT(quiet),
      .example = "\"21:00-09:00\"",
      .help = "hours in which nothing is sent, or none; 20:00-09:00 for the "
              "role youngster unless said, none for others" },
    { .key = "join", .type = SETTING_TEXT, .offset = AT(join), .least = 1,
      .most = 20, .example = "\"ALLO\"",
      .help = "word by which people register themselves" },
    { .key = NULL }
};
#undef AT

const struct section group_section = {
    .path = "groups", .name = "a group", .settings = group_settings
};

static const struct window youngster_quiet = { 20 * 60, 9 * 60 };

/* "there is no group 'x'; did you mean 'y'?", or which there are.  `names`
 * ends with NULL. */
static void
unknown(struct part *part, const struct node *node, const char *what,
        const char *name, const char *const *names)
{
    const char *nearest = text_nearest(name, names);
    char known[300] = "";
    size_t used = 0;

    for (size_t i = 0; names[i] != NULL; i++) {
        if (strcasecmp(name, names[i]) == 0)
            nearest = names[i];
    }
    if (nearest != NULL) {
        settings_error(part->diagnoses, node, "there is no %s '%s'; did you "
                       "mean '%s'?", what, name, nearest);
        return;
    }
    for (size_t i = 0; names[i] != NULL && used < sizeof(known); i++)
        used += (size_t)snprintf(known + used, sizeof(known) - used,
                                 "%s '%s'", i > 0 ? "," : "", names[i]);
    if (names[0] == NULL)
        settings_error(part->diagnoses, node, "there is no %s '%s'; allo.conf "
                       "has none", what, name);
    else
        settings_error(part->diagnoses, node, "there is no %s '%s'; allo.conf "
                       "has%s", what, name, known);
}

static void
unknown_channel(struct part *part, const struct node *node, const char *name)
{
    const struct programme *programme = part->loading->programme;
    const char **names = memory_new(programme->channel_count + 1,
                                    sizeof(*names));

    for (size_t i = 0; i < programme->channel_count; i++)
        names[i] = programme->channels[i].name;
    unknown(part, node, "channel", name, names);
    free(names);
}

const char *const *
group_read_reach(struct part *part, struct pool *pool,
                 const struct node *reach, size_t *count)
{
    size_t most = settings_text_count(reach);
    const char **names;

    *count = 0;
    if (most == 0)
        return NULL;
    names = pool_take(pool, most * sizeof(*names));
    for (size_t i = 0; i < most; i++) {
        const char *name = settings_text(reach, i);

        if (programme_channel(part->loading->programme, name) != NULL)
            names[(*count)++] = pool_copy(pool, name);
        else if (part->loading->groups_known)
            unknown_channel(part, settings_text_node(reach, i), name);
    }
    return names;
}

/* "jongeren, politie" is one text, and no group. */
static void
several(struct part *part, const struct node *node, const char *ids)
{
    char list[200] = "";
    size_t used = 0;

    while (*ids != '\0' && used < sizeof(list)) {
        size_t length;

        ids += strspn(ids, ", ");
        length = strcspn(ids, ", ");
        if (length > 0)
            used += (size_t)snprintf(list + used, sizeof(list) - used,
                                     "%s\"%.*s\"", used > 0 ? ", " : "",
                                     (int)length, ids);
        ids += length;
    }
    settings_error(part->diagnoses, node, "each group stands between quotes "
                   "of its own: [ %s ]", list);
}

void
group_unknown(struct part *part, const struct node *node, const char *id)
{
    const struct programme *programme = part->loading->programme;
    const char **names;

    if (strchr(id, ',') != NULL) {
        several(part, node, id);
        return;
    }
    if (!part->loading->groups_known)
        return;
    names = memory_new(programme->group_count + 1, sizeof(*names));
    for (size_t i = 0; i < programme->group_count; i++)
        names[i] = programme->groups[i].id;
    unknown(part, node, "group", id, names);
    free(names);
}

bool
group_has_role(struct part *part, const char *role)
{
    const struct programme *programme = part->loading->programme;

    for (size_t i = 0; i < programme->group_count; i++) {
        if (strcmp(programme->groups[i].role, role) == 0)
            return true;
    }
    return !part->loading->groups_known;
}

const char *
group_nearest_role(struct part *part, const char *role)
{
    const struct programme *programme = part->loading->programme;
    const char **roles = memory_new(programme->group_count + 1,
                                    sizeof(*roles));
    const char *nearest;

    for (size_t i = 0; i < programme->group_count; i++)
        roles[i] = programme->groups[i].role;
    nearest = text_nearest(role, roles);
    free(roles);
    return nearest;
}

/* Words that mean something else when they come in. */
static void
check_join(struct part *part, const struct node *node, const char *join)
{
    static const char *const taken[] = {
        "STOP", "STOPALL", "STOPPEN", "ARRET", "END", "QUIT", "UNSUBSCRIBE",
        "CANCEL", "START", "JA", "NEE", "OUI", "NON", "YES", "NO", "NEIN",
        "EVET", "HAYIR", "نعم", "لا", "HELP", "INFO", NULL
    };

    for (int i = 0; taken[i] != NULL; i++) {
        if (text_same(join, taken[i]))
            settings_error(part->diagnoses, node, "join cannot be %s, which "
                           "has a meaning of its own; take another word",
                           taken[i]);
    }
    if (strpbrk(join, " \t\n") != NULL)
        settings_error(part->diagnoses, node, "join is one word, without "
                       "spaces");
}

/* A role may be anybody's own, but two have a meaning. */
static void
check_role(struct part *part, const struct node *node, const char *role)
{
    static const char *const roles[] = { "youngster", "officer", NULL };
    static const struct {
        const char *word, *role;
    } translations[] = {
        { "jongere", "youngster" }, { "jongeren", "youngster" },
        { "jeune", "youngster" }, { "jeunes", "youngster" },
        { "youth", "youngster" }, { "politie", "officer" },
        { "agent", "officer" }, { "agenten", "officer" },
        { "police", "officer" }, { "policier", "officer" }
    };
    const char *near = text_nearest(role, roles);

    for (size_t i = 0; i < sizeof(translations) / sizeof(translations[0]);
         i++) {
        if (strcmp(role, translations[i].word) == 0)
            near = translations[i].role;
    }
    if (near != NULL && strcmp(near, role) != 0)
        settings_warning(part->diagnoses, node, "the role '%s' is one of "
                         "your own; did you mean '%s'?", role, near);
}

static void
read_group(struct part *part, const struct node *node, struct group *group)
{
    struct pool *pool = part->loading->programme->pool;
    struct raw_group raw = { .id = "" };

    settings_read(&group_section, node, part->diagnoses, &raw);
    group->id = pool_copy(pool, raw.id);
    group->role = pool_copy(pool, raw.role);
    group->join = pool_copy(pool, raw.join);
    if (node_member(node, "role") != NULL && group->role != NULL)
        check_role(part, node_member(node, "role"), group->role);
    group->at = part_place(part, node);
    group->reach = group_read_reach(part, pool, raw.reach,
                                    &group->reach_count);
    if (node_member(node, "quiet") != NULL)
        group->quiet = raw.quiet;
    else if (strcmp(group->role, "youngster") == 0)
        group->quiet = youngster_quiet;
    group->has_quiet = group->quiet.from != group->quiet.to;
    if (group->join != NULL)
        check_join(part, node_member(node, "join"), group->join);
}

static int
by_id(const void *a, const void *b)
{
    const struct group *one = a, *other = b;
    int order = strcmp(one->id, other->id);

    return order != 0 ? order : one->at.line - other->at.line;
}

static void
check_twice(struct part *part, const struct group *groups, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct group *group = &groups[i];

        if (i > 0 && group->id[0] != '\0' &&
            strcmp(group->id, groups[i - 1].id) == 0)
            diagnose_error(part->diagnoses, group->at.file, group->at.line,
                           "there are two groups with the id '%s'; the other "
                           "is in line %d", group->id, groups[i - 1].at.line);
        for (size_t j = 0; group->join != NULL && j < count; j++) {
            if (groups[j].join != NULL &&
                groups[j].at.line < group->at.line &&
                text_same(groups[j].join, group->join))
                diagnose_error(part->diagnoses, group->at.file,
                               group->at.line, "two groups have the join "
                               "word '%s'; the other is '%s' in line %d",
                               group->join, groups[j].id, groups[j].at.line);
        }
    }
}

void
group_read_all(struct part *part, const struct node *list)
{
    struct programme *programme = part->loading->programme;
    size_t count = list != NULL ? node_count(list) : 0;
    struct group *groups = pool_take(programme->pool,
                                     (count + 1) * sizeof(*groups));

    for (size_t i = 0; i < count; i++)
        read_group(part, node_at(list, i), &groups[i]);
    qsort(groups, count, sizeof(*groups), by_id);
    for (size_t i = 0; i < count; i++)
        groups[i].index = i;
    check_twice(part, groups, count);
    programme->groups = groups;
    programme->group_count = count;
}
