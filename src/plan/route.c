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

/* A walk over candidate channels, best first. */
struct choice {
    const struct programme *programme;
    const struct store_recipient *recipient;
    int after;                  /* not before we have passed this one */
    bool open;
};

static bool
fits(struct choice *choice, int channel)
{
    if (channel < 0)
        return false;
    if (!choice->open) {
        choice->open = channel == choice->after;
        return false;
    }
    return choice->recipient->sealed[
               choice->programme->channels[channel].kind] != NULL;
}

int
route_choose(const struct programme *programme, const struct group *group,
             const struct store_recipient *recipient, int after)
{
    struct choice choice = { programme, recipient, after, after < 0 };
    const char *own = recipient->reach;

    if (own != NULL && *own != '\0') {
        while (*own != '\0') {
            size_t length = strcspn(own, ",");
            int channel = index_of(programme, own, length);

            if (fits(&choice, channel))
                return channel;
            own += length + (own[length] == ',');
        }
        return -1;
    }
    if (group != NULL && group->reach_count != 0) {
        for (size_t i = 0; i < group->reach_count; i++) {
            int channel = index_of(programme, group->reach[i],
                                   strlen(group->reach[i]));

            if (fits(&choice, channel))
                return channel;
        }
        return -1;
    }
    for (size_t i = 0; i < programme->channel_count; i++) {
        if (fits(&choice, (int)i))
            return (int)i;
    }
    return -1;
}
