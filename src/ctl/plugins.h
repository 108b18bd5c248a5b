/*
 * plugins - the settings of each channel, held against what its plugin takes.
 */
#ifndef CTL_PLUGINS_H
#define CTL_PLUGINS_H

struct load;

/* Ask each channel's plugin, in a process of its own that opens nothing, and
 * add what is wrong to the diagnoses.  Only a warning when no plugins are
 * installed here. */
void plugins_check(struct load *load);

#endif
