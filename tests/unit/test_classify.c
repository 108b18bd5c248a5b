/* classify: what people really send, and what it must be taken for */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "base/text.h"
#include "inbox/classify.h"
#include "inbox/classify_words.h"

static const char *const stops[] = {
    /* plain, any case */
    "STOP", "stop", "Stop", "sToP", "StOp", "STop", "stoP", "STOP ALL",
    "STOPALL", "stopall", "Stop all", "STOPPEN", "stoppen", "Stoppen",
    "ARRET", "arret", "Arret", "arrêt", "Arrêt", "ARRÊT", "ARRÈT", "arrét",
    "arrête", "Arrêter", "arrêtez", "END", "end", "End", "QUIT", "quit",
    "UNSUBSCRIBE", "unsubscribe", "Unsubscribe", "CANCEL", "cancel",
    "UITSCHRIJVEN", "uitschrijven", "Uitschrijven", "uitschrijving",
    "désabonner", "Désinscrire", "désinscription", "optout", "opt-out",
    "OPT OUT", "stopper", "STOPP", "abmelden", "halt", "basta", "unsub",
    "stopzetten", "beëindigen", "parar", "remove me", "opt me out",
    "schrijf mij uit", "Schrijf me uit aub", "meld me af",
    "désabonnez-moi", "se désabonner", "mij uitschrijven aub",
    /* punctuation and space around */
    "STOP.", "STOP!", "stop!!", "stop!!!!!!", "STOP?", "stop...", "stop…",
    "\"STOP\"", "'stop'", "“stop”", "«stop»", "(stop)", "[STOP]", "*STOP*",
    "_stop_", "#stop", "/stop", "-stop-", "stop;", "stop,", ":stop", "~stop",
    " stop", "stop ", "  stop  ", "\tstop\n", "stop\r\n", "\n\nSTOP\n",
    "stop\xc2\xa0", "stop\xe2\x80\x8b", "\xef\xbb\xbfstop", "\xe2\x80\xaestop",
    "st\xc2\xadop", "¡stop!", "stop :(", "stop :-)", "stop =)",
    /* spaced out */
    "S T O P", "s t o p", "S.T.O.P", "S.T.O.P.", "s-t-o-p", "S_T_O_P",
    "S  T  O  P", "S, T, O, P", "s.t.o.p!", "S T O P !", "ST OP", "STO P",
    "S TOP", "un subscribe", "can cel", "A R R E T", "Q U I T", "E N D",
    "uit schrijven", "U I T S C H R I J V E N", "s\nt\no\np",
    /* emoji around */
    "STOP 🛑", "🛑 stop", "🛑STOP🛑",
    "stop ✋", "stop🙏", "stop 👍🏽", "😡 stop 😡",
    "stop ❤️", "🇧🇪 stop", "stop 😡😡😡", "🛑", "🛑🛑🛑", "stop ☎️", "stop 🤬!!",
    /* letters drawn as signs */
    "ＳＴＯＰ", "ｓｔｏｐ", "Ⓢⓣⓞⓟ", "🅂🅃🄾🄿", "🆂🆃🅾🅿",
    "𝐒𝐓𝐎𝐏", "𝓼𝓽𝓸𝓹", "𝚜𝚝𝚘𝚙", "ŚŤÓP",
    "s\xcc\x81t\xcc\x81o\xcc\x81p", "$top", "$TOP",
    /* swapped */
    "TSOP", "SOTP", "STPO", "tsop", "Sotp", "stpo", "tsop!", "TSOP aub",
    "STPOPEN", "UNSUBSRCIBE", "CANCLE", "UITSHCRIJVEN", "ARERT", "STOPALL.",
    /* one letter off */
    "STO", "STIOP", "STOIP", "STOPO", "STOPA ", "DTOP", "SROP",
    "SYOP", "STPP", "STOO", "ST0P", "STOP0", "SSTOP", "STTOP", "STOOP",
    "STOPP", "XSTOP", "STXOP", "STOXP", "STOPX", "stopm", "stop1", "dtop",
    "stoo", "stoü", "STOPPN", "STOPEN", "STOPPE", "STOPPENN", "STOPOEN",
    "ARET", "ARRT", "ARRETT", "ARRETE", "UNSUBSCRIB", "UNSUBCRIBE",
    "UNSUBSCRIBED", "UITSCHRIJVE", "UITSCHRJVEN", "UITSCHRIJVENN", "CANCELL",
    "CANEL", "CANSEL", "STOPAL", "S T P O", "T S O P", "stopt", "stops",
    /* drawn out, said again */
    "STOOOOP", "stooooooooop", "SSSTTTOOOPPP", "stopppp", "STOPSTOP",
    "STOP STOP", "stop stop stop", "STOP! STOP! STOP!", "stop, stop",
    "stopstopstopstop", "STOP ARRET", "STOP/ARRET", "stop stoppen",
    "stop unsubscribe",
    /* politely */
    "Stop aub", "stop a.u.b.", "STOP AUB!", "stop alstublieft",
    "stop alsjeblieft", "stop asjeblieft", "aub stop", "Aub stoppen",
    "stop please", "please stop", "Please stop!", "pls stop", "stop plz",
    "stop svp", "s.v.p. stop", "Stop s'il vous plaît", "stop s'il te plait",
    "svp arrêt", "arrêt svp", "arrêtez svp", "stop merci", "Stop, merci!",
    "stop thx", "stop thanks", "stop thank you", "stop dank u", "stop dankje",
    "stop bedankt", "stop graag", "graag stoppen", "graag uitschrijven aub",
    "hallo, stop aub", "Dag, stop graag. Bedankt", "bonjour, stop svp merci",
    "hi stop", "ok stop", "sorry, stop", "stop stp", "stopaub", "stopplease",
    "stop nu", "stop nou", "STOP NOW", "stop maintenant", "stop it",
    "stop dit", "stop ermee", "stop hiermee", "stop sms", "STOP SMS",
    "stop met sms", "stop met die sms'en", "stop berichten",
    "stop de berichten", "stop les sms", "stop messages", "stop alles",
    "stop all messages", "unsubscribe me", "unsubscribe please",
    "cancel please", "cancel aub", "Re: STOP", "stop mvg", "allo stop",
    "STOP ALLO", "Stop\n\nVerzonden vanaf mijn iPhone",
    "stop\nSent from my iPhone", "tsop aub", "Stpo svp", "stoppen met sms'en",
    /* other scripts */
    "стоп", "Стоп!", "СТОП", "توقف", "قف", "أوقف", "ستوب", "إلغاء الاشتراك",
    "توقف من فضلك", "شكرا، توقف", "لو سمحت توقف!",
    /* German and Turkish */
    "Abmelden bitte", "Abmeldung", "abbestellen", "Bitte stopp", "aufhören!",
    "AUFHÖREN", "beenden", "stop danke", "durdur", "Durdurun lütfen",
    "aboneliktenÇık", "iptal et", "İptal et", "RET", "ret lütfen",
    "lütfen stop", "stop teşekkürler",
    /* broken bytes */
    "stop\xff", "\xfestop", "st\xffop", "arr\xeat"
};

static const char *const maybes[] = {
    "Stop aan de bushalte?", "stop aan de halte", "Is er een stop in Aalst?",
    "ik kom met de bus, stop aan het station", "kan dit stoppen",
    "ik wil stoppen", "ik wil mij uitschrijven", "hoe uitschrijven?",
    "wil je stoppen met sms'en sturen", "nee stop", "Stop nee", "non stop",
    "stop 4", "JA STOP", "stop ik kom niet meer", "stop of niet",
    "don't stop", "niet stoppen", "start stop", "STOP START", "de stop",
    "un stop", "bus stop", "stpo met die dingen man", "tsop wie is dit",
    "end van de straat", "Cancel mijn plaats", "quit die groep",
    "arrêt de bus Kouter ?", "cancel voor woensdag", "AFMELDEN", "afmelden",
    "Ik wil mij afmelden", "annuler", "Annuleer", "annuleren aub",
    "geen berichten meer", "Geen sms meer aub", "hou op", "laat me met rust",
    "leave me alone", "no more messages please", "plus de messages svp",
    "verwijder mij", "verwijder mijn nummer", "fin", "dur", "stp", "STP!",
    "how do I unsubscribe?",
    "stopt de bus hier?", "waar stopt de bus", "je veux me désabonner",
    "keine Nachrichten mehr", "Bitte keine SMS mehr", "lasst mich in Ruhe",
    "ich will mich abmelden", "iptal", "iptal mi?", "mesaj istemiyorum",
    "إلغاء", "كفى", "لا رسائل", "لا تراسلني من فضلك",
    "стоп машина", "stop قطار", "stop stap", "Top, stop!"
};

static const char *const starts[] = {
    "START", "start", "Start", "start!", " START ", "S T A R T", "START aub",
    "start please", "hervat", "HERVAT", "Hervatten", "reprendre",
    "REPRENDRE svp", "Reprendre s'il vous plaît", "UNSTOP", "unstop",
    "start 🙂", "stärt", "start opnieuw", "hallo, start aub", "start.",
    "ＳＴＡＲＴ", "graag start"
};

static const char *const helps[] = {
    "HELP", "help", "Help!", "help?", "INFO", "info", "Info aub", "HULP",
    "hulp!", "AIDE", "aide svp", "h e l p", "info?", "info please", "help mij"
};

static const char *const others[] = {
    /* what looks like STOP and is not */
    "top", "Top!", "TOP", "top 👍", "toppp", "stap", "stoep", "step", "Step",
    "shop", "shoppen", "stappen", "steppen", "toppen", "soep", "stof", "stok",
    "stom", "Stom!", "stol", "stip", "strop", "stomp", "stolp", "sop", "slop",
    "top merci", "top bedankt", "stoel", "stout", "stoer", "stond", "spot",
    "post", "poster", "tops", "storm", "stroop", "schop", "arrest", "eend",
    "weekend", "vriend", "halte", "suite", "huit", "nuit", "quiet", "fijn",
    "inschrijven", "aanmelden", "Arriet", "inscrire", "en d'r", "tot daar",
    /* answers */
    "NEE", "nee", "Nee!", "neen", "NON", "NO", "no", "ok", "OK", "oke", "JA",
    "ja", "Jaa", "JA 4", "OUI", "YES", "kom", "later", "ik kom niet", "5",
    "👍", "👎", "🙏", "❤️", "ja top", "nee dank u", "no thanks", "non merci",
    "ik kom", "misschien", "hoe laat?", "waar is het?", "?", "??", "!", ".",
    "", " ", "\n", "\xff\xfe", "🎉", "merci", "bedankt", "aub", "allo", "Hallo",
    "s t", "S", "P", "st", "op", "нет", "да", "شكرا", "لا", "نعم",
    "NEIN", "nein danke", "EVET", "evet", "HAYIR", "hayır", "نعم شكرا",
    "لا، شكرا", "anmelden", "Anmeldung", "bestellen", "hören", "Retie",
    "geliyorum", "lütfen", "bitte", "iyi", "retour", "ich komme",
    /* near START and HELP: not by the very word */
    "start?", "begint het al?", "starten", "star", "strat", "startt",
    "wanneer start het", "un start", "restart", "helpen", "informatie",
    "info over woensdag", "straat", "staart"
};

static void
expect_all(const char *const *texts, size_t count, enum inbound_kind kind)
{
    int wrong = 0;

    for (size_t i = 0; i < count; i++) {
        enum inbound_kind found = classify_text(texts[i]);

        if (found != kind) {
            print_error("'%s' is %s, not %s\n", texts[i],
                        classify_kind_name(found), classify_kind_name(kind));
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define EXPECT_ALL(list, kind) expect_all(list, COUNT(list), kind)

static void
a_message_that_is_stop_stops(void **state)
{
    (void)state;
    assert_true(COUNT(stops) >= 300);
    EXPECT_ALL(stops, INBOUND_STOP);
}

static void
what_may_be_stop_is_for_a_person(void **state)
{
    (void)state;
    EXPECT_ALL(maybes, INBOUND_MAYBE_STOP);
}

static void
only_the_very_word_starts(void **state)
{
    (void)state;
    EXPECT_ALL(starts, INBOUND_START);
    EXPECT_ALL(helps, INBOUND_HELP);
}

static void
an_answer_is_no_stop(void **state)
{
    (void)state;
    EXPECT_ALL(others, INBOUND_OTHER);
}

static void
every_exception_is_near_and_is_kept(void **state)
{
    int wrong = 0;

    (void)state;
    for (size_t i = 0; classify_not_stop[i] != NULL; i++) {
        const char *word = classify_not_stop[i];
        const struct stop_word *stop = classify_stop_words;

        while (stop->word != NULL &&
               (!stop->near || text_distance(word, stop->word, 1) > 1))
            stop++;
        if (stop->word == NULL) {
            print_error("%s is near nothing\n", word);
            wrong++;
        }
        assert_int_equal(classify_text(word), INBOUND_OTHER);
    }
    assert_int_equal(wrong, 0);
}

/* Faults 2.2: no message whose first word is a stop word goes unnoticed. */
static void
a_first_word_that_stops_is_never_missed(void **state)
{
    static const char *const after[] = {
        "aub", "nee", "ja", "bus", "4", "!", "🛑", "ik", "kom", "niet", "STAP",
        "start", "help", "merci", "\xff", "شكرا", "metdesms", "x"
    };
    static const char *const between[] = { " ", ", ", "! ", "\n", " - " };
    struct random random;

    (void)state;
    random_seed(&random, 1789);
    for (int round = 0; round < 100000; round++) {
        char text[512];
        size_t words = 0, length;
        enum inbound_kind kind;

        while (classify_stop_words[words].word != NULL)
            words++;
        length = (size_t)snprintf(
            text, sizeof(text), "%s",
            classify_stop_words[random_below(&random, words)].word);
        for (uint64_t i = random_below(&random, 30); i > 0; i--)
            length += (size_t)snprintf(
                text + length, sizeof(text) - length, "%s%s",
                between[random_below(&random, COUNT(between))],
                after[random_below(&random, COUNT(after))]);
        kind = classify_text(text);
        if (kind != INBOUND_STOP && kind != INBOUND_MAYBE_STOP) {
            print_error("'%s' is %s\n", text, classify_kind_name(kind));
            fail();
        }
    }
}

static void
a_very_long_message_is_looked_at_too(void **state)
{
    static char text[65536];

    (void)state;
    memset(text, 'a', sizeof(text) - 1);
    assert_int_equal(classify_text(text), INBOUND_OTHER);
    memcpy(text, "stop ", 5);
    assert_int_equal(classify_text(text), INBOUND_MAYBE_STOP);
    for (size_t i = 0; i + 2 < sizeof(text); i += 2)
        memcpy(text + i, "s ", 2);
    assert_int_equal(classify_text(text), INBOUND_OTHER);
    memset(text, 0, sizeof(text));
    for (size_t i = 0; i < 24; i++)
        memcpy(text + 8 * i, "s t o p ", 8);
    assert_int_equal(classify_text(text), INBOUND_STOP);
    memcpy(text + 8 * 24, "bus", 3);
    assert_int_equal(classify_text(text), INBOUND_MAYBE_STOP);
    memset(text, 'a', sizeof(text) - 1);
    for (size_t i = 0; i + 5 < sizeof(text); i += 5)
        memcpy(text + i, "stop ", 5);
    assert_int_equal(classify_text(text), INBOUND_MAYBE_STOP);
}

static void
a_kind_has_a_name(void **state)
{
    (void)state;
    assert_string_equal(classify_kind_name(INBOUND_STOP), "stop");
    assert_string_equal(classify_kind_name(INBOUND_START), "start");
    assert_string_equal(classify_kind_name(INBOUND_HELP), "help");
    assert_string_equal(classify_kind_name(INBOUND_OTHER), "other");
    assert_string_equal(classify_kind_name(INBOUND_MAYBE_STOP), "maybe-stop");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_that_is_stop_stops),
        cmocka_unit_test(what_may_be_stop_is_for_a_person),
        cmocka_unit_test(only_the_very_word_starts),
        cmocka_unit_test(an_answer_is_no_stop),
        cmocka_unit_test(every_exception_is_near_and_is_kept),
        cmocka_unit_test(a_first_word_that_stops_is_never_missed),
        cmocka_unit_test(a_very_long_message_is_looked_at_too),
        cmocka_unit_test(a_kind_has_a_name),
    };

    return cmocka_run_group_tests_name("classify", tests, NULL, NULL);
}
