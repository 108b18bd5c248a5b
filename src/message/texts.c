/* texts - see texts.h */
#include "message/texts.h"

#include <stddef.h>

#include "message/language.h"

struct text {
    const char *body, *subject;
};

struct texts {
    const char *tag;
    struct text text[PURPOSE_COUNT];
};

/* French has neither "tu" nor "vous", so that one text does for all ages. */
static const struct texts all[] = {
    { "nl", {
        [PURPOSE_REMINDER] = {
            "{event.title} {event.when}, {event.place}. {note} "
            "Kom je? JA of NEE.",
            "{event.title} {event.when}" },
        [PURPOSE_MOVED] = {
            "Verplaatst: {event.title} van {change.old_when} naar "
            "{event.when}, {event.place}.",
            "Verplaatst: {event.title} {event.when}" },
        [PURPOSE_PLACED] = {
            "Andere plaats: {event.title} {event.when}, {event.place}"
            "[ (niet {change.old_place})].",
            "Andere plaats: {event.title} {event.when}" },
        [PURPOSE_CHANGED] = {
            "Gewijzigd: {event.title} is nu {event.when}, {event.place} "
            "(was {change.old_when}, {change.old_place}).",
            "Gewijzigd: {event.title} {event.when}" },
        [PURPOSE_CANCELLED] = {
            "Gaat niet door: {event.title} {event.when}"
            "[ ({change.reason})].[ Volgende keer: {event.next}.]",
            "Gaat niet door: {event.title} {event.when}" },
        [PURPOSE_RESTORED] = {
            "Gaat toch door: {event.title} {event.when}, {event.place}. "
            "{note} Kom je? JA of NEE.",
            "Gaat toch door: {event.title} {event.when}" },
        [PURPOSE_STOPPED] = {
            "Je krijgt geen berichten meer van {organisation.name}. "
            "Toch weer? Antwoord START.",
            "Geen berichten meer van {organisation.name}" },
        [PURPOSE_STARTED] = {
            "Je krijgt weer berichten van {organisation.name}. "
            "Stoppen kan altijd: antwoord STOP.",
            "Weer berichten van {organisation.name}" },
    } },
    { "fr", {
        [PURPOSE_REMINDER] = {
            "{event.title} {event.when}, {event.place}. {note} "
            "On s'y voit ? OUI ou NON.",
            "{event.title} {event.when}" },
        [PURPOSE_MOVED] = {
            "Nouvel horaire : {event.title} {event.when} au lieu de "
            "{change.old_when}, {event.place}.",
            "Nouvel horaire : {event.title} {event.when}" },
        [PURPOSE_PLACED] = {
            "Nouveau lieu : {event.title} {event.when}, {event.place}"
            "[ (au lieu de {change.old_place})].",
            "Nouveau lieu : {event.title} {event.when}" },
        [PURPOSE_CHANGED] = {
            "Changement : {event.title} {event.when}, {event.place} "
            "(avant {change.old_when}, {change.old_place}).",
            "Changement : {event.title} {event.when}" },
        [PURPOSE_CANCELLED] = {
            "Annulé : {event.title} {event.when}[ ({change.reason})]."
            "[ Prochaine fois : {event.next}.]",
            "Annulé : {event.title} {event.when}" },
        [PURPOSE_RESTORED] = {
            "Finalement maintenu : {event.title} {event.when}, "
            "{event.place}. {note} On s'y voit ? OUI ou NON.",
            "Finalement maintenu : {event.title} {event.when}" },
        [PURPOSE_STOPPED] = {
            "Plus aucun message de {organisation.name}. "
            "Pour reprendre, il suffit de répondre START.",
            "Plus aucun message de {organisation.name}" },
        [PURPOSE_STARTED] = {
            "Les messages de {organisation.name} reprennent. "
            "Répondre STOP y met fin.",
            "Les messages de {organisation.name} reprennent" },
    } },
    { "en", {
        [PURPOSE_REMINDER] = {
            "{event.title} {event.when}, {event.place}. {note} "
            "Will you come? YES or NO.",
            "{event.title} {event.when}" },
        [PURPOSE_MOVED] = {
            "Moved: {event.title} from {change.old_when} to {event.when}, "
            "{event.place}.",
            "Moved: {event.title} {event.when}" },
        [PURPOSE_PLACED] = {
            "New place: {event.title} {event.when}, {event.place}"
            "[ (not {change.old_place})].",
            "New place: {event.title} {event.when}" },
        [PURPOSE_CHANGED] = {
            "Changed: {event.title} is now {event.when}, {event.place} "
            "(was {change.old_when}, {change.old_place}).",
            "Changed: {event.title} {event.when}" },
        [PURPOSE_CANCELLED] = {
            "Cancelled: {event.title} {event.when}[ ({change.reason})]."
            "[ Next time: {event.next}.]",
            "Cancelled: {event.title} {event.when}" },
        [PURPOSE_RESTORED] = {
            "Going ahead after all: {event.title} {event.when}, "
            "{event.place}. {note} Will you come? YES or NO.",
            "Going ahead after all: {event.title} {event.when}" },
        [PURPOSE_STOPPED] = {
            "You will get no more messages from {organisation.name}. "
            "To get them again, reply START.",
            "No more messages from {organisation.name}" },
        [PURPOSE_STARTED] = {
            "You get messages from {organisation.name} again. "
            "To end them, reply STOP.",
            "Messages from {organisation.name} again" },
    } },
};

/* A language without texts of its own reads those of the first. */
static const struct text *
find(enum purpose purpose, const struct language *language)
{
    for (size_t i = 1; i < sizeof(all) / sizeof(all[0]); i++) {
        if (language == language_find(all[i].tag))
            return &all[i].text[purpose];
    }
    return &all[0].text[purpose];
}

const char *
texts_body(enum purpose purpose, const struct language *language)
{
    return find(purpose, language)->body;
}

const char *
texts_subject(enum purpose purpose, const struct language *language)
{
    return find(purpose, language)->subject;
}
