/* table - see table.h */
#include "ctl/table.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
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

static const char digits[] = "0123456789";

/* Whether it can stand in JSON as it is: "12", "-3", "0.075", "1e+05". */
static bool
is_number(const char *text)
{
    size_t count;

    text += *text == '-';
    count = strspn(text, digits);
    if (count == 0 || (count > 1 && *text == '0'))
        return false;
    text += count;
    if (*text == '.') {
        count = strspn(text + 1, digits);
        if (count == 0)
            return false;
        text += 1 + count;
    }
    if (*text == 'e' || *text == 'E') {
        text += 1 + (text[1] == '-' || text[1] == '+');
        count = strspn(text, digits);
        text += count;
    }
    return count != 0 && *text == '\0';
}

static void
add_escape(struct buffer *line, char letter, const char **text)
{
    buffer_add_byte(line, '\\');
    buffer_add_byte(line, letter);
    (*text)++;
}

/* A text that is no UTF-8 is shown as the table would. */
static void
add_quoted(struct buffer *line, const char *text)
{
    struct buffer shown = { 0 };

    if (!text_is_utf8(text, strlen(text), NULL)) {
        shown_add(&shown, text);
        text = buffer_text(&shown);
    }
    buffer_add_byte(line, '"');
    while (*text != '\0') {
        size_t plain = 0;

        while ((unsigned char)text[plain] >= 0x20 && text[plain] != '"' &&
               text[plain] != '\\')
            plain++;
        buffer_add(line, text, plain);
        text += plain;
        if (*text == '"' || *text == '\\')
            add_escape(line, *text, &text);
        else if (*text == '\n')
            add_escape(line, 'n', &text);
        else if (*text == '\t')
            add_escape(line, 't', &text);
        else if (*text == '\r')
            add_escape(line, 'r', &text);
        else if (*text != '\0')
            buffer_add_format(line, "\\u%04x", (unsigned)*text++);
    }
    buffer_add_byte(line, '"');
    buffer_free(&shown);
}

static void
add_value(struct buffer *line, enum column_kind kind, const char *text)
{
    bool number = kind == COLUMN_NUMBER || kind == COLUMN_FAULT ||
                  kind == COLUMN_LENGTH;

    if ((number || kind == COLUMN_TIME) && *text == '\0')
        buffer_add_text(line, "null");
    else if (number && is_number(text))
        buffer_add_text(line, text);
    else
        add_quoted(line, text);
}

void
table_add_json(enum column_kind kind, const char *key, const char *value,
               struct buffer *line)
{
    buffer_add_byte(line, '"');
    buffer_add_text(line, key);
    buffer_add_text(line, "\":");
    add_value(line, kind, value);
}

void
table_json(const struct column *columns, const struct frame *row, FILE *out)
{
    struct buffer line = { 0 };

    for (size_t i = 0; i < row->count; i++) {
        buffer_add_byte(&line, i == 0 ? '{' : ',');
        table_add_json(kind_of(columns, row->fields[i].key),
                       row->fields[i].key, row->fields[i].value, &line);
    }
    buffer_add_text(&line, row->count == 0 ? "{}\n" : "}\n");
    fwrite(buffer_bytes(&line), 1, buffer_length(&line), out);
    buffer_free(&line);
}
