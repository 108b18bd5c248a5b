/* assembly - see assembly.h */
#include "assembly.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

/* Information elements, 3GPP TS 23.040 section 9.2.3.24 */
enum { ELEMENT_CONCATENATED_8 = 0x00, ELEMENT_CONCATENATED_16 = 0x08 };

static void
read_element(uint8_t tag, const uint8_t *value, size_t length,
             struct assembly_header *header)
{
    uint8_t total, part;
    uint16_t reference;

    if (tag == ELEMENT_CONCATENATED_8 && length == 3)
        reference = value[0];
    else if (tag == ELEMENT_CONCATENATED_16 && length == 4)
        reference = (uint16_t)(value[0] << 8 | value[1]);
    else
        return;
    total = value[length - 2];
    part = value[length - 1];
    if (part >= 1 && part <= total) {
        header->reference = reference;
        header->total = total;
        header->part = part;
    }
}

static void
read_user_data_header(const struct pdu_message *message,
                      struct assembly_header *header)
{
    size_t whole, at = 1;

    if (message->length == 0)
        return;
    whole = (size_t)message->text[0] + 1;
    if (whole > message->length)
        return;
    header->skip = (uint16_t)whole;
    while (at + 2 <= whole) {
        uint8_t tag = message->text[at], length = message->text[at + 1];

        at += 2;
        if (length > whole - at)
            return;
        read_element(tag, message->text + at, length, header);
        at += length;
    }
}

void
assembly_read_header(const struct pdu_message *message,
                     struct assembly_header *header)
{
    *header = (struct assembly_header){ .total = 1, .part = 1 };
    if (message->esm_class & PDU_ESM_HEADER) {
        read_user_data_header(message, header);
    } else if ((message->has & PDU_HAS_SEGMENT) && message->segment >= 1 &&
               message->segment <= message->segment_total) {
        header->reference = message->segment_reference;
        header->total = message->segment_total;
        header->part = message->segment;
    }
}

void
assembly_release(struct assembly *assembly, struct assembly_set *set)
{
    for (int i = 0; i < set->total; i++) {
        free(set->parts[i].text);
        set->parts[i].text = NULL;
    }
    set->used = false;
    assembly->used--;
}

void
assembly_free(struct assembly *assembly)
{
    for (int i = 0; i < ASSEMBLY_SETS; i++) {
        if (assembly->sets[i] != NULL && assembly->sets[i]->used)
            assembly_release(assembly, assembly->sets[i]);
        free(assembly->sets[i]);
        assembly->sets[i] = NULL;
    }
}

static bool
is_of(const struct assembly_set *set, const struct pdu_message *message,
      const struct assembly_header *header)
{
    return set->used && set->reference == header->reference &&
           set->total == header->total &&
           strncmp(set->from, message->from.digits,
                   sizeof(set->from) - 1) == 0 &&
           strncmp(set->to, message->to.digits, sizeof(set->to) - 1) == 0;
}

/* The set of the part, a free one, or the oldest that must go (*full). */
static struct assembly_set *
choose(struct assembly *assembly, const struct pdu_message *message,
       const struct assembly_header *header, bool *full)
{
    struct assembly_set *free_set = NULL, *oldest = NULL;

    *full = false;
    for (int i = 0; i < ASSEMBLY_SETS; i++) {
        struct assembly_set *set = assembly->sets[i];

        if (set == NULL)
            set = assembly->sets[i] = NEW(struct assembly_set);
        if (is_of(set, message, header))
            return set;
        if (!set->used)
            free_set = free_set != NULL ? free_set : set;
        else if (oldest == NULL || set->deadline < oldest->deadline)
            oldest = set;
    }
    *full = free_set == NULL;
    return free_set != NULL ? free_set : oldest;
}

struct assembly_set *
assembly_add(struct assembly *assembly, const struct pdu *pdu,
             const struct assembly_header *header, const char *text,
             int64_t now, bool *again)
{
    const struct pdu_message *message = &pdu->message;
    struct assembly_set *set;
    struct assembly_part *part;

    set = choose(assembly, message, header, again);
    part = &set->parts[header->part - 1];
    if (*again || (set->used && part->text != NULL)) {
        *again = true;
        return set;
    }
    if (!set->used) {
        set->used = true;
        assembly->used++;
        text_copy(set->from, sizeof(set->from), message->from.digits);
        text_copy(set->to, sizeof(set->to), message->to.digits);
        set->from_ton = message->from.ton;
        set->to_ton = message->to.ton;
        set->reference = header->reference;
        set->total = header->total;
        set->count = 0;
        set->deadline = now + ASSEMBLY_PATIENCE;
    }
    *part = (struct assembly_part){ pdu->command, pdu->sequence,
                                    memory_copy(text) };
    set->count++;
    return set->count == set->total ? set : NULL;
}

struct assembly_set *
assembly_overdue(struct assembly *assembly, int64_t now, int64_t *next)
{
    *next = INT64_MAX;
    for (int i = 0; i < ASSEMBLY_SETS && assembly->used > 0; i++) {
        struct assembly_set *set = assembly->sets[i];

        if (set == NULL || !set->used)
            continue;
        if (set->deadline <= now)
            return set;
        if (set->deadline < *next)
            *next = set->deadline;
    }
    return NULL;
}

void
assembly_text(const struct assembly_set *set, struct buffer *out)
{
    bool gap = false;

    for (int i = 0; i < set->total; i++) {
        if (set->parts[i].text != NULL)
            buffer_add_text(out, set->parts[i].text);
        else if (!gap)
            buffer_add_text(out, "...");
        gap = set->parts[i].text == NULL;
    }
}
