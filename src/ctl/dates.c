/* dates - see dates.h */
#include "ctl/dates.h"

#include <string.h>

#include <jansson.h>

#include "base/buffer.h"
#include "calendar/recurrence.h"
#include "calendar/zone.h"
#include "ctl/shown.h"
#include "message/language.h"
#include "plan/occurrence.h"
#include "programme/programme.h"

enum { NEXT = 5 };

#define FIRST_LOOK (64 * DAY)
#define LAST_LOOK (60 * 366 * DAY)

/* The first few of what an event has in some span. */
struct next {
    struct occurrence item[NEXT];
    size_t count;
};

static bool
keep_first(void *self, const struct occurrence *occurrence)
{
    struct next *next = self;
    size_t at = next->count;

    while (at > 0 &&
           next->item[at - 1].facts.start > occurrence->facts.start)
        at--;
    if (at == NEXT)
        return true;
    if (next->count < NEXT)
        next->count++;
    memmove(&next->item[at + 1], &next->item[at],
            (next->count - at - 1) * sizeof(next->item[0]));
    next->item[at] = *occurrence;
    return true;
}

/* Moved ones come last whatever their date, so a span is looked at whole, and
 * a longer one when it has too few. */
static void
find_next(const struct event *event, instant now, struct next *next)
{
    for (instant span = FIRST_LOOK; ; span *= 8) {
        *next = (struct next){ .count = 0 };
        occurrence_between(event, now, now + span, keep_first, next);
        if (next->count == NEXT || span > LAST_LOOK)
            return;
    }
}

/* Where the coordinator had it first; false when it was not moved. */
static bool
moved_from(const struct occurrence *occurrence, struct civil *from)
{
    const struct event *event = occurrence->event;
    instant original = occurrence_original(event, event->zone,
                                           occurrence->key,
                                           occurrence->facts.start);

    zone_civil(event->zone, original, from);
    if (strchr(occurrence->key, 'T') == NULL) {
        from->hour = occurrence->event->start.hour;
        from->minute = occurrence->event->start.minute;
    }
    return civil_compare(from, &occurrence->start) != 0;
}

static void
say_date(const struct programme *programme,
         const struct occurrence *occurrence, const struct civil *now,
         struct buffer *out)
{
    const struct language *language = programme->organisation.language;
    struct civil from;

    language_when(language, &occurrence->start, now, out);
    if (occurrence->facts.cancelled) {
        buffer_add_text(out, " (cancelled)");
    } else if (moved_from(occurrence, &from)) {
        buffer_add_text(out, " (moved from ");
        language_when(language, &from, now, out);
        buffer_add_text(out, ")");
    }
}

static void
print_text(const struct call *call, const struct programme *programme,
           const struct event *event, const struct next *next, instant now)
{
    struct pool *pool = pool_new();
    struct buffer line = { 0 }, shown = { 0 };
    struct civil today;

    zone_civil(event->zone, now, &today);
    buffer_add_format(&line, "%s: %s \xe2\x80\x94 ", event->id,
                      recurrence_words(pool, event->repeat, language_tag(
                          programme->organisation.language)));
    for (size_t i = 0; i < next->count; i++) {
        if (i > 0)
            buffer_add_text(&line, ", ");
        say_date(programme, &next->item[i], &today, &line);
    }
    shown_add(&shown, buffer_text(&line));
    fprintf(call->out, "%s\n", buffer_text(&shown));
    buffer_free(&shown);
    buffer_free(&line);
    pool_free(&pool);
}

static json_t *
date_json(const struct occurrence *occurrence)
{
    const struct zone *zone = occurrence->event->zone;
    char start[ZONE_TEXT], original[ZONE_TEXT];
    struct civil from;
    bool moved = moved_from(occurrence, &from);

    return json_pack("{s:s, s:s, s:s}",
                     "start", zone_format(zone, occurrence->facts.start,
                                          start),
                     "occurrence", zone_format(zone, moved
                                               ? zone_instant(zone, &from)
                                               : occurrence->facts.start,
                                               original),
                     "state", occurrence->facts.cancelled ? "cancelled"
                     : moved ? "moved" : "");
}

static void
print_json(const struct call *call, const struct programme *programme,
           const struct event *event, const struct next *next)
{
    struct pool *pool = pool_new();
    json_t *object = json_pack(
        "{s:s, s:s, s:i, s:s, s:s, s:s, s:[]}", "kind", "dates",
        "file", event->at.file, "line", event->at.line, "event", event->id,
        "rule", recurrence_words(pool, event->repeat, language_tag(
            programme->organisation.language)),
        "rrule", recurrence_rrule(pool, event->repeat), "dates");

    for (size_t i = 0; i < next->count; i++)
        json_array_append_new(json_object_get(object, "dates"),
                              date_json(&next->item[i]));
    json_dumpf(object, call->out, JSON_COMPACT);
    putc('\n', call->out);
    json_decref(object);
    pool_free(&pool);
}

void
dates_print(const struct call *call, const struct programme *programme,
            instant now, size_t most)
{
    size_t more = 0;

    for (size_t i = 0; i < programme->event_count; i++) {
        const struct event *event = &programme->events[i];
        struct next next = { .count = 0 };

        if (event->repeat == NULL)
            continue;
        if (most > 0)
            find_next(event, now, &next);
        else
            more++;
        if (next.count == 0)
            continue;
        most--;
        if (call->json)
            print_json(call, programme, event, &next);
        else
            print_text(call, programme, event, &next, now);
    }
    if (more > 0)
        fprintf(call->out, "and %zu more event%s that repeat%s; --dates "
                "shows all\n", more, more == 1 ? "" : "s",
                more == 1 ? "s" : "");
}
