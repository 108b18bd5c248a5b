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

static void
add(struct foretold_row *row, const char *key, const char *value)
{
    struct frame *frame = &row->frame;

    frame->fields[frame->count].key = key;
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

    add(row, "was_at", at ? moment(was, utc) : "");
    add(row, "was_channel", over ? was->channel : "");
    add(row, "was_text", text ? was->text : "");
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
        add(row, "change", change);
    add(row, "at", moment(foreseen, utc));
    add(row, "event", foreseen->event);
    add(row, "occurrence", foreseen->occurrence);
    add(row, "purpose", foreseen->purpose);
    add(row, "person", foreseen->person);
    add(row, "channel", foreseen->channel);
    add(row, "parts", row->parts);
    add(row, "price", row->price);
    add(row, "why", foreseen->why);
    add(row, "text", foreseen->text);
    if (change != NULL)
        add_was(row, foreseen, utc, was);
}

static void
add_value(const char *key, const char *value, bool csv, struct buffer *line)
{
    if (!csv)
        table_add_json(foretold_columns, key, value, line);
    else if (strcmp(key, "price") == 0)
        buffer_add_text(line, value);   /* a number, whatever its sign */
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
        const char *key = row->frame.fields[i].key;

        if (i != 0 || !csv)
            buffer_add_byte(part, i == 0 ? '{' : ',');
        if (strcmp(key, "person") == 0)
            part = &line->after;
        else
            add_value(key, row->frame.fields[i].value, csv, part);
    }
    buffer_add_text(part, csv ? "\r\n" : "}\n");
}

void
foretold_line_add(const struct foretold_line *line, const char *person,
                  bool csv, struct buffer *out)
{
    buffer_add(out, buffer_bytes(&line->before),
               buffer_length(&line->before));
    add_value("person", person, csv, out);
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
