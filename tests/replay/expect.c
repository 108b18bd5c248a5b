/* expect - what must have happened: messages, rows, notices; see replay.h */
#include "replay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/zone.h"

static const char *
show_time(const struct replay *replay, instant at, char text[CIVIL_TEXT])
{
    struct civil civil;

    zone_civil(replay->zone, at, &civil);
    return civil_format(&civil, text);
}

static void
show_sent(const struct replay *replay, const struct sent *sent)
{
    char text[CIVIL_TEXT];

    printf("  sent: %s %s %s %s %s\n", show_time(replay, sent->at, text),
           sent->channel, sent->person, sent->purpose, sent->text);
}

void
expect_message(struct replay *replay, char *rest)
{
    const char *channel, *person, *purpose, *text;
    struct sent *near = NULL;
    instant at;

    if (!replay_time(replay, &rest, &at))
        return;
    channel = replay_word(&rest);
    person = replay_word(&rest);
    purpose = replay_word(&rest);
    text = replay_last(&rest);
    replay->checks++;
    for (size_t i = 0; i < replay->world.sent_count; i++) {
        struct sent *sent = &replay->world.sent[i];

        if (sent->checked || strcmp(sent->person, person) != 0 ||
            strcmp(sent->purpose, purpose) != 0)
            continue;
        if (sent->at == at && strcmp(sent->channel, channel) == 0 &&
            (strcmp(text, "*") == 0 || strcmp(sent->text, text) == 0)) {
            sent->checked = true;
            return;
        }
        if (near == NULL)
            near = sent;
    }
    replay_complain(replay, "not sent: %s to %s over %s: %s", purpose, person,
             channel, text);
    if (near != NULL) {
        show_sent(replay, near);
        near->checked = true;
    }
}

void
expect_within(struct replay *replay, char *rest)
{
    const char *channel, *person, *purpose;
    instant from, to;

    if (!replay_time(replay, &rest, &from) || !replay_time(replay, &rest, &to))
        return;
    channel = replay_word(&rest);
    person = replay_word(&rest);
    purpose = replay_word(&rest);
    replay->checks++;
    for (size_t i = 0; i < replay->world.sent_count; i++) {
        struct sent *sent = &replay->world.sent[i];

        if (!sent->checked && sent->at >= from && sent->at <= to &&
            strcmp(sent->channel, channel) == 0 &&
            strcmp(sent->person, person) == 0 &&
            strcmp(sent->purpose, purpose) == 0) {
            sent->checked = true;
            return;
        }
    }
    replay_complain(replay, "not sent: %s to %s over %s", purpose, person, channel);
}

void
expect_sent(struct replay *replay, char *rest)
{
    const char *person = replay_word(&rest);
    int least = atoi(replay_word(&rest)), most = atoi(replay_word(&rest)), count = 0;

    replay->checks++;
    for (size_t i = 0; i < replay->world.sent_count; i++) {
        struct sent *sent = &replay->world.sent[i];

        if (!sent->checked && (strcmp(person, "*") == 0 ||
                               strcmp(sent->person, person) == 0)) {
            sent->checked = true;
            count++;
        }
    }
    if (count < least || count > most)
        replay_complain(replay, "%d messages to %s", count, person);
}

void
expect_none(struct replay *replay, char *rest)
{
    (void)rest;
    replay->checks++;
    for (size_t i = 0; i < replay->world.sent_count; i++) {
        struct sent *sent = &replay->world.sent[i];

        if (sent->checked)
            continue;
        replay_complain(replay, "this was sent too:");
        show_sent(replay, sent);
        sent->checked = true;
    }
}

struct newest {
    struct replay *replay;
    const char *event;
    enum delivery_state state;
    char reason[256];
    bool right_event, found;
};

static bool
on_wave(void *self, const struct store_wave *wave)
{
    struct newest *newest = self;

    newest->right_event = strcmp(wave->event, newest->event) == 0;
    return false;
}

static bool
on_row(void *self, const struct store_row *row)
{
    struct newest *newest = self;
    struct store *store = newest->replay->world.store;

    store->wave_get(store, row->wave, on_wave, newest);
    if (!newest->right_event)
        return true;
    newest->found = true;
    newest->state = row->state;
    snprintf(newest->reason, sizeof(newest->reason), "%s", row->reason);
    return false;
}

void
expect_row(struct replay *replay, char *rest)
{
    struct store *store = replay->world.store;
    struct newest newest = { .replay = replay };
    const char *person = replay_word(&rest);
    struct store_recipient recipient;
    const char *state, *reason;

    newest.event = replay_word(&rest);
    state = replay_word(&rest);
    reason = replay_last(&rest);
    replay->checks++;
    if (store->person_find(store, person, &recipient))
        store->rows_person(store, recipient.person, 1000, on_row, &newest);
    if (!newest.found)
        replay_complain(replay, "no message of %s to %s", newest.event, person);
    else if (strcmp(delivery_name(newest.state), state) != 0)
        replay_complain(replay, "%s, not %s", delivery_name(newest.state), state);
    else if (*reason != '\0' && strcmp(newest.reason, reason) != 0)
        replay_complain(replay, "because %s", newest.reason);
}

void
expect_replaces(struct replay *replay, char *rest)
{
    const char *person = replay_word(&rest), *remote = replay_word(&rest);
    const struct world *world = &replay->world;
    size_t i = world->sent_count;

    while (i > 0 && strcmp(world->sent[i - 1].person, person) != 0)
        i--;
    replay->checks++;
    if (i == 0)
        replay_complain(replay, "nothing was sent to %s", person);
    else if (strcmp(world->sent[i - 1].replaces,
                    strcmp(remote, "-") == 0 ? "" : remote) != 0)
        replay_complain(replay, "it replaces '%s', not '%s'",
                        world->sent[i - 1].replaces, remote);
}

struct notice {
    const char *text;
    bool found;
};

static bool
on_notice(void *self, instant at, const char *text)
{
    struct notice *notice = self;

    (void)at;
    notice->found = notice->found || strstr(text, notice->text) != NULL;
    return true;
}

static bool
show_notice(void *self, instant at, const char *text)
{
    (void)self;
    (void)at;
    printf("  notice: %s\n", text);
    return true;
}

static void
look_for_notice(struct replay *replay, char *rest, bool wanted)
{
    struct store *store = replay->world.store;
    struct notice notice = { replay_last(&rest), false };

    replay->checks++;
    store->notices(store, 1000, on_notice, &notice);
    if (notice.found != wanted) {
        replay_complain(replay, "%s notice says: %s", wanted ? "no" : "a",
                 notice.text);
        store->notices(store, 1000, show_notice, NULL);
    }
}

void
expect_notice(struct replay *replay, char *rest)
{
    look_for_notice(replay, rest, true);
}

void
expect_no_notice(struct replay *replay, char *rest)
{
    look_for_notice(replay, rest, false);
}
