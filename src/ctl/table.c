/* table - see table.h */
#include "ctl/table.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/number.h"
#include "ctl/color.h"
#include "ctl/shown.h"

struct table {
    const struct column *columns;
    size_t column_count, cell_count, cell_room;
    const char **cells;         /* row by row, in the pool */
    struct pool *pool;
};

struct table *
table_new(const struct column *columns)
{
    struct table *table = NEW(struct table);

    table->columns = columns;
    while (columns[table->column_count].key != NULL)
        table->column_count++;
    table->pool = pool_new();
    return table;
}

void
table_free(struct table **table)
{
    struct table *old = *table;

    if (old == NULL)
        return;
    *table = NULL;
    pool_free(&old->pool);
    free(old->cells);
    free(old);
}

void
table_add(struct table *table, const struct frame *row)
{
    struct buffer shown = { 0 };

    for (size_t i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        const char *value = frame_get(row, column->key);

        if (value == NULL)
            value = "";
        buffer_clear(&shown);
        if (column->kind == COLUMN_TIME)
            shown_add_time(&shown, value);
        else if (column->kind == COLUMN_LENGTH && *value != '\0')
            shown_add_length(&shown, value);
        else
            shown_add(&shown, value);
        *GROW(table, cells, cell_count, cell_room) =
            pool_copy(table->pool, buffer_text(&shown));
    }
    buffer_free(&shown);
}

size_t
table_rows(const struct table *table)
{
    return table->cell_count / table->column_count;
}

static const char *
cell(const struct table *table, size_t row, size_t column)
{
    return table->cells[row * table->column_count + column];
}

/* 0 for a column that is left out. */
static size_t
column_width(const struct table *table, size_t column)
{
    const char *title = table->columns[column].title;
    size_t width = 0;

    if (title == NULL)
        return 0;
    for (size_t row = 0; row < table_rows(table); row++) {
        const char *text = cell(table, row, column);
        size_t this = shown_width(text, strlen(text));

        if (this > width)
            width = this;
    }
    if (width != 0 && shown_width(title, strlen(title)) > width)
        width = shown_width(title, strlen(title));
    return width;
}

static const char *
cell_color(const struct column *column, const char *text)
{
    if (column->kind == COLUMN_STATE)
        return color_of_state(text);
    if (column->kind == COLUMN_FAULT && *text != '\0' &&
        strcmp(text, "0") != 0)
        return COLOR_RED;
    return NULL;
}

static bool
to_the_right(const struct column *column)
{
    return column->kind == COLUMN_NUMBER || column->kind == COLUMN_FAULT;
}

static void
spaces(FILE *out, size_t count)
{
    fprintf(out, "%*s", (int)count, "");
}

/* One line; `texts` gives what stands in each column. */
static void
print_line(const struct table *table, const size_t *widths,
           const char *const *texts, const char *line_color, bool color,
           FILE *out)
{
    size_t gap = 0;             /* owed before the next text */

    for (size_t i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        const char *paint = NULL;
        size_t fill;

        if (widths[i] == 0)
            continue;
        if (*texts[i] == '\0') {
            gap += widths[i] + 2;
            continue;
        }
        fill = widths[i] - shown_width(texts[i], strlen(texts[i]));
        spaces(out, gap + (to_the_right(column) ? fill : 0));
        if (color)
            paint = line_color != NULL ? line_color
                                       : cell_color(column, texts[i]);
        fprintf(out, "%s%s%s", paint != NULL ? paint : "", texts[i],
                paint != NULL ? COLOR_OFF : "");
        gap = 2 + (to_the_right(column) ? 0 : fill);
    }
    putc('\n', out);
}

void
table_print(const struct table *table, FILE *out, bool color)
{
    size_t *widths = memory_new(table->column_count, sizeof(*widths));
    const char **titles = memory_new(table->column_count, sizeof(*titles));

    for (size_t i = 0; i < table->column_count; i++) {
        widths[i] = column_width(table, i);
        titles[i] = table->columns[i].title;
    }
    print_line(table, widths, titles, COLOR_BOLD, color, out);
    for (size_t row = 0; row < table_rows(table); row++)
        print_line(table, widths,
                   &table->cells[row * table->column_count], NULL, color,
                   out);
    free(titles);
    free(widths);
}

static enum column_kind
kind_of(const struct column *columns, const char *key)
{
    for (; columns->key != NULL; columns++) {
        if (strcmp(columns->key, key) == 0)
            return columns->kind;
    }
    return COLUMN_TEXT;
}

static json_t *
json_number(const char *text)
{
    int64_t whole;
    double real;
    char *end;

    if (number_parse(text, INT64_MIN, INT64_MAX, &whole))
        return json_integer(whole);
    errno = 0;
    real = strtod(text, &end);
    if (*text == '\0' || *end != '\0' || errno != 0)
        return NULL;
    return json_real(real);
}

/* A text that is no UTF-8 is shown as the table would. */
static json_t *
json_text(const char *text)
{
    json_t *value = json_string(text);
    struct buffer shown = { 0 };

    if (value != NULL)
        return value;
    shown_add(&shown, text);
    value = json_string(buffer_text(&shown));
    buffer_free(&shown);
    return value;
}

void
table_json(const struct column *columns, const struct frame *row, FILE *out)
{
    json_t *object = json_object();

    for (size_t i = 0; i < row->count; i++) {
        const char *text = row->fields[i].value;
        enum column_kind kind = kind_of(columns, row->fields[i].key);
        json_t *value = NULL;

        if (kind == COLUMN_NUMBER || kind == COLUMN_FAULT ||
            kind == COLUMN_LENGTH)
            value = *text == '\0' ? json_null() : json_number(text);
        else if (kind == COLUMN_TIME && *text == '\0')
            value = json_null();
        if (value == NULL)
            value = json_text(text);
        json_object_set_new(object, row->fields[i].key, value);
    }
    json_dumpf(object, out, JSON_COMPACT | JSON_REAL_PRECISION(12));
    putc('\n', out);
    json_decref(object);
}
