/* phones - puts texts together as a phone does, and remembers who wrote */
#include "smsc/smsc.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "smpp/coding.h"

enum { CODING_UCS2 = 8 };

struct smsc_phone *
phones_find(struct smsc *smsc, const char *number)
{
    uint32_t place = 2166136261u;

    for (const char *at = number; *at != '\0'; at++)
        place = (place ^ (uint8_t)*at) * 16777619u;
    for (uint32_t i = 0; i < SMSC_PHONES; i++) {
        struct smsc_phone *phone = &smsc->phones[(place + i) % SMSC_PHONES];

        if (phone->number[0] == '\0')
            text_copy(phone->number, sizeof(phone->number), number);
        if (strcmp(phone->number, number) == 0)
            return phone;
    }
    /* full: the one in the first place is forgotten */
    smsc->phones[place % SMSC_PHONES] = (struct smsc_phone){ 0 };
    return phones_find(smsc, number);
}

static void
ring(struct smsc *smsc, struct show_text *text,
     const struct pdu_address *from)
{
    struct smsc_phone *phone = phones_find(smsc, text->to);

    text_copy(phone->sender, sizeof(phone->sender), from->digits);
    phone->sender_ton = from->ton;
    smsc->last_phone = (uint32_t)(phone - smsc->phones);
    show_text(&smsc->show, text);
}

/* Numbers and names as this program writes them: a number of any type has a
 * plus, for it was submitted as one. */
static void
write_number(char out[24], const char *digits)
{
    snprintf(out, 24, "%s%.20s",
             *digits != '\0' &&
             strspn(digits, "0123456789") == strlen(digits) ? "+" : "",
             digits);
}

static void
show_set(struct smsc *smsc, const struct pdu *pdu, struct show_text *text,
         struct assembly_set *set)
{
    struct buffer whole = { 0 };

    assembly_text(set, &whole);
    text->text = buffer_text(&whole);
    text->parts = set->count;
    text->whole = set->count == set->total;
    ring(smsc, text, &pdu->message.from);
    buffer_free(&whole);
    assembly_release(&smsc->assembly, set);
}

static void
add_part(struct smsc *smsc, const struct pdu *pdu, struct show_text *text,
         const struct assembly_header *header)
{
    struct assembly_set *set;
    bool again;

    do {
        set = assembly_add(&smsc->assembly, pdu, header, text->text,
                           smsc->now, &again);
        if (set != NULL) {
            char older[24];
            struct show_text shown = *text;

            /* what makes room may be another phone's */
            write_number(older, set->to);
            shown.to = older;
            show_set(smsc, pdu, &shown, set);
        }
    } while (again);
}

void
phones_arrive(struct smsc *smsc, const struct pdu *pdu, uint64_t id)
{
    const struct pdu_message *message = &pdu->message;
    char from[24], to[24], name[24];
    struct assembly_header header;
    struct show_text text = { .from = from, .to = to, .id = name,
                              .validity = message->validity, .parts = 1,
                              .whole = true,
                              .ucs2 = message->coding == CODING_UCS2 };

    snprintf(name, sizeof(name), "%" PRIu64, id);
    write_number(from, message->from.digits);
    write_number(to, message->to.digits);
    assembly_read_header(message, &header);
    buffer_clear(&smsc->text);
    if (!coding_decode(&smsc->text, message->coding,
                       message->text + header.skip,
                       (size_t)(message->length - header.skip)))
        buffer_add_text(&smsc->text, "(not a text)");
    text.text = buffer_text(&smsc->text);
    if (header.total > 1)
        add_part(smsc, pdu, &text, &header);
    else
        ring(smsc, &text, &message->from);
}

void
phones_close(struct smsc *smsc)
{
    assembly_free(&smsc->assembly);
    buffer_free(&smsc->text);
}
