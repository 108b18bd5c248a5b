/*
 * template - see template.h
 *
 * A template is a flat list of segments.  The parser works in bytes: all that
 * has a meaning is ASCII, and no byte of a longer character looks like it.
 */
#include "message/template.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum segment_kind { LITERAL, FIELD, GROUP, GROUP_END };

struct segment {
    enum segment_kind kind;
    enum template_field field;  /* of FIELD */
    size_t next;                /* of GROUP: the segment behind its end */
    size_t length;              /* of LITERAL */
    const char *text;
};

struct template {
    uint32_t fields;            /* a bit for each that occurs */
    size_t count;
    const struct segment *segments;
};

static const char *const names[TEMPLATE_FIELDS + 1] = {
    [TEMPLATE_EVENT_TITLE] = "event.title",
    [TEMPLATE_EVENT_WHEN] = "event.when",
    [TEMPLATE_EVENT_DATE] = "event.date",
    [TEMPLATE_EVENT_TIME] = "event.time",
    [TEMPLATE_EVENT_END] = "event.end",
    [TEMPLATE_EVENT_NUMBER] = "event.number",
    [TEMPLATE_EVENT_COUNT] = "event.count",
    [TEMPLATE_EVENT_PLACE] = "event.place",
    [TEMPLATE_EVENT_NEXT] = "event.next",
    [TEMPLATE_CHANGE_WHEN] = "change.when",
    [TEMPLATE_CHANGE_OLD_WHEN] = "change.old_when",
    [TEMPLATE_CHANGE_PLACE] = "change.place",
    [TEMPLATE_CHANGE_OLD_PLACE] = "change.old_place",
    [TEMPLATE_CHANGE_REASON] = "change.reason",
    [TEMPLATE_PERSON_NAME] = "person.name",
    [TEMPLATE_ORGANISATION_NAME] = "organisation.name",
    [TEMPLATE_ORGANISATION_CONTACT] = "organisation.contact",
    [TEMPLATE_NOTE] = "note",
    [TEMPLATE_REPLY] = "reply",
};

/* What the parser knows while it walks through the text. */
struct parser {
    struct pool *pool;
    const char *text, *at;
    struct buffer literal;      /* collected, not yet a segment */
    struct segment *segments;   /* room for the longest possible list */
    size_t count, group;        /* group: of the open one */
    const char *group_start;    /* NULL: none is open */
    uint32_t fields, group_fields;
};

const char *
template_field_name(enum template_field field)
{
    return names[field];
}

/* The number of the character at `at`, as a person counts. */
static int
position(const struct parser *parser, const char *at)
{
    int number = 1;

    for (const char *p = parser->text; p < at; p++)
        number += ((unsigned char)*p & 0xc0) != 0x80;
    return number;
}

static struct segment *
add_segment(struct parser *parser, enum segment_kind kind)
{
    struct segment *segment = &parser->segments[parser->count++];

    segment->kind = kind;
    return segment;
}

static void
end_literal(struct parser *parser)
{
    size_t length = buffer_length(&parser->literal);
    struct segment *segment;

    if (length == 0)
        return;
    segment = add_segment(parser, LITERAL);
    segment->text = pool_copy_n(parser->pool, buffer_text(&parser->literal),
                                length);
    segment->length = length;
    buffer_clear(&parser->literal);
}

/* What a field is called by those who write them in Dutch, or shorter. */
static const char *
translate(const char *written)
{
    static const struct {
        const char *words;
        enum template_field field;
    } known[] = {
        { " naam name voornaam ", TEMPLATE_PERSON_NAME },
        { " titel title ", TEMPLATE_EVENT_TITLE },
        { " datum date dag ", TEMPLATE_EVENT_DATE },
        { " uur tijd tijdstip time ", TEMPLATE_EVENT_TIME },
        { " wanneer when ", TEMPLATE_EVENT_WHEN },
        { " plaats place locatie waar adres ", TEMPLATE_EVENT_PLACE },
        { " einde eind end ", TEMPLATE_EVENT_END },
        { " organisatie ", TEMPLATE_ORGANISATION_NAME },
        { " contact ", TEMPLATE_ORGANISATION_CONTACT },
        { " nota notes opmerking ", TEMPLATE_NOTE },
    };
    char word[34];

    snprintf(word, sizeof(word), " %s ", written);
    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
        if (strstr(known[i].words, word) != NULL)
            return names[known[i].field];
    }
    return NULL;
}

/* Only names of the list come back as "did you mean", and what was written is
 * quoted only when it is a short word. */
static int
unknown_field(struct parser *parser, const char *start, size_t length,
              struct error *error)
{
    char written[32];
    const char *nearest = NULL;

    if (length < sizeof(written)) {
        memcpy(written, start, length);
        written[length] = '\0';
        nearest = translate(written);
        if (nearest == NULL)
            nearest = text_nearest(written, names);
    } else {
        text_copy(written, sizeof(written) - 3, start);
        memcpy(written + strlen(written), "...", 4);
    }
    if (nearest != NULL)
        return error_set(error, "{%s} at character %d is not a field; did "
                         "you mean {%s}?", written,
                         position(parser, parser->at), nearest);
    return error_set(error, "{%s} at character %d is not a field; the fields "
                     "are listed in allo.conf(5)", written,
                     position(parser, parser->at));
}

/* The field of that name, or TEMPLATE_FIELDS. */
static int
find_field(const char *name, size_t length)
{
    int i = 0;

    while (i < TEMPLATE_FIELDS && (strlen(names[i]) != length ||
                                   memcmp(names[i], name, length) != 0))
        i++;
    return i;
}

static int
parse_field(struct parser *parser, struct error *error)
{
    const char *start = parser->at + 1;
    size_t length = strcspn(start, "{}[]\n");
    int field;

    if (start[length] != '}')
        return error_set(error, "the { at character %d is never closed; "
                         "write {{ for a brace",
                         position(parser, parser->at));
    field = find_field(start, length);
    if (field == TEMPLATE_FIELDS)
        return unknown_field(parser, start, length, error);
    end_literal(parser);
    add_segment(parser, FIELD)->field = (enum template_field)field;
    parser->fields |= UINT32_C(1) << field;
    parser->group_fields |= UINT32_C(1) << field;
    parser->at = start + length + 1;
    return 0;
}

/* "{{", "}}", "[[", "]]".  Other programs write fields as {{name}}: better to
 * say so than to send the name itself to everybody. */
static int
parse_double(struct parser *parser, struct error *error)
{
    const char *start = parser->at + 2;

    if (*parser->at == '{') {
        size_t length = strcspn(start, "{}[]\n");
        int field = find_field(start, length);

        if (field != TEMPLATE_FIELDS && start[length] == '}')
            return error_set(error, "the field at character %d has two "
                             "braces; write {%s}",
                             position(parser, parser->at), names[field]);
    }
    buffer_add_byte(&parser->literal, *parser->at);
    parser->at += 2;
    return 0;
}

static int
open_group(struct parser *parser, struct error *error)
{
    if (parser->group_start != NULL)
        return error_set(error, "the [ at character %d stands inside the "
                         "group of character %d; write [[ for a bracket",
                         position(parser, parser->at),
                         position(parser, parser->group_start));
    end_literal(parser);
    parser->group = parser->count;
    add_segment(parser, GROUP);
    parser->group_start = parser->at++;
    parser->group_fields = 0;
    return 0;
}

static int
close_group(struct parser *parser, struct error *error)
{
    if (parser->group_start == NULL)
        return error_set(error, "the ] at character %d closes nothing; write "
                         "]] for a bracket", position(parser, parser->at));
    if (parser->group_fields == 0)
        return error_set(error, "the group at character %d has no field in "
                         "it; write [[ ]] for brackets, or {event.when} and "
                         "its like for a field",
                         position(parser, parser->group_start));
    end_literal(parser);
    add_segment(parser, GROUP_END);
    parser->segments[parser->group].next = parser->count;
    parser->group_start = NULL;
    parser->at++;
    return 0;
}

static int
parse_one(struct parser *parser, struct error *error)
{
    char byte = *parser->at;

    if (strchr("{}[]", byte) != NULL && parser->at[1] == byte)
        return parse_double(parser, error);
    switch (byte) {
    case '{':
        return parse_field(parser, error);
    case '[':
        return open_group(parser, error);
    case ']':
        return close_group(parser, error);
    case '}':
        return error_set(error, "the } at character %d closes nothing; write "
                         "}} for a brace", position(parser, parser->at));
    default:
        buffer_add_byte(&parser->literal, byte);
        parser->at++;
        return 0;
    }
}

/* Only UTF-8, and no control character that would reach a phone. */
static int
check_characters(const struct parser *parser, struct error *error)
{
    const char *at = parser->text, *end = at + strlen(at), *start;

    while (at < end) {
        int32_t code;

        start = at;
        code = text_next(&at, end);
        if (code < 0)
            return error_set(error, "character %d is not UTF-8; save the "
                             "file as UTF-8", position(parser, start));
        if ((code < 0x20 && code != '\n') || (code >= 0x7f && code < 0xa0))
            return error_set(error, "character %d is a control character; "
                             "leave it out", position(parser, start));
    }
    return 0;
}

static int
parse_all(struct parser *parser, struct error *error)
{
    if (check_characters(parser, error) != 0)
        return -1;
    while (*parser->at != '\0') {
        if (parse_one(parser, error) != 0)
            return -1;
    }
    if (parser->group_start != NULL)
        return error_set(error, "the [ at character %d is never closed; "
                         "write [[ for a bracket",
                         position(parser, parser->group_start));
    end_literal(parser);
    return 0;
}

int
template_parse(struct pool *pool, const char *text,
               const struct template **template, struct error *error)
{
    struct parser parser = { .pool = pool, .text = text, .at = text };
    struct template *made;
    size_t most = 1;
    int result;

    /* each sign ends a literal and begins a segment of its own */
    for (const char *p = text; *p != '\0'; p++)
        most += strchr("{}[]", *p) != NULL ? 2 : 0;
    parser.segments = memory_new(most, sizeof(*parser.segments));
    result = parse_all(&parser, error);
    if (result == 0) {
        struct segment *kept =
            pool_take(pool, parser.count * sizeof(*kept));

        memcpy(kept, parser.segments, parser.count * sizeof(*kept));
        made = pool_take(pool, sizeof(*made));
        made->fields = parser.fields;
        made->count = parser.count;
        made->segments = kept;
        *template = made;
    }
    free(parser.segments);
    buffer_free(&parser.literal);
    return result;
}

bool
template_uses(const struct template *template, enum template_field field)
{
    return (template->fields >> field & 1) != 0;
}

static bool
filled(const struct template_values *values, enum template_field field)
{
    return values->text[field] != NULL && *values->text[field] != '\0';
}

static bool
group_filled(const struct template *template, size_t group,
             const struct template_values *values)
{
    const struct segment *segments = template->segments;

    for (size_t i = group + 1; segments[i].kind != GROUP_END; i++) {
        if (segments[i].kind == FIELD && !filled(values, segments[i].field))
            return false;
    }
    return true;
}

/* Whether the segment gives nothing with these values. */
static bool
absent(const struct template *template, size_t i,
       const struct template_values *values)
{
    const struct segment *segment = &template->segments[i];

    return (segment->kind == FIELD && !filled(values, segment->field)) ||
        (segment->kind == GROUP && !group_filled(template, i, values));
}

/* How many bytes of the joint are at `text`: a space, a comma, or the comma of
 * Arabic; 0 when there is none. */
static size_t
joint(const char *text, size_t length)
{
    if (length > 0 && (*text == ' ' || *text == ','))
        return 1;
    return length > 1 && memcmp(text, "\330\214", 2) == 0 ? 2 : 0;
}

/* The same of the one that ends where `length` does. */
static size_t
joint_before(const char *text, size_t length)
{
    if (length > 1 && joint(text + length - 2, 2) == 2)
        return 2;
    return length > 0 ? joint(text + length - 1, 1) : 0;
}

/* A literal, less what an absent segment behind it takes along, or before it
 * when nothing was written yet.  The length is of the literal's own text: what
 * a value ends with is never taken. */
static void
render_literal(const struct template *template, size_t i,
               const struct template_values *values, bool nothing_yet,
               struct buffer *out)
{
    const char *text = template->segments[i].text;
    size_t length = template->segments[i].length, taken;

    if (i + 1 < template->count && absent(template, i + 1, values)) {
        while ((taken = joint_before(text, length)) > 0)
            length -= taken;
    }
    if (nothing_yet && i > 0) {
        while ((taken = joint(text, length)) > 0)
            text += taken, length -= taken;
    }
    buffer_add(out, text, length);
}

void
template_render(const struct template *template,
                const struct template_values *values, struct buffer *out)
{
    const struct segment *segments = template->segments;
    size_t before = buffer_length(out);

    for (size_t i = 0; i < template->count; i++) {
        bool nothing_yet = buffer_length(out) == before;

        if (segments[i].kind == GROUP && absent(template, i, values))
            i = segments[i].next - 1;
        else if (segments[i].kind == FIELD && !absent(template, i, values))
            buffer_add_text(out, values->text[segments[i].field]);
        else if (segments[i].kind == LITERAL)
            render_literal(template, i, values, nothing_yet, out);
    }
}
