/* foretold_totals - see foretold_totals.h */
#include "ctl/foretold_totals.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "ctl/csv.h"
#include "ctl/foretold_rows.h"

enum { DAY_LENGTH = 10 };       /* of "2027-01-12" */

static const struct column columns[] = {
    { "day", "DAY", COLUMN_TEXT },
    { "channel", "CHANNEL", COLUMN_TEXT },
    { "messages", "MESSAGES", COLUMN_NUMBER },
    { "parts", "PARTS", COLUMN_NUMBER },
    { "price", "PRICE", COLUMN_NUMBER },
    { NULL, NULL, COLUMN_TEXT }
};

/* The sum of a day and channel; those of today are the last ones. */
static struct foretold_sum *
find(struct foretold_totals *totals, const char *day, const char *channel)
{
    struct foretold_sum *sum;

    for (size_t i = totals->count; i-- > 0;) {
        sum = &totals->sums[i];
        if (strcmp(sum->day, day) != 0)
            break;
        if (strcmp(sum->channel, channel) == 0)
            return sum;
    }
    if (totals->pool == NULL)
        totals->pool = pool_new();
    sum = GROW(totals, sums, count, room);
    text_copy(sum->day, sizeof(sum->day), day);
    sum->channel = pool_copy(totals->pool, channel);
    return sum;
}

static void
add_sum(struct foretold_sum *to, const struct foretold_sum *from)
{
    to->messages += from->messages;
    to->parts += from->parts;
    to->price += from->price;
}

void
foretold_totals_add(struct foretold_totals *totals,
                    const struct foreseen *foreseen)
{
    struct foretold_sum one = { .messages = 1, .parts = foreseen->parts,
                                .price = foreseen->price };
    char day[DAY_LENGTH + 1];

    text_copy(day, sizeof(day), foreseen->at);
    add_sum(find(totals, day, foreseen->channel), &one);
}

void
foretold_totals_free(struct foretold_totals *totals)
{
    pool_free(&totals->pool);
    free(totals->sums);
    *totals = (struct foretold_totals){ 0 };
}

void
foretold_totals_all(const struct foretold_totals *totals,
                    struct foretold_sum *all)
{
    *all = (struct foretold_sum){ .channel = "" };
    for (size_t i = 0; i < totals->count; i++)
        add_sum(all, &totals->sums[i]);
}

/* -- on paper ------------------------------------------------------------- */

struct line {
    struct frame frame;
    char messages[FORETOLD_NUMBER], parts[FORETOLD_NUMBER];
    char price[FORETOLD_PRICE];
};

static void
make_line(struct line *line, const struct foretold_sum *sum, bool by_day)
{
    const char *values[] = { by_day ? sum->day : "", sum->channel,
                             line->messages, line->parts, line->price };

    snprintf(line->messages, sizeof(line->messages), "%lld",
             (long long)sum->messages);
    snprintf(line->parts, sizeof(line->parts), "%lld",
             (long long)sum->parts);
    foretold_price(sum->price, line->price);
    line->frame.verb = "row";
    line->frame.count = 5;
    for (size_t i = 0; i < 5; i++) {
        line->frame.fields[i].key = columns[i].key;
        line->frame.fields[i].value = values[i];
    }
}

/* The sum of one channel over all days; false: it was counted with an earlier
 * one. */
static bool
sum_channel(const struct foretold_totals *totals, size_t at,
            struct foretold_sum *sum)
{
    *sum = totals->sums[at];
    for (size_t i = 0; i < totals->count; i++) {
        if (strcmp(totals->sums[i].channel, sum->channel) != 0 || i == at)
            continue;
        if (i < at)
            return false;
        add_sum(sum, &totals->sums[i]);
    }
    return true;
}

void
foretold_totals_print(const struct foretold_totals *totals, bool by_day,
                      FILE *out, bool color)
{
    struct table *table = table_new(columns);

    for (size_t i = 0; i < totals->count; i++) {
        struct foretold_sum sum = totals->sums[i];
        struct line line;

        if (!by_day && !sum_channel(totals, i, &sum))
            continue;
        make_line(&line, &sum, by_day);
        table_add(table, &line.frame);
    }
    table_print(table, out, color);
    table_free(&table);
}

void
foretold_totals_stream(const struct foretold_totals *totals, bool csv,
                       FILE *out)
{
    if (csv)
        fputs("day,channel,messages,parts,price\r\n", out);
    for (size_t i = 0; i < totals->count; i++) {
        struct buffer text = { 0 };
        struct line line;

        make_line(&line, &totals->sums[i], true);
        if (!csv) {
            table_json(columns, &line.frame, out);
            continue;
        }
        csv_add(&text, totals->sums[i].channel);
        fprintf(out, "%s,%s,%s,%s,%s\r\n", totals->sums[i].day,
                buffer_text(&text), line.messages, line.parts, line.price);
        buffer_free(&text);
    }
}
