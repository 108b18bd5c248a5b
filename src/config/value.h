/*
 * value - one value of a configuration file put in its place as its setting
 * wants it.
 */
#ifndef CONFIG_VALUE_H
#define CONFIG_VALUE_H

struct diagnoses;
struct node;
struct setting;

/* Read the node of a setting to `place`; -1 when it does not fit, and why is
 * in `diagnoses`. */
int value_read(const struct setting *setting, const struct node *node,
               struct diagnoses *diagnoses, void *place);

/* Write the setting's default to `place`. */
void value_default(const struct setting *setting, void *place);

#endif
