/*
 * unknown_language - which language may be meant by a tag that is none of
 * ours: its name in any of the three, or a slip of the hand.
 */
#ifndef PROGRAMME_UNKNOWN_LANGUAGE_H
#define PROGRAMME_UNKNOWN_LANGUAGE_H

struct node;
struct part;

/* "fr" for "Frans" or "fra"; NULL for "de", which is no slip but a language
 * that we do not have. */
const char *unknown_language_near(const char *tag);

/* Tell, at `node`, that there are no texts in that language, and which there
 * are. */
void unknown_language_tell(struct part *part, const struct node *node,
                           const char *tag);

#endif
