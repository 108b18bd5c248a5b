/*
 * lexer - see lexer.h.  What stands in the file is not repeated in what is
 * told, for it may be somebody's number.
 */
#include "config/lexer.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "config/diagnose.h"
#include "config/file.h"

static const char quotes_help[] =
    "a date, an hour, a phone number and every other text stand between "
    "quotes: \"...\"";

void
lexer_start(struct lexer *lexer, const struct file_text *file,
            struct diagnoses *diagnoses, const char *text, size_t length)
{
    memset(lexer, 0, sizeof(*lexer));
    lexer->file = file;
    lexer->diagnoses = diagnoses;
    lexer->at = lexer->line_start = text;
    lexer->end = text + length;
    lexer->line = 1;
}

/* From 1, in characters. */
static int
column_of(const struct token *token)
{
    int column = 1;

    for (const char *p = token->line_start; p < token->start; p++)
        column += ((unsigned char)*p & 0xc0) != 0x80;
    return column;
}

void
lexer_error(struct lexer *lexer, const struct token *token,
            const char *format, ...)
{
    char text[512];
    const char *name;
    va_list args;
    int line;

    if (lexer->diagnoses == NULL)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    file_place(lexer->file, token->line, &name, &line);
    diagnose_error(lexer->diagnoses, name, line, "column %d: %s",
                   column_of(token), text);
}

/* The rest cannot be read: this is the last that is told. */
static enum token_type
stop(struct lexer *lexer, struct token *token)
{
    lexer->at = lexer->end;
    lexer->stopped = true;
    return token->type = TOKEN_WRONG;
}

static void
begin(struct lexer *lexer, struct token *token)
{
    memset(token, 0, sizeof(*token));
    token->start = token->text = lexer->at;
    token->line = token->last_line = lexer->line;
    token->line_start = lexer->line_start;
}

static void
newline(struct lexer *lexer)
{
    lexer->line++;
    lexer->line_start = lexer->at;
}

static bool
starts(const struct lexer *lexer, const char *text)
{
    size_t length = strlen(text);

    return (size_t)(lexer->end - lexer->at) >= length &&
           memcmp(lexer->at, text, length) == 0;
}

static void
skip_line(struct lexer *lexer)
{
    const char *next = memchr(lexer->at, '\n',
                              (size_t)(lexer->end - lexer->at));

    lexer->at = next != NULL ? next : lexer->end;
}

static int
skip_comment(struct lexer *lexer, struct token *token)
{
    begin(lexer, token);
    for (lexer->at += 2; lexer->at < lexer->end; ) {
        if (lexer->at[0] == '*' && lexer->at[1] == '/') {
            lexer->at += 2;
            return 0;
        }
        if (*lexer->at++ == '\n')
            newline(lexer);
    }
    lexer_error(lexer, token, "the comment that begins here is never closed; "
                "write */ where it ends");
    stop(lexer, token);
    return -1;
}

/* To the next word.  -1 when a comment has no end. */
static int
skip_blanks(struct lexer *lexer, struct token *token)
{
    while (lexer->at < lexer->end) {
        char c = *lexer->at;

        if (c == '\n') {
            lexer->at++;
            newline(lexer);
        } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f') {
            lexer->at++;
        } else if (c == '#' || (c == '/' && lexer->at[1] == '/')) {
            skip_line(lexer);
        } else if (c == '/' && lexer->at[1] == '*') {
            if (skip_comment(lexer, token) < 0)
                return -1;
        } else {
            break;
        }
    }
    return 0;
}

/* "\x00" would end the text before its end. */
static void
check_escape(struct lexer *lexer, struct token *token)
{
    char c = lexer->at < lexer->end ? *lexer->at : '\0';
    struct token here;

    begin(lexer, &here);
    if (c == 'x' && lexer->end - lexer->at >= 3 &&
        isxdigit((unsigned char)lexer->at[1]) &&
        isxdigit((unsigned char)lexer->at[2])) {
        if (lexer->at[1] != '0' || lexer->at[2] != '0')
            return;
        lexer_error(lexer, &here, "\\x00 cannot stand in a text");
    } else if (c != '\0' && strchr("\\\"nrtf", c) != NULL) {
        return;
    } else {
        lexer_error(lexer, &here, "after a \\ in a text comes n, r, t, f, \\, "
                    "\" or x with two digits; for the character itself write "
                    "\\\\");
    }
    token->type = TOKEN_WRONG;
}

static enum token_type
read_text(struct lexer *lexer, struct token *token)
{
    token->type = TOKEN_TEXT;
    token->text = ++lexer->at;
    for (; lexer->at < lexer->end && *lexer->at != '"'; lexer->at++) {
        if (*lexer->at == '\\') {
            lexer->at++;
            check_escape(lexer, token);
            if (lexer->at == lexer->end)
                break;
        }
        if (*lexer->at == '\n') {
            lexer->line++;
            lexer->line_start = lexer->at + 1;
        }
    }
    if (lexer->at == lexer->end) {
        lexer_error(lexer, token, "the text that begins here is never "
                    "closed; write \" where it ends");
        return stop(lexer, token);
    }
    token->length = (size_t)(lexer->at++ - token->text);
    token->last_line = lexer->line;
    if (token->length > LEXER_TEXT_MOST) {
        lexer_error(lexer, token, "this text is longer than 64 kB; is a \" "
                    "missing?");
        token->type = TOKEN_WRONG;
    }
    return token->type;
}

static bool
is_name(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == '_' || c == '*';
}

static enum token_type
read_name(struct lexer *lexer, struct token *token)
{
    while (lexer->at < lexer->end && is_name(*lexer->at))
        lexer->at++;
    token->length = (size_t)(lexer->at - token->start);
    token->type = TOKEN_NAME;
    if ((token->length == 4 && strncasecmp(token->text, "true", 4) == 0) ||
        (token->length == 5 && strncasecmp(token->text, "false", 5) == 0))
        token->type = TOKEN_BOOL;
    return token->type;
}

/* Digits, a point and an exponent: false when it is no number we read. */
static bool
scan_number(struct lexer *lexer, bool *whole, bool *hex, bool *wide)
{
    const char *p = lexer->at;
    size_t digits = 0;

    *hex = p[0] == '0' && (p[1] == 'x' || p[1] == 'X');
    if (*hex)
        p += 2;
    else if (*p == '-' || *p == '+')
        p++;
    for (; *hex ? isxdigit((unsigned char)*p) : isdigit((unsigned char)*p);
         p++)
        digits++;
    *whole = *hex || (*p != '.' && *p != 'e' && *p != 'E');
    if (!*whole && *p == '.') {
        for (p++; isdigit((unsigned char)*p); p++)
            digits++;
    }
    if (!*whole && digits > 0 && (*p == 'e' || *p == 'E')) {
        p += p[1] == '-' || p[1] == '+' ? 2 : 1;
        if (!isdigit((unsigned char)*p))
            digits = 0;
        while (isdigit((unsigned char)*p))
            p++;
    }
    *wide = *whole && *p == 'L';
    if (*wide)
        p += p[1] == 'L' ? 2 : 1;
    lexer->at = p;
    return digits > 0 && !is_name(*p) && *p != '.' && *p != '+';
}

/* libconfig 1.5 cuts to 32 bits without a word. */
static bool
fits(const struct token *token, bool hex, bool wide)
{
    const int64_t least = wide ? INT64_MIN : INT32_MIN;
    const int64_t most = wide ? INT64_MAX : INT32_MAX;
    char digits[40];
    long long value;

    if (token->length >= sizeof(digits))
        return false;
    memcpy(digits, token->start, token->length);
    digits[token->length] = '\0';
    errno = 0;
    value = strtoll(digits, NULL, hex ? 16 : 10);
    return errno == 0 && value >= least && value <= most;
}

static enum token_type
read_number(struct lexer *lexer, struct token *token)
{
    bool whole, hex, wide, good = scan_number(lexer, &whole, &hex, &wide);

    if (!good) {
        while (lexer->at < lexer->end &&
               (is_name(*lexer->at) || *lexer->at == '.' ||
                *lexer->at == '+'))
            lexer->at++;
        lexer_error(lexer, token, "this is no number; %s", quotes_help);
        return token->type = TOKEN_WRONG;
    }
    token->length = (size_t)(lexer->at - token->start);
    if (!whole)
        return token->type = TOKEN_NUMBER;
    if (!fits(token, hex, wide)) {
        lexer_error(lexer, token, "this number is too large; a phone number "
                    "stands between quotes: \"...\"");
        return token->type = TOKEN_WRONG;
    }
    return token->type = wide ? TOKEN_LONG : TOKEN_INTEGER;
}

/* @include "name", alone on its line. */
static enum token_type
read_include(struct lexer *lexer, struct token *token)
{
    const char *p = lexer->at + strlen("@include"), *from;
    bool alone = true;

    for (const char *before = lexer->line_start; before < token->start;
         before++)
        alone = alone && (*before == ' ' || *before == '\t');
    while (*p == ' ' || *p == '\t')
        p++;
    from = p + 1;
    if (alone && *p == '"') {
        for (p++; *p != '"' && *p != '\n' && *p != '\0'; p++)
            ;
        token->text = from;
        token->length = (size_t)(p - from);
        if (*p == '"' && token->length > 0) {
            lexer->at = p + 1;
            return token->type = TOKEN_INCLUDE;
        }
    }
    lexer_error(lexer, token, "@include stands alone on a line, with the "
                "name of a file between quotes: @include \"name.conf\"");
    skip_line(lexer);
    return token->type = TOKEN_WRONG;
}

static bool
is_curly_quote(int32_t code)
{
    return code == 0x2018 || code == 0x2019 || code == 0x201c ||
           code == 0x201d || code == 0x201e || code == 0xab || code == 0xbb;
}

static enum token_type
read_strange(struct lexer *lexer, struct token *token)
{
    int32_t code = text_next(&lexer->at, lexer->end);

    if (is_curly_quote(code) || code == '\'')
        lexer_error(lexer, token, "this quote is not the plain one; write "
                    "\"");
    else if (code == 0xa0)
        lexer_error(lexer, token, "this is a no-break space, which looks "
                    "like a space; type a plain one");
    else if (code > 0x7f)
        lexer_error(lexer, token, "a key has only the letters a to z, "
                    "digits, - and _; every text stands between quotes: "
                    "\"...\"");
    else if (code >= 0 && code < ' ')
        lexer_error(lexer, token, "a control character (number %d) cannot "
                    "stand here", (int)code);
    else if (code == '_')
        lexer_error(lexer, token, "a key begins with a letter");
    else
        lexer_error(lexer, token, "there should be no %c here; %s",
                    (int)code, quotes_help);
    return stop(lexer, token);
}

enum token_type
lexer_next(struct lexer *lexer, struct token *token)
{
    char c;

    if (skip_blanks(lexer, token) < 0)
        return TOKEN_WRONG;
    begin(lexer, token);
    if (lexer->at >= lexer->end)
        return token->type = TOKEN_END;
    c = *lexer->at;
    if (c == '"')
        return read_text(lexer, token);
    if (isalpha((unsigned char)c) || c == '*')
        return read_name(lexer, token);
    if (isdigit((unsigned char)c) || c == '-' || c == '+' || c == '.')
        return read_number(lexer, token);
    if (c == '@' && starts(lexer, "@include"))
        return read_include(lexer, token);
    if (c == '\0' || strchr("=:;,{}()[]", c) == NULL)
        return read_strange(lexer, token);
    lexer->at++;
    token->sign = c;
    token->length = 1;
    return token->type = TOKEN_SIGN;
}
