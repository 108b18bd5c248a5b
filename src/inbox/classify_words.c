/* classify_words - see classify_words.h */
#include "inbox/classify_words.h"

#include <stddef.h>

const struct stop_word classify_stop_words[] = {
    { "STOP", true, true },
    { "STOPS", false, true },
    { "STOPT", false, true },
    { "STOPALL", true, true },
    { "STOPALLES", true, true },
    { "STOPPEN", true, true },
    { "STOPZETTEN", true, true },
    { "STOPSMS", true, true },
    { "UITSCHRIJVEN", true, true },
    { "UITSCHRIJVING", true, true },
    { "UITSCHRIJF", true, true },
    { "SCHRIJFMIJUIT", true, true },
    { "SCHRIJFMEUIT", true, true },
    { "MELDMIJAF", false, true },
    { "MELDMEAF", false, true },
    { "AFSLUITEN", false, false },
    { "BEEINDIGEN", true, false },
    { "ARRET", true, false },
    { "ARRETE", true, false },
    { "ARRETER", true, false },
    { "ARRETEZ", true, false },
    { "STOPPER", true, true },
    { "DESABONNER", true, true },
    { "DESABONNE", false, true },
    { "DESABONNEZ", false, true },
    { "DESABONNEMENT", true, true },
    { "DESINSCRIRE", true, true },
    { "DESINSCRIPTION", true, true },
    { "DESINSCRIS", false, true },
    { "DESINSCRIVEZ", true, true },
    { "END", false, false },
    { "QUIT", false, false },
    { "CANCEL", true, false },
    { "UNSUBSCRIBE", true, true },
    { "UNSUB", false, true },
    { "OPTOUT", true, true },
    { "OPTMEOUT", false, true },
    { "REMOVEME", false, true },
    { "REVOKE", false, false },
    { "HALT", false, false },
    { "STOPP", false, true },
    { "ABMELDEN", false, true },        /* one off is ANMELDEN: to join */
    { "ABMELDUNG", false, true },
    { "ABBESTELLEN", true, true },
    { "AUFHOREN", false, false },                       /* aufhoeren */
    { "AUFHOEREN", false, false },
    { "BEENDEN", false, false },
    { "BASTA", false, false },
    { "PARAR", false, false },
    { "DURDUR", false, true },
    { "DURDURUN", false, true },
    { "IPTALET", false, true },
    { "ABONELIKTENCIK", false, true },
    { "RET", false, false },            /* what SMS in Turkey ask to reply */
    { "СТОП", true, true },
    { "\331\202\331\201", false, false },                 /* qif */
    { "\330\252\331\210\331\202\331\201", true, true }, /* tawaqqaf */
    { "\330\247\331\210\331\202\331\201", false, false },       /* awqif */
    { "\330\263\330\252\331\210\330\250", true, true }, /* stub */
    { "الغاءالاشتراك", true, true },    /* cancel the subscription */
    { NULL, false, false }
};

const char *const classify_not_stop[] = {
    "TOP", "SOP", "STAP", "STEP", "STIP", "STOF", "STOK", "STOL", "STOM",
    "STOEP", "STOLP", "STOMP", "STROP", "SHOP", "SLOP", "SNOP", "SCOP",
    "ATOP", "STORP", "STOW", "STOA", "SWOP",
    "TOPPEN", "SOPPEN", "STAPPEN", "STEPPEN", "STIPPEN", "STOMPEN",
    "STROPPEN", "SHOPPEN", "SLOPPEN", "SNOPPEN",
    "STEPPER", "STAPPER", "STIPPER", "SHOPPER", "STROPPER", "TOPPER",
    "ARREST", "BARRET", "CARRET", "JARRET", "GARRET", "CARRETE",
    "ARRIET",
    NULL
};

const char *const classify_maybe[] = {
    "STP",                      /* stop, or s'il te plait */
    "FIN", "DUR",               /* the end, or nice; stop, or hard */
    "AFMELDEN", "AFMELDING", "UITGESCHREVEN", "GEENBERICHTEN", "GEENSMS",
    "GEENSMSEN", "GEENSMSJES", "GEENBERICHTJES", "HOUOP", "HOUDOP",
    "OPHOUDEN", "LAATMEMETRUST", "LAATMIJMETRUST", "VERWIJDERME",
    "VERWIJDERMIJ", "VERWIJDERMIJNNUMMER", "WISMIJNNUMMER",
    "NIETMEERSTUREN", "NIKSMEERSTUREN",
    "ANNULER", "ANNULEER", "ANNULEREN", "NEPLUS", "PLUSDEMESSAGES",
    "PLUSDEMESSAGE", "PLUSDESMS",
    "FOUTEZMOILAPAIX", "LAISSEZMOITRANQUILLE", "LAISSEMOITRANQUILLE",
    "SUPPRIMEZMONNUMERO", "SUPPRIMERMONNUMERO", "LEAVEMEALONE",
    "NOMOREMESSAGES", "NOMORETEXTS", "DONTTEXTME", "DONOTTEXTME",
    "DELETEMYNUMBER", "TAKEMEOFF",
    "KEINENACHRICHTEN", "KEINENACHRICHTENMEHR", "KEINESMS", "KEINESMSMEHR",
    "LASSTMICHINRUHE", "MESAJISTEMIYORUM", "SMSISTEMIYORUM",
    "MESAJATMAYIN", "BIRAKIN", "IPTAL", "الغاء", "كفى", "لارسائل", "لاتراسلني",
    NULL
};

const char *const classify_start_words[] = {
    "START", "UNSTOP", "HERVAT", "HERVATTEN", "REPRENDRE", NULL
};

const char *const classify_help_words[] = {
    "HELP", "INFO", "HULP", "AIDE", NULL
};

const char *const classify_polite[] = {
    "AUB", "ALSTUBLIEFT", "ALSJEBLIEFT", "ASJEBLIEFT", "ALSTUBLIEF", "GRAAG",
    "DANK", "DANKU", "DANKUWEL", "DANKJE", "DANKJEWEL", "BEDANKT", "MERCI",
    "SVP", "STP", "SILVOUSPLAIT", "SILTEPLAIT", "SIOUPLAIT", "PLEASE", "PLS",
    "PLZ", "THANKS", "THANKYOU", "THX", "TY",
    "HALLO", "HELLO", "HEY", "HOI", "HI", "DAG", "ALLO",
    "BONJOUR", "SALUT", "SORRY", "PARDON", "OK", "OKE", "OKAY", "GROETEN",
    "GROETJES", "MVG", "CORDIALEMENT", "RE",
    "NU", "NOU", "NOW", "MAINTENANT", "METEEN", "MAAR", "IT", "DIT", "DEZE",
    "THIS", "ERMEE", "HIERMEE", "DAARMEE", "ALL", "ALLES", "TOUT",
    "SMS", "SMSEN", "SMSJES", "BERICHT", "BERICHTEN", "BERICHTJES",
    "MESSAGE", "MESSAGES", "TEXTS", "TEXTING", "LESSMS", "LESMESSAGES",
    "DESMS", "DIESMS", "DEBERICHTEN", "DIEBERICHTEN", "METSMS", "METSMSEN",
    "METDESMS", "METDIESMS", "METDEBERICHTEN", "METDIEBERICHTEN",
    "METBERICHTEN", "METDESMSEN", "METDIESMSEN", "METDESMSJES",
    "METDIESMSJES", "ME", "MIJ", "MOI", "SE", "AGAIN", "WEER", "OPNIEUW",
    "VERZONDENVANAFMIJNIPHONE", "VERSTUURDVANAFMIJNIPHONE",
    "SENTFROMMYIPHONE", "ENVOYEDEMONIPHONE",
    "BITTE", "DANKE", "VIELENDANK", "LUTFEN", "TESEKKURLER", "شكرا",
    "منفضلك", "لوسمحت", NULL
};
