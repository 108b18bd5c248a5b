/*
 * lexer - the words of a configuration file, and what is wrong with them in
 * words that help.
 *
 * libconfig says "syntax error", cuts large numbers short without a word and
 * takes the rest of the file for a comment that is not closed.  So the text
 * is read here first, by the same rules but stricter; syntax.h reads the
 * sentences.
 */
#ifndef CONFIG_LEXER_H
#define CONFIG_LEXER_H

#include <stdbool.h>
#include <stddef.h>

struct diagnoses;
struct file_text;

enum { LEXER_TEXT_MOST = 64 * 1024 };   /* bytes of one text */

enum token_type {
    TOKEN_END,
    TOKEN_NAME,                 /* a key, or a word that should be quoted */
    TOKEN_TEXT,                 /* "..." */
    TOKEN_INTEGER,
    TOKEN_LONG,                 /* 1L: an array has but one of the two */
    TOKEN_NUMBER,
    TOKEN_BOOL,
    TOKEN_SIGN,                 /* = : ; , { } ( ) [ ] in `sign` */
    TOKEN_INCLUDE,              /* text: the name of the file */
    TOKEN_WRONG                 /* was told already */
};

struct token {
    enum token_type type;
    char sign;
    const char *start;          /* its first byte */
    const char *text;           /* of a text: what is between the quotes, as
                                 * it was written */
    size_t length;
    const char *line_start;     /* of the line it begins on */
    int line;                   /* from 1 */
    int last_line;              /* of a text that goes over several lines */
};

struct lexer {
    const struct file_text *file;       /* for the places in diagnoses */
    struct diagnoses *diagnoses;        /* NULL: tell nothing */
    const char *at, *end, *line_start;
    int line;
    bool stopped;               /* what follows cannot be made sense of */
};

/* Read `length` bytes, which are followed by a NUL. */
void lexer_start(struct lexer *lexer, const struct file_text *file,
                 struct diagnoses *diagnoses, const char *text,
                 size_t length);

/* The next word; comments and blanks are left out. */
enum token_type lexer_next(struct lexer *lexer, struct token *token);

/* Tell an error at a token: "column 12: ...". */
void lexer_error(struct lexer *lexer, const struct token *token,
                 const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
