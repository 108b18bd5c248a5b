/*
 * calendars - the sets of days that events can skip by their name: those of
 * calendars.d, those that come with the program, and public holidays.
 */
#ifndef PROGRAMME_CALENDARS_H
#define PROGRAMME_CALENDARS_H

#include "programme/part.h"

struct dayset;
struct section;

/* A set, and a day of one. */
extern const struct section calendar_section, calendar_day_section;

/* Read all that are listed, before anything that names them.  Of a file of
 * calendars.d that is wrong the last valid text is used. */
void calendars_read(struct loading *loading);

/* Add the public holidays of the organisation's country, if they are known
 * and no set has taken their name. */
void calendars_add_public(struct loading *loading);

/* The set of that name.  NULL when there is none: told with `at`. */
const struct dayset *calendars_find(struct part *part, const struct node *at,
                                    const char *id);

/* Add the files of calendars.d to the sources of the load. */
void calendars_finish(struct loading *loading);

#endif
