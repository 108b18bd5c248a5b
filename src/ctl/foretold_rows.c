/* foretold_rows - see foretold_rows.h */
#include "ctl/foretold_rows.h"

#include <stdio.h>
#include <string.h>

#include "ctl/csv.h"

const struct column foretold_columns[] = {
    { "change", "CHANGE", COLUMN_TEXT },
    { "at", "AT", COLUMN_TIME },
    { "was_at", "WAS AT", COLUMN_TIME },
    { "event", "EVENT", COLUMN_TEXT },
    { "occurrence", NULL, COLUMN_TIME },
    { "purpose", "PURPOSE", COLUMN_TEXT },
    { "person", "PERSON", COLUMN_TEXT },
    { "channel", "CHANNEL", COLUMN_TEXT },
    { "was_channel", "WAS OVER", COLUMN_TEXT },
    { "parts", "PARTS", COLUMN_NUMBER },
    { "price", "PRICE", COLUMN_NUMBER },
    { "why", "WHY", COLUMN_TEXT },
    { "text", "TEXT", COLUMN_TEXT },
    { "was_text", NULL, COLUMN_TEXT },
    { NULL, NULL, COLUMN_TEXT }
};

const char *
foretold_price(int64_t price, char text[FORETOLD_PRICE])
{
    int64_t size = price < 0 ? -price : price;
    size_t length = (size_t)snprintf(text, FORETOLD_PRICE, "%s%lld.%06lld",
                                     price < 0 ? "-" : "",
                                     (long long)(size / 1000000),
                                     (long long)(size % 1000000));

    for (int i = 0; i < 4 && text[length - 1] == '0'; i++)
        text[--length] = '\0';
    return text;
}

/* As they stand in the columns above. */
enum key {
    CHANGE, AT, WAS_AT, EVENT, OCCURRENCE, PURPOSE, PERSON, CHANNEL,
    WAS_CHANNEL, PARTS, PRICE, WHY, TEXT, WAS_TEXT
};

static void
add(struct foretold_row *row, enum key key, const char *value)
{
    struct frame *frame = &row->frame;

    row->columns[frame->count] = &foretold_columns[key];
    frame->fields[frame->count].key = foretold_columns[key].key;
    frame->fields[frame->count].value = value;
    frame->count++;
}

static const char *
moment(const struct foreseen *foreseen, bool utc)
{
    return utc ? foreseen->at_utc : foreseen->at;
}

/* What was other before: "" where it was the same. */
static void
add_was(struct foretold_row *row, const struct foreseen *foreseen, bool utc,
        const struct foreseen *was)
{
    bool at = was != NULL && strcmp(was->at_utc, foreseen->at_utc) != 0;
    bool over = was != NULL && strcmp(was->channel, foreseen->channel) != 0;
    bool text = was != NULL && strcmp(was->text, foreseen->text) != 0;

    add(row, WAS_AT, at ? moment(was, utc) : "");
    add(row, WAS_CHANNEL, over ? was->channel : "");
    add(row, WAS_TEXT, text ? was->text : "");
}

void
foretold_row(struct foretold_row *row, const struct foreseen *foreseen,
             bool utc, const char *change, const struct foreseen *was)
{
    row->frame.verb = "row";
    row->frame.count = 0;
    snprintf(row->parts, sizeof(row->parts), "%lld",
             (long long)foreseen->parts);
    foretold_price(foreseen->price, row->price);
    if (change != NULL)
        add(row, CHANGE, change);
    add(row, AT, moment(foreseen, utc));
    add(row, EVENT, foreseen->event);
    add(row, OCCURRENCE, foreseen->occurrence);
    add(row, PURPOSE, foreseen->purpose);
    add(row, PERSON, foreseen->person);
    add(row, CHANNEL, foreseen->channel);
    add(row, PARTS, row->parts);
    add(row, PRICE, row->price);
    add(row, WHY, foreseen->why);
    add(row, TEXT, foreseen->text);
    if (change != NULL)
        add_was(row, foreseen, utc, was);
}

static void
add_value(const struct column *column, const char *value, bool csv,
          struct buffer *line)
{
    if (!csv)
        table_add_json(column->kind, column->key, value, line);
    else if (column->kind == COLUMN_NUMBER)
        buffer_add_text(line, value);   /* whatever its sign */
    else
        csv_add(line, value);
}

void
foretold_line_make(struct foretold_line *line, const struct foretold_row *row,
                   bool csv)
{
    struct buffer *part = &line->before;

    buffer_clear(&line->before);
    buffer_clear(&line->after);
    for (size_t i = 0; i < row->frame.count; i++) {
        if (i != 0 || !csv)
            buffer_add_byte(part, i == 0 ? '{' : ',');
        if (row->columns[i] == &foretold_columns[PERSON])
            part = &line->after;
        else
            add_value(row->columns[i], row->frame.fields[i].value, csv,
                      part);
    }
    buffer_add_text(part, csv ? "\r\n" : "}\n");
}

void
foretold_line_add(const struct foretold_line *line, const char *person,
                  bool csv, struct buffer *out)
{
    buffer_add(out, buffer_bytes(&line->before),
               buffer_length(&line->before));
    add_value(&foretold_columns[PERSON], person, csv, out);
    buffer_add(out, buffer_bytes(&line->after), buffer_length(&line->after));
}

void
foretold_line_free(struct foretold_line *line)
{
    buffer_free(&line->before);
    buffer_free(&line->after);
}

void
foretold_head(const struct foretold_row *row, struct buffer *line)
{
    for (size_t i = 0; i < row->frame.count; i++)
        buffer_add_format(line, "%s%s", i != 0 ? "," : "",
                          row->frame.fields[i].key);
    buffer_add_text(line, "\r\n");
}
