/*
 * classify - what someone who texts us wants, before anything else looks at
 * it: to stop, to start again, help, or something that is for a later stage.
 *
 * The whole message counts: "STOP", "stop!!", "S.T.O.P", "TSOP", "Arret svp",
 * "please stop".  It errs toward stopping; what merely begins with or holds
 * such a word ("Stop aan de bushalte?") is for a person to judge.  The words
 * are data, in classify_words.c.
 */
#ifndef INBOX_CLASSIFY_H
#define INBOX_CLASSIFY_H

enum inbound_kind {
    INBOUND_STOP,               /* "stop": takes effect at once */
    INBOUND_START,              /* "start": only by the very word */
    INBOUND_HELP,               /* "help": HELP, INFO, HULP, AIDE */
    INBOUND_OTHER,              /* "other" */
    INBOUND_MAYBE_STOP,         /* "maybe-stop": put to the coordinator */
    INBOUND_KINDS
};

/* `text` may hold anything, also what is not UTF-8. */
enum inbound_kind classify_text(const char *text);

/* The stable name, for the store; static. */
const char *classify_kind_name(enum inbound_kind kind);

#endif
