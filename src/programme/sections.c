/* sections - see sections.h */
#include "programme/sections.h"

#include <stddef.h>

#include "programme/calendars.h"
#include "programme/channel.h"
#include "programme/event.h"
#include "programme/event_around.h"
#include "programme/event_change.h"
#include "programme/group.h"
#include "programme/organisation.h"
#include "programme/own_text.h"
#include "programme/people.h"

const struct section *const sections_all[] = {
    &allo_section, &organisation_section, &store_section, &channel_section,
    &group_section, &event_section, &change_section, &linked_section,
    &stop_section, &deadline_section, &person_section, &own_text_section,
    &calendar_section, &calendar_day_section, NULL
};
