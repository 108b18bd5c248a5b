/* foretold - see foretold.h */
#include "ctl/foretold.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "ctl/foretold_rows.h"
#include "ctl/foretold_totals.h"

enum { BATCH = 64 * 1024 };     /* bytes written at a time */

/* Messages that differ only in the person, of the moment at hand. */
struct crowd {
    uint64_t same;
    struct foretold_row row;
    size_t people;
    const char *names[FORETOLD_FEW];
};

struct foretold {
    FILE *out;
    enum foretold_form form;
    bool totals_only, differences;
    struct foretold_totals totals;
    size_t comes, goes, changes;
    int64_t price;              /* what comes, less what goes */
    /* a stream */
    struct buffer line;
    bool begun;
    struct foretold_line lines[FORESEEN_KEPT];
    /* a table */
    struct table *table;
    struct pool *pool;          /* of the crowds */
    char at[ZONE_TEXT];         /* of the crowds */
    struct crowd *crowds;
    size_t crowd_count, crowd_room, left_out;
};

struct foretold *
foretold_new(FILE *out, enum foretold_form form, bool totals,
             bool differences)
{
    struct foretold *foretold = NEW(struct foretold);

    foretold->out = out;
    foretold->form = form;
    foretold->totals_only = totals;
    foretold->differences = differences;
    foretold->pool = pool_new();
    foretold->table = table_new(foretold_columns);
    return foretold;
}

void
foretold_free(struct foretold **foretold)
{
    struct foretold *old = *foretold;

    *foretold = NULL;
    if (old == NULL)
        return;
    foretold_totals_free(&old->totals);
    buffer_free(&old->line);
    for (size_t i = 0; i < FORESEEN_KEPT; i++)
        foretold_line_free(&old->lines[i]);
    table_free(&old->table);
    pool_free(&old->pool);
    free(old->crowds);
    free(old);
}

/* -- a stream ------------------------------------------------------------- */

static void
write_out(struct foretold *foretold)
{
    size_t length = buffer_length(&foretold->line);

    if (length != 0)
        fwrite(buffer_bytes(&foretold->line), 1, length, foretold->out);
    buffer_clear(&foretold->line);
}

static void
begin_stream(struct foretold *foretold)
{
    static const struct foreseen none = { .at = "" };
    struct foretold_row row;

    if (foretold->begun || foretold->form != FORETOLD_CSV)
        return;
    foretold->begun = true;
    foretold_row(&row, &none, true,
                 foretold->differences ? "" : NULL, NULL);
    foretold_head(&row, &foretold->line);
}

static void
stream(struct foretold *foretold, const char *change,
       const struct foreseen *foreseen, const struct foreseen *was)
{
    struct foretold_line *line =
        &foretold->lines[foreseen->same % FORESEEN_KEPT];
    bool csv = foretold->form == FORETOLD_CSV;

    begin_stream(foretold);
    if (change != NULL || line->same != foreseen->same) {
        struct foretold_row row;

        foretold_row(&row, foreseen, !csv, change, was);
        foretold_line_make(line, &row, csv);
        line->same = foreseen->same;
    }
    foretold_line_add(line, foreseen->person, csv, &foretold->line);
    if (buffer_length(&foretold->line) >= BATCH)
        write_out(foretold);
}

/* -- a table -------------------------------------------------------------- */

static void
set(struct frame *frame, const char *key, const char *value)
{
    for (size_t i = 0; i < frame->count; i++) {
        if (strcmp(frame->fields[i].key, key) == 0)
            frame->fields[i].value = value;
    }
}

static void
add_line(struct foretold *foretold, const struct frame *row)
{
    if (table_rows(foretold->table) < FORETOLD_LINES)
        table_add(foretold->table, row);
    else
        foretold->left_out++;
}

static void
add_crowd(struct foretold *foretold, struct crowd *crowd)
{
    struct frame *frame = &crowd->row.frame;
    char people[FORETOLD_NUMBER + sizeof(" people")];

    set(frame, "parts", crowd->row.parts);
    set(frame, "price", crowd->row.price);
    if (crowd->people > FORETOLD_FEW) {
        snprintf(people, sizeof(people), "%zu people", crowd->people);
        set(frame, "person", people);
        add_line(foretold, frame);
        return;
    }
    for (size_t i = 0; i < crowd->people; i++) {
        set(frame, "person", crowd->names[i]);
        add_line(foretold, frame);
    }
}

/* A moment is over: its crowds are complete. */
static void
end_moment(struct foretold *foretold)
{
    for (size_t i = 0; i < foretold->crowd_count; i++)
        add_crowd(foretold, &foretold->crowds[i]);
    foretold->crowd_count = 0;
    pool_clear(foretold->pool);
}

static struct crowd *
crowd_new(struct foretold *foretold, const struct foretold_row *row)
{
    struct crowd *crowd = GROW(foretold, crowds, crowd_count, crowd_room);

    crowd->row = *row;
    for (size_t i = 0; i < row->frame.count; i++)
        crowd->row.frame.fields[i].value =
            pool_copy(foretold->pool, row->frame.fields[i].value);
    return crowd;
}

/* The crowd of a row: one of the last, for waves are told one by one. */
static struct crowd *
find_crowd(struct foretold *foretold, const struct foretold_row *row,
           uint64_t same)
{
    size_t count = foretold->crowd_count;
    struct crowd *crowd;

    for (size_t i = 1; i <= count && i <= FORESEEN_KEPT; i++) {
        crowd = &foretold->crowds[count - i];
        if (crowd->same == same)
            return crowd;
    }
    crowd = crowd_new(foretold, row);
    crowd->same = same;
    return crowd;
}

static void
add_to_table(struct foretold *foretold, const char *change,
             const struct foreseen *foreseen, const struct foreseen *was)
{
    struct foretold_row row;
    struct crowd *crowd;

    if (strcmp(foretold->at, foreseen->at) != 0) {
        end_moment(foretold);
        snprintf(foretold->at, sizeof(foretold->at), "%s", foreseen->at);
    }
    foretold_row(&row, foreseen, false, change, was);
    if (foretold->form == FORETOLD_ALL) {
        add_line(foretold, &row.frame);
        return;
    }
    crowd = find_crowd(foretold, &row, foreseen->same);
    if (crowd->people < FORETOLD_FEW)
        crowd->names[crowd->people] = pool_copy(foretold->pool,
                                                foreseen->person);
    crowd->people++;
}

/* -- both ----------------------------------------------------------------- */

static bool
is_stream(const struct foretold *foretold)
{
    return foretold->form == FORETOLD_JSON ||
           foretold->form == FORETOLD_CSV;
}

static void
add(struct foretold *foretold, const char *change,
    const struct foreseen *foreseen, const struct foreseen *was)
{
    if (foretold->totals_only)
        return;
    if (is_stream(foretold))
        stream(foretold, change, foreseen, was);
    else
        add_to_table(foretold, change, foreseen, was);
}

void
foretold_add(struct foretold *foretold, const struct foreseen *foreseen)
{
    foretold_totals_add(&foretold->totals, foreseen);
    add(foretold, NULL, foreseen, NULL);
}

void
foretold_add_change(struct foretold *foretold, const char *change,
                    const struct foreseen *foreseen,
                    const struct foreseen *was)
{
    bool goes = strcmp(change, "goes") == 0;

    if (goes)
        foretold->goes++;
    else if (was != NULL)
        foretold->changes++;
    else
        foretold->comes++;
    foretold->price += goes ? -foreseen->price : foreseen->price;
    if (was != NULL)
        foretold->price -= was->price;
    add(foretold, change, foreseen, was);
}

static const char *
plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static void
summarise(const struct foretold *foretold, bool color)
{
    FILE *out = foretold->out;
    char price[FORETOLD_PRICE];
    struct foretold_sum all;

    if (foretold->differences) {
        fprintf(out, "\n%zu message%s come%s, %zu go%s, %zu change%s; %s "
                "euro%s\n", foretold->comes, plural(foretold->comes),
                foretold->comes == 1 ? "s" : "", foretold->goes,
                foretold->goes == 1 ? "es" : "", foretold->changes,
                foretold->changes == 1 ? "s" : "",
                foretold_price(foretold->price < 0 ? -foretold->price
                                                   : foretold->price, price),
                foretold->price < 0 ? " less" : " more");
        return;
    }
    foretold_totals_all(&foretold->totals, &all);
    if (foretold->totals_only || foretold->totals.count > 1) {
        if (!foretold->totals_only)
            putc('\n', out);
        foretold_totals_print(&foretold->totals, foretold->totals_only, out,
                              color);
    }
    fprintf(out, "\n%lld message%s, %lld part%s, %s euro\n",
            (long long)all.messages, plural((size_t)all.messages),
            (long long)all.parts, plural((size_t)all.parts),
            foretold_price(all.price, price));
}

static void
end_table(struct foretold *foretold, bool color, const char *nothing)
{
    end_moment(foretold);
    if (foretold->totals.count == 0 &&
        foretold->comes + foretold->goes + foretold->changes == 0) {
        fprintf(foretold->out, "%s\n", nothing);
        return;
    }
    if (table_rows(foretold->table) != 0)
        table_print(foretold->table, foretold->out, color);
    if (foretold->left_out != 0)
        fprintf(foretold->out, "... and %zu lines more: --csv and --json "
                "give all\n", foretold->left_out);
    summarise(foretold, color);
}

void
foretold_end(struct foretold *foretold, bool color, const char *nothing)
{
    if (!is_stream(foretold)) {
        end_table(foretold, color, nothing);
    } else if (foretold->totals_only) {
        foretold_totals_stream(&foretold->totals,
                               foretold->form == FORETOLD_CSV,
                               foretold->out);
    } else {
        begin_stream(foretold);
        write_out(foretold);
    }
}
