/* programme - see programme.h */
#include "programme/programme.h"

#include <stdlib.h>
#include <string.h>

#include "calendar/dayset.h"
#include "calendar/zone.h"

void
programme_free(struct programme **programme)
{
    struct pool *pool;

    if (programme == NULL || *programme == NULL)
        return;
    pool = (*programme)->pool;          /* the programme itself is in it */
    zones_free(&(*programme)->zones);
    pool_free(&pool);
    *programme = NULL;
}

static int
compare_event(const void *id, const void *event)
{
    return strcmp(id, ((const struct event *)event)->id);
}

const struct event *
programme_event(const struct programme *programme, const char *id)
{
    if (programme->event_count == 0)
        return NULL;
    return bsearch(id, programme->events, programme->event_count,
                   sizeof(*programme->events), compare_event);
}

static int
compare_group(const void *id, const void *group)
{
    return strcmp(id, ((const struct group *)group)->id);
}

const struct group *
programme_group(const struct programme *programme, const char *id)
{
    if (programme->group_count == 0)
        return NULL;
    return bsearch(id, programme->groups, programme->group_count,
                   sizeof(*programme->groups), compare_group);
}

/* They stand in the order of preference, and there are few. */
const struct channel_definition *
programme_channel(const struct programme *programme, const char *name)
{
    for (size_t i = 0; i < programme->channel_count; i++) {
        if (strcmp(programme->channels[i].name, name) == 0)
            return &programme->channels[i];
    }
    return NULL;
}

const struct dayset *
programme_calendar(const struct programme *programme, const char *id)
{
    for (size_t i = 0; i < programme->calendar_count; i++) {
        if (strcmp(programme->calendars[i]->id, id) == 0)
            return programme->calendars[i];
    }
    return NULL;
}
