/* route - see route.h */
#include "plan/route.h"

#include <string.h>

static int
index_of(const struct programme *programme, const char *name, size_t length)
{
    for (size_t i = 0; i < programme->channel_count; i++) {
        const char *known_name = programme->channels[i].name;

        if (strncmp(known_name, name, length) == 0 &&
            known_name[length] == '\0')
            return (int)i;
    }
    return -1;
}

/* The candidates, best first: from the person's own list, the group's, or the
 * programme. */
struct candidates {
    const struct programme *programme;
    const struct group *group;
    const char *own;            /* what is left of "sms,mail"; NULL: none */
    size_t at;
};

static struct candidates
candidates_of(const struct programme *programme, const struct group *group,
              const struct store_recipient *recipient)
{
    const char *own = recipient->reach;

    return (struct candidates){
        .programme = programme,
        .group = group != NULL && group->reach_count != 0 ? group : NULL,
        .own = own != NULL && *own != '\0' ? own : NULL,
    };
}

/* The next one in *channel (-1: not in the programme); false at the end. */
static bool
next_candidate(struct candidates *from, int *channel)
{
    if (from->own != NULL) {
        size_t length = strcspn(from->own, ",");

        if (length == 0)
            return false;
        *channel = index_of(from->programme, from->own, length);
        from->own += length + (from->own[length] == ',');
        return true;
    }
    if (from->group != NULL) {
        const char *name;

        if (from->at == from->group->reach_count)
            return false;
        name = from->group->reach[from->at++];
        *channel = index_of(from->programme, name, strlen(name));
        return true;
    }
    *channel = (int)from->at;
    return from->at++ < from->programme->channel_count;
}

/* Whether they have an address for it. */
static bool
fits(const struct programme *programme,
     const struct store_recipient *recipient, int channel)
{
    return channel >= 0 &&
           recipient->sealed[programme->channels[channel].kind] != NULL;
}

int
route_choose(const struct programme *programme, const struct group *group,
             const struct store_recipient *recipient, int after)
{
    struct candidates from = candidates_of(programme, group, recipient);
    struct candidates again = from;
    bool passed = after < 0;
    int channel;

    while (!passed && next_candidate(&from, &channel))
        passed = channel == after;
    if (!passed)
        from = again;
    while (next_candidate(&from, &channel)) {
        if (fits(programme, recipient, channel))
            return channel;
    }
    return -1;
}
