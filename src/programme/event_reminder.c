/* event_reminder - see event_reminder.h */
#include "programme/event_reminder.h"

#include <stdio.h>
#include <string.h>

#include "calendar/zone.h"
#include "config/settings.h"
#include "config/tree.h"
#include "programme/event_dates.h"
#include "programme/part.h"

static const char usual[] = "1 day before at 18:00";

/* "1d", "2h", "1mo3d": how far ahead, without the clock time. */
static const char *
lead_of(struct pool *pool, const struct offset *offset)
{
    const struct {
        const char *unit;
        long long amount;
    } parts[] = {
        { "mo", offset->months },
        { "d", offset->days },
        { "h", offset->elapsed / HOUR },
        { "min", offset->elapsed % HOUR / MINUTE },
        { "s", offset->elapsed % MINUTE / SECOND },
    };
    char text[96] = "";
    size_t used = 0;

    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (parts[i].amount != 0 && used < sizeof(text))
            used += (size_t)snprintf(text + used, sizeof(text) - used,
                                     "%lld%s", parts[i].amount,
                                     parts[i].unit);
    }
    return pool_copy(pool, used > 0 ? text : "0d");
}

static bool
same_time(const struct offset *a, const struct offset *b)
{
    return a->sign == b->sign && a->months == b->months &&
           a->days == b->days && a->elapsed == b->elapsed &&
           a->has_clock == b->has_clock &&
           (!a->has_clock || (a->hour == b->hour && a->minute == b->minute));
}

/* The second reminder with one lead is "1d.2": in the order in which they
 * are written. */
static const char *
slot_of(struct pool *pool, const struct reminder *reminders, size_t count,
        const char *lead)
{
    size_t length = strlen(lead);
    int same = 1;

    for (size_t i = 0; i < count; i++) {
        if (strncmp(reminders[i].slot, lead, length) == 0 &&
            (reminders[i].slot[length] == '\0' ||
             reminders[i].slot[length] == '.'))
            same++;
    }
    return same == 1 ? lead : pool_format(pool, "%s.%d", lead, same);
}

static bool
is_before(const struct event *event, const struct offset *offset)
{
    instant start;

    if (offset->sign > 0)
        return false;
    if (!event_dates_known(event))
        return true;
    start = zone_instant(event->zone, &event->start);
    return offset_apply(offset, event->zone, start) < start;
}

static bool
says_how_long(const struct offset *offset)
{
    return offset->months != 0 || offset->days != 0 || offset->elapsed != 0;
}

static int
check(struct part *part, const struct node *node, const struct event *event,
      const struct reminder *reminder)
{
    if (reminder->offset.sign == 0 && says_how_long(&reminder->offset)) {
        settings_error(part->diagnoses, node, "remind: '%s' does not say "
                       "before or after; add 'before' or 'ervoor'; for "
                       "example \"1 day before at 18:00\"", reminder->text);
        return -1;
    }
    if (!is_before(event, &reminder->offset)) {
        settings_error(part->diagnoses, node, "remind: '%s' is not before "
                       "the start; for example \"1 day before at 18:00\"",
                       reminder->text);
        return -1;
    }
    for (size_t i = 0; i < event->reminder_count; i++) {
        if (same_time(&event->reminders[i].offset, &reminder->offset)) {
            settings_error(part->diagnoses, node, "remind: '%s' is the same "
                           "as '%s'", reminder->text,
                           event->reminders[i].text);
            return -1;
        }
    }
    return 0;
}

static void
read_reminder(struct part *part, const struct node *node, const char *text,
              struct reminder *reminders, struct event *event)
{
    struct pool *pool = part->loading->programme->pool;
    struct reminder *reminder = &reminders[event->reminder_count];
    struct error error;

    reminder->text = pool_copy(pool, text);
    if (offset_parse(text, &reminder->offset, &error) < 0) {
        settings_error(part->diagnoses, node, "remind: %s", error.text);
        return;
    }
    if (check(part, node, event, reminder) < 0)
        return;
    reminder->slot = slot_of(pool, reminders, event->reminder_count,
                             lead_of(pool, &reminder->offset));
    event->reminder_count++;
}

/* A day's own reminder comes before that day begins, and not before the event
 * does: until then the event as a whole is what people are reminded of. */
static int
check_day(struct part *part, const struct node *node,
          const struct event *event, const struct offset *offset)
{
    struct civil second = event->start;
    instant day, due;

    if (!event_dates_known(event))
        return 0;
    civil_add_days(&second, 1);
    day = zone_instant(event->zone, &second);
    due = offset_apply(offset, event->zone, day);
    if (offset->sign <= 0 && due < day &&
        due >= zone_instant(event->zone, &event->start))
        return 0;
    settings_error(part->diagnoses, node, "each_day: '%s' is not between the "
                   "start of one day and that of the next; for example "
                   "\"1 day before at 18:00\" or \"1 hour before\"",
                   node_text(node));
    return -1;
}

static void
read_days(struct part *part, const struct node *node, const char *text,
          struct reminder *reminders, struct event *event)
{
    struct pool *pool = part->loading->programme->pool;
    struct offset offset;
    struct error error;

    if (event->days == 1) {
        settings_error(part->diagnoses, node, "each_day is for an event of "
                       "several days; add for example days = 5;");
        return;
    }
    if (offset_parse(text, &offset, &error) < 0) {
        settings_error(part->diagnoses, node, "each_day: %s", error.text);
        return;
    }
    if (check_day(part, node, event, &offset) < 0)
        return;
    for (int day = 2; day <= event->days; day++) {
        reminders[event->reminder_count++] = (struct reminder){
            .offset = offset,
            .slot = pool_format(pool, "day%d", day),
            .text = pool_format(pool, "day %d, %s", day, text),
            .day = day,
        };
    }
}

void
event_reminder_read_all(struct part *part, const struct node *node,
                        const struct node *remind, const char *each_day,
                        struct event *event)
{
    size_t count = settings_text_count(remind);
    struct reminder *reminders;

    reminders = pool_take(part->loading->programme->pool,
                          (count + (size_t)event->days) *
                          sizeof(*reminders));
    event->reminders = reminders;
    for (size_t i = 0; i < count; i++)
        read_reminder(part, settings_text_node(remind, i),
                      settings_text(remind, i), reminders, event);
    if (node_member(node, "remind") == NULL)
        read_reminder(part, NULL, usual, reminders, event);
    if (each_day != NULL)
        read_days(part, node_member(node, "each_day"), each_day, reminders,
                  event);
}
