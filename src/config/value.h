/*
 * value - one value of a configuration file put in its place as its setting
 * wants it.
 */
#ifndef CONFIG_VALUE_H
#define CONFIG_VALUE_H

#include "calendar/offset.h"

struct diagnoses;
struct node;
struct setting;

/* Read the node of a setting to `place`; -1 when it does not fit, and why is
 * in `diagnoses`. */
int value_read(const struct setting *setting, const struct node *node,
               struct diagnoses *diagnoses, void *place);

/* "5 minutes", "1 second", "0"; returns `text`. */
const char *value_length(instant length, char text[OFFSET_TEXT]);

/* Write the setting's default to `place`. */
void value_default(const struct setting *setting, void *place);

#endif
