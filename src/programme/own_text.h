/*
 * own_text - the texts that stand instead of the built-in ones: those of the
 * organisation (texts.d) and those of an event.
 */
#ifndef PROGRAMME_OWN_TEXT_H
#define PROGRAMME_OWN_TEXT_H

#include "message/template.h"
#include "programme/programme.h"

struct node;
struct part;
struct section;

/* What is written, and who will read it. */
struct own_text_reader {
    enum purpose purpose;
    bool subject;               /* of the mail, instead of the text */
    const struct language *language;
    const char *role;           /* "" none */
};

/* The text for this reader, in their own language and no other: of the event
 * for their role, of the event, of the organisation for their role, of the
 * organisation.  `event` may be NULL.  NULL when the built-in one holds; it
 * lives as long as the programme. */
const struct template *own_text_find(const struct programme *programme,
                                     const struct event *event,
                                     const struct own_text_reader *reader);

/* Whether a text that somebody wrote for the event or for all has the
 * field. */
bool own_text_uses(const struct programme *programme,
                   const struct event *event, enum template_field field);

/* Read a file of texts.d.  What is wrong is in part->diagnoses. */
void own_text_read(struct part *part, const struct node *root);

/* Tell what two files have both, and mark the later one as wrong. */
void own_text_check(struct part *parts, size_t count);

/* Put the texts of the files into the programme. */
void own_text_collect(struct programme *programme, const struct part *parts,
                      size_t count);

/* What a file of texts.d takes. */
extern const struct section own_text_section;

#endif
