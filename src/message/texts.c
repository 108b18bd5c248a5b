/* texts - see texts.h */
#include "message/texts.h"

#include <stddef.h>
#include <string.h>

#include "message/language.h"

struct text {
    const char *body, *subject;
};

struct texts {
    const char *tag, *reply;
    struct text text[PURPOSE_COUNT];
    struct text deadline;       /* the reminder of one */
};

/*
 * French, German and Turkish have no "tu" or "vous" in them, and Arabic no
 * "you" that is a man or a woman, so that one text does for everybody.
 *
 * Turkish has its own letters, for mail and push; an SMS has the nearest of
 * GSM 03.38 ("Degisti" for what is spelt with cedilla and breve), which is how
 * people type it.
 *
 * An Arabic text begins with an Arabic word: a phone takes the direction of a
 * line from its first letter, and after a title in Latin letters day, hour and
 * place would be shown in the wrong order.  A mark that nobody sees (U+200F)
 * would do the same, but transliteration drops it, some phones draw it as a
 * box, and a person who edits the text does not see it.  No more marks are
 * needed: a unit test has ICU lay every line out.
 */
static const struct texts all[] = {
    { "nl", "Kom je? JA of NEE.", {
        [PURPOSE_REMINDER] = {
            "{event.title} {event.when}, {event.place}. {note} {reply}",
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
            "{note} {reply}",
            "Gaat toch door: {event.title} {event.when}" },
        [PURPOSE_STOPPED] = {
            "Je krijgt geen berichten meer van {organisation.name}. "
            "Toch weer? Antwoord START.",
            "Geen berichten meer van {organisation.name}" },
        [PURPOSE_STARTED] = {
            "Je krijgt weer berichten van {organisation.name}. "
            "Stoppen kan altijd: antwoord STOP.",
            "Weer berichten van {organisation.name}" },
    }, {
            "{event.title}: kan nog tot {event.when}. {note}",
            "{event.title}: nog tot {event.when}" } },
    { "fr", "On s'y voit ? OUI ou NON.", {
        [PURPOSE_REMINDER] = {
            "{event.title} {event.when}, {event.place}. {note} {reply}",
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
            "{event.place}. {note} {reply}",
            "Finalement maintenu : {event.title} {event.when}" },
        [PURPOSE_STOPPED] = {
            "Plus aucun message de {organisation.name}. "
            "Pour reprendre, il suffit de répondre START.",
            "Plus aucun message de {organisation.name}" },
        [PURPOSE_STARTED] = {
            "Les messages de {organisation.name} reprennent. "
            "Répondre STOP y met fin.",
            "Les messages de {organisation.name} reprennent" },
    }, {
            "{event.title} : encore possible jusqu'au "
            "{event.when}. {note}",
            "{event.title} : jusqu'au {event.when}" } },
    { "en", "Will you come? YES or NO.", {
        [PURPOSE_REMINDER] = {
            "{event.title} {event.when}, {event.place}. {note} {reply}",
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
            "{event.place}. {note} {reply}",
            "Going ahead after all: {event.title} {event.when}" },
        [PURPOSE_STOPPED] = {
            "You will get no more messages from {organisation.name}. "
            "To get them again, reply START.",
            "No more messages from {organisation.name}" },
        [PURPOSE_STARTED] = {
            "You get messages from {organisation.name} again. "
            "To end them, reply STOP.",
            "Messages from {organisation.name} again" },
    }, {
            "{event.title}: still possible until "
            "{event.when}. {note}",
            "{event.title}: until {event.when}" } },
    { "de", "Dabei? JA oder NEIN.", {
        [PURPOSE_REMINDER] = {
            "{event.title} {event.when}, {event.place}. {note} {reply}",
            "{event.title} {event.when}" },
        [PURPOSE_MOVED] = {
            "Verschoben: {event.title} von {change.old_when} auf "
            "{event.when}, {event.place}.",
            "Verschoben: {event.title} {event.when}" },
        [PURPOSE_PLACED] = {
            "Anderer Ort: {event.title} {event.when}, {event.place}"
            "[ (nicht {change.old_place})].",
            "Anderer Ort: {event.title} {event.when}" },
        [PURPOSE_CHANGED] = {
            "Geändert: {event.title} jetzt {event.when}, {event.place} "
            "(vorher {change.old_when}, {change.old_place}).",
            "Geändert: {event.title} {event.when}" },
        [PURPOSE_CANCELLED] = {
            "Fällt aus: {event.title} {event.when}[ ({change.reason})]."
            "[ Nächstes Mal: {event.next}.]",
            "Fällt aus: {event.title} {event.when}" },
        [PURPOSE_RESTORED] = {
            "Findet doch statt: {event.title} {event.when}, {event.place}. "
            "{note} {reply}",
            "Findet doch statt: {event.title} {event.when}" },
        [PURPOSE_STOPPED] = {
            "Ab jetzt keine Nachrichten mehr von {organisation.name}. "
            "Doch wieder? Einfach mit START antworten.",
            "Keine Nachrichten mehr von {organisation.name}" },
        [PURPOSE_STARTED] = {
            "Ab jetzt wieder Nachrichten von {organisation.name}. "
            "Abmelden geht jederzeit mit STOP.",
            "Wieder Nachrichten von {organisation.name}" },
    }, {
            "{event.title}: noch möglich bis {event.when}. {note}",
            "{event.title}: bis {event.when}" } },
    { "tr", "Orada görüşelim mi? EVET ya da HAYIR.", {
        [PURPOSE_REMINDER] = {
            "{event.title} {event.when}, {event.place}. {note} {reply}",
            "{event.title} {event.when}" },
        [PURPOSE_MOVED] = {
            "Yeni zaman: {event.title} {change.old_when} yerine "
            "{event.when}, {event.place}.",
            "Yeni zaman: {event.title} {event.when}" },
        [PURPOSE_PLACED] = {
            "Yeni yer: {event.title} {event.when}, {event.place}"
            "[ ({change.old_place} değil)].",
            "Yeni yer: {event.title} {event.when}" },
        [PURPOSE_CHANGED] = {
            "Değişti: {event.title} artık {event.when}, {event.place} "
            "(önceki: {change.old_when}, {change.old_place}).",
            "Değişti: {event.title} {event.when}" },
        [PURPOSE_CANCELLED] = {
            "İptal: {event.title} {event.when}[ ({change.reason})]."
            "[ Bir sonraki: {event.next}.]",
            "İptal: {event.title} {event.when}" },
        [PURPOSE_RESTORED] = {
            "Yine de yapılacak: {event.title} {event.when}, {event.place}. "
            "{note} {reply}",
            "Yine de yapılacak: {event.title} {event.when}" },
        [PURPOSE_STOPPED] = {
            "Artık {organisation.name} mesajı gelmeyecek. "
            "Yeniden almak için START yazmak yeterli.",
            "Artık {organisation.name} mesajı yok" },
        [PURPOSE_STARTED] = {
            "{organisation.name} mesajları yeniden gelecek. "
            "Durdurmak için STOP yazmak yeterli.",
            "Yeniden {organisation.name} mesajları" },
    }, {
            "{event.title}: son tarih {event.when}. {note}",
            "{event.title}: son tarih {event.when}" } },
    { "ar", "هل نلتقي هناك؟ نعم أو لا.", {
        [PURPOSE_REMINDER] = {
            "تذكير: {event.title} {event.when}، {event.place}. "
            "{note} {reply}",
            "تذكير: {event.title} {event.when}" },
        [PURPOSE_MOVED] = {
            "موعد جديد: {event.title} {event.when} بدلا من "
            "{change.old_when}، {event.place}.",
            "موعد جديد: {event.title} {event.when}" },
        [PURPOSE_PLACED] = {
            "مكان جديد: {event.title} {event.when}، {event.place}"
            "[ (بدلا من {change.old_place})].",
            "مكان جديد: {event.title} {event.when}" },
        [PURPOSE_CHANGED] = {
            "تغيير: {event.title} الآن {event.when}، {event.place} "
            "(سابقا {change.old_when}، {change.old_place}).",
            "تغيير: {event.title} {event.when}" },
        [PURPOSE_CANCELLED] = {
            "إلغاء: {event.title} {event.when}[ ({change.reason})]."
            "[ الموعد القادم: {event.next}.]",
            "إلغاء: {event.title} {event.when}" },
        [PURPOSE_RESTORED] = {
            "تم التراجع عن الإلغاء: {event.title} {event.when}، "
            "{event.place}. {note} {reply}",
            "تم التراجع عن الإلغاء: {event.title} {event.when}" },
        [PURPOSE_STOPPED] = {
            "لن تصل بعد الآن رسائل من {organisation.name}. "
            "للعودة يكفي الرد بكلمة START.",
            "لا رسائل بعد الآن من {organisation.name}" },
        [PURPOSE_STARTED] = {
            "ستصل من جديد رسائل من {organisation.name}. "
            "للإيقاف يكفي الرد بكلمة STOP.",
            "رسائل من جديد من {organisation.name}" },
    }, {
            "تذكير: {event.title} حتى {event.when}. {note}",
            "تذكير: {event.title} حتى {event.when}" } },
};

/* "No" in Arabic is "not" too, and says little about a text. */
const char *const texts_answers[] = {
    "JA", "NEE", "OUI", "NON", "YES", "NO", "NEIN", "EVET", "HAYIR", "نعم",
    NULL
};

static const struct texts *
texts_of(const struct language *language)
{
    size_t i = 0;

    while (i + 1 < sizeof(all) / sizeof(all[0]) &&
           strcmp(language_tag(language), all[i].tag) != 0)
        i++;
    return &all[i];
}

static const struct text *
find(enum purpose purpose, const struct language *language)
{
    return &texts_of(language)->text[purpose];
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

const char *
texts_deadline(const struct language *language, bool subject)
{
    const struct text *text = &texts_of(language)->deadline;

    return subject ? text->subject : text->body;
}

const char *
texts_reply(const struct language *language)
{
    return texts_of(language)->reply;
}

bool
texts_allow(enum purpose purpose, enum template_field field)
{
    switch (field) {
    case TEMPLATE_PERSON_NAME:
    case TEMPLATE_ORGANISATION_NAME:
    case TEMPLATE_ORGANISATION_CONTACT:
        return true;
    case TEMPLATE_CHANGE_REASON:
        return purpose == PURPOSE_CANCELLED;
    case TEMPLATE_CHANGE_WHEN:
    case TEMPLATE_CHANGE_OLD_WHEN:
    case TEMPLATE_CHANGE_PLACE:
    case TEMPLATE_CHANGE_OLD_PLACE:
        return purpose != PURPOSE_REMINDER && !texts_answer(purpose);
    case TEMPLATE_REPLY:
        return purpose != PURPOSE_CANCELLED && !texts_answer(purpose);
    default:
        return !texts_answer(purpose);
    }
}

bool
texts_answer(enum purpose purpose)
{
    return purpose == PURPOSE_STOPPED || purpose == PURPOSE_STARTED;
}
