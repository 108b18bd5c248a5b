/* requests_words - how answers say moments, occurrences and outcomes; see
 * requests.h */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "calendar/civil.h"
#include "daemon/requests.h"
#include "plan/occurrence.h"
#include "programme/programme.h"

const char *
words_moment(const struct zone *zone, instant at, instant now,
             char text[MOMENT_TEXT])
{
    static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May",
                                        "Jun", "Jul", "Aug", "Sep", "Oct",
                                        "Nov", "Dec" };
    struct civil civil, today;
    char year[16] = "", second[16] = "";

    zone_civil(zone, at, &civil);
    zone_civil(zone, now, &today);
    if (civil.year != today.year)
        snprintf(year, sizeof(year), "%d ", civil.year);
    if (civil.second != 0)
        snprintf(second, sizeof(second), ":%02d", civil.second);
    snprintf(text, MOMENT_TEXT, "%d %s %s%02d:%02d%s", civil.day,
             months[civil.month - 1], year, civil.hour, civil.minute, second);
    return text;
}

const char *
words_occurrence(const struct programme *programme,
                 const struct store_wave *wave, char text[ZONE_TEXT])
{
    const struct event *event = programme_event(programme, wave->event);
    const struct zone *zone = event != NULL ? event->zone
                                            : programme->organisation.zone;

    return zone_format(zone, occurrence_original(event, zone,
                                                 wave->occurrence,
                                                 wave->facts.start), text);
}

const char *
words_purpose(const struct store_wave *wave, char text[PURPOSE_TEXT])
{
    snprintf(text, PURPOSE_TEXT, "%s%s%s", purpose_name(wave->purpose),
             *wave->slot != '\0' ? " " : "", wave->slot);
    return text;
}

bool
words_is_correction(const struct store_wave *wave)
{
    switch (wave->purpose) {
    case PURPOSE_MOVED:
    case PURPOSE_PLACED:
    case PURPOSE_CHANGED:
    case PURPOSE_CANCELLED:
    case PURPOSE_RESTORED:
        return true;
    case PURPOSE_REMINDER:
    case PURPOSE_STOPPED:
    case PURPOSE_STARTED:
    case PURPOSE_COUNT:
        break;
    }
    return false;
}

const char *
words_nearest_event(const struct programme *programme, const char *written)
{
    const char **names = memory_new(programme->event_count + 1,
                                    sizeof(*names));
    const char *nearest;

    for (size_t i = 0; i < programme->event_count; i++)
        names[i] = programme->events[i].id;
    nearest = text_nearest(written, names);
    free(names);
    return nearest;
}

void
words_no_event(const struct programme *programme, const char *written,
               struct control_answer *answer)
{
    const char *nearest = words_nearest_event(programme, written);

    if (nearest != NULL)
        control_answer_error(answer, "there is no event '%s'; did you mean "
                             "'%s'?", written, nearest);
    else
        control_answer_error(answer, "there is no event '%s'", written);
}

void
words_add_moment(struct control_answer *answer, const char *key,
                 const struct zone *zone, instant at)
{
    char text[ZONE_TEXT];

    control_answer_add(answer, key, at == 0 || at == NEVER
                                        ? "" : zone_format(zone, at, text));
}

/* What a correction told: "corrected: now 14 Jan 18:00, Aalst; ", or nothing.
 * What was new in that differs by what each one knew. */
static void
say_correction(const struct zone *zone, const struct store_wave *wave,
               instant now, char *text, size_t size)
{
    char at[MOMENT_TEXT];

    text[0] = '\0';
    if (wave->purpose == PURPOSE_CANCELLED)
        snprintf(text, size, "corrected: cancelled; ");
    else if (words_is_correction(wave))
        snprintf(text, size, "corrected: now %s%s%s; ",
                 words_moment(zone, wave->facts.start, now, at),
                 *wave->facts.place != '\0' ? ", " : "", wave->facts.place);
}

/* A message that has not left yet. */
static void
say_waiting(const struct store_row *row, const char *due,
            const char *useless, char *text, size_t size)
{
    if (strcmp(row->reason, "quiet hours") == 0 && *useless != '\0')
        snprintf(text, size, "too late: quiet hours until %s, of no use from "
                 "%s on", due, useless);
    else if (strcmp(row->reason, "quiet hours") == 0)
        snprintf(text, size, "waits: quiet hours until %s", due);
    else if (row->attempt > 0)
        snprintf(text, size, "will be tried again on %s%s%s", due,
                 *row->reason != '\0' ? ": " : "", row->reason);
    else
        snprintf(text, size, "waits until %s%s%s", due,
                 *row->reason != '\0' ? ": " : "", row->reason);
}

/* As they are said; "": there is none. */
struct moments {
    char at[MOMENT_TEXT], due[MOMENT_TEXT], stop[MOMENT_TEXT];
    char useless[MOMENT_TEXT];  /* it is due only after that */
};

static void
say_state(const struct store_row *row, const struct moments *moments,
          char *text, size_t size)
{
    const char *at = moments->at, *due = moments->due;
    const char *channel = *row->channel != '\0' ? row->channel : "no channel";
    const char *colon = *row->reason != '\0' ? ": " : "";

    switch (row->state) {
    case DELIVERY_PLANNED:
    case DELIVERY_DUE:
        say_waiting(row, due, moments->useless, text, size);
        return;
    case DELIVERY_SENDING:
        snprintf(text, size, "handed to %s on %s, no answer yet", channel,
                 at);
        return;
    case DELIVERY_ACCEPTED:
        snprintf(text, size, "sent over %s on %s, accepted; no receipt yet",
                 channel, at);
        return;
    case DELIVERY_DELIVERED:
        snprintf(text, size, "sent over %s, delivered on %s", channel, at);
        return;
    case DELIVERY_UNDELIVERED:
        snprintf(text, size, "sent over %s, given up there on %s%s%s",
                 channel, at, colon, row->reason);
        return;
    case DELIVERY_REJECTED:
        snprintf(text, size, "refused by %s on %s%s%s", channel, at, colon,
                 row->reason);
        return;
    case DELIVERY_UNKNOWN:
        snprintf(text, size, "sent over %s on %s, but the answer was lost; "
                 "decided on %s", channel, at, due);
        return;
    case DELIVERY_UNKNOWN_FINAL:
        snprintf(text, size, "sent over %s, but the answer was lost, and "
                 "nothing more is tried since %s: better call", channel, at);
        return;
    case DELIVERY_NO_RECEIPT:
        snprintf(text, size, "sent over %s, accepted; no receipt came by %s",
                 channel, at);
        return;
    case DELIVERY_EXPIRED:
        snprintf(text, size, "expired on %s%s%s", at, colon, row->reason);
        return;
    case DELIVERY_CANCELLED:
        if (strcmp(row->reason, "STOP") != 0)
            snprintf(text, size, "not sent%s%s", colon, row->reason);
        else if (*moments->stop != '\0')
            snprintf(text, size, "not sent: STOP on %s", moments->stop);
        else
            snprintf(text, size, "not sent: the person had said STOP");
        return;
    case DELIVERY_HELD:
        snprintf(text, size, "held since %s%s%s; 'alloctl release %lld.%lld' "
                 "lets it go", at, colon, row->reason, (long long)row->wave,
                 (long long)row->person);
        return;
    case DELIVERY_STATES:
        break;
    }
    text[0] = '\0';
}

void
words_outcome(const struct programme *programme,
              const struct store_wave *wave, const struct store_row *row,
              instant stopped, instant now, char *text, size_t size)
{
    const struct zone *zone = programme->organisation.zone;
    struct moments moments = { .stop = "" };
    size_t length;

    words_moment(zone, row->at, now, moments.at);
    words_moment(zone, row->due, now, moments.due);
    if (stopped != 0)
        words_moment(zone, stopped, now, moments.stop);
    if (row->due >= wave->until)
        words_moment(zone, wave->until, now, moments.useless);
    say_correction(zone, wave, now, text, size);
    length = strlen(text);
    say_state(row, &moments, text + length, size - length);
}
