/*
 * syntax - see syntax.h.  One function for each thing that libconfig's
 * grammar knows; each begins at its first token and ends behind its last.
 */
#include "config/syntax.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "config/diagnose.h"
#include "config/file.h"
#include "config/lexer.h"

struct syntax {
    struct lexer lexer;
    struct token token;         /* the one that is looked at */
    struct token before;
    struct token long_text;     /* the text before it, when that went over
                                 * several lines */
    struct token odd_text;      /* the last that ends as if its closing quote
                                 * were the opening one of another */
    int told_line;              /* where a word was wrong last */
    bool failed;                /* the sentences make no sense any more */
    int depth;
};

/* A key of a { }, to find the one that stands there twice. */
struct key {
    const char *text;
    size_t length;
    int line;
};

struct keys {
    struct key *items;
    size_t count, room;
};

static bool blame_long_text(struct syntax *syntax);

/* The last character of a text that is no space. */
static char
last_of(const struct token *text)
{
    size_t length = text->length;

    while (length > 0 && text->text[length - 1] == ' ')
        length--;
    return length > 0 ? text->text[length - 1] : '\0';
}

/* "Aya; phone = ": what is between two quotes when the first one's own is
 * missing. */
static bool
ends_oddly(const struct token *token)
{
    char last = token->type == TOKEN_TEXT ? last_of(token) : '\0';

    return token->last_line == token->line && (last == '=' || last == '[');
}

/* Behind a text of several lines a word that is wrong is no news: see
 * blame_long_text(). */
static void
advance(struct syntax *syntax)
{
    struct token *token = &syntax->token;
    struct diagnoses *diagnoses = syntax->lexer.diagnoses;
    bool long_text = token->type == TOKEN_TEXT &&
                     token->last_line != token->line;
    bool odd;

    syntax->before = *token;
    if (long_text)
        syntax->long_text = *token;
    else if (token->type != TOKEN_SIGN)
        syntax->long_text.type = TOKEN_END;
    if (ends_oddly(token))
        syntax->odd_text = *token;
    odd = syntax->odd_text.type == TOKEN_TEXT &&
          syntax->odd_text.line == syntax->lexer.line;
    if (long_text || odd)
        syntax->lexer.diagnoses = NULL;
    lexer_next(&syntax->lexer, token);
    syntax->lexer.diagnoses = diagnoses;
    if ((long_text || odd) && token->type == TOKEN_WRONG)
        syntax->failed = blame_long_text(syntax);
    if (token->type == TOKEN_WRONG)
        syntax->told_line = token->line;
    if (syntax->lexer.stopped)
        syntax->failed = true;
}

static bool
is_sign(const struct syntax *syntax, char sign)
{
    return syntax->token.type == TOKEN_SIGN && syntax->token.sign == sign;
}

static int
line_of(const struct syntax *syntax, const struct token *token)
{
    const char *name;
    int line;

    file_place(syntax->lexer.file, token->line, &name, &line);
    return line;
}

/* The first of these is the last: what follows is most often its echo. */
#define FAIL(syntax, ...)                                       \
    do {                                                        \
        if (!blame_long_text(syntax))                           \
            lexer_error(&(syntax)->lexer, &(syntax)->token,     \
                        __VA_ARGS__);                           \
        (syntax)->failed = true;                                \
    } while (0)

/* After a text of several lines, a quote that is missing at the end of its
 * first is the likely cause; and one word that is wrong is told only once.
 * Whether no more has to be said. */
static bool
blame_long_text(struct syntax *syntax)
{
    if (syntax->failed || syntax->told_line == syntax->token.line)
        return true;
    if (syntax->odd_text.type == TOKEN_TEXT &&
        syntax->odd_text.line == syntax->token.line) {
        lexer_error(&syntax->lexer, &syntax->odd_text, "the text that begins "
                    "here ends in '%c', and what follows makes no sense; is "
                    "its closing \" missing?", last_of(&syntax->odd_text));
        return true;
    }
    if (syntax->long_text.type != TOKEN_TEXT)
        return false;
    lexer_error(&syntax->lexer, &syntax->long_text, "the text that begins "
                "here goes on to line %d, and what follows makes no sense; "
                "is its closing \" missing?",
                line_of(syntax, &syntax->long_text) +
                    syntax->long_text.last_line - syntax->long_text.line);
    return true;
}

static void read_value(struct syntax *syntax, const struct token *key);
static void read_settings(struct syntax *syntax, const struct token *open);

static char
closes(char open)
{
    return open == '{' ? '}' : open == '(' ? ')' : ']';
}

static bool
is_closer(const struct syntax *syntax)
{
    return is_sign(syntax, '}') || is_sign(syntax, ')') ||
           is_sign(syntax, ']');
}

/* At the closer of `open`, or at what stands there instead. */
static void
expect_closer(struct syntax *syntax, const struct token *open,
              const char *instead)
{
    char closer = closes(open->sign);

    if (is_sign(syntax, closer)) {
        advance(syntax);
    } else if (syntax->token.type == TOKEN_END && !syntax->failed) {
        if (!blame_long_text(syntax))
            lexer_error(&syntax->lexer, open, "the %c that begins here is "
                        "never closed; write %c where it ends", open->sign,
                        closer);
        syntax->failed = true;
    } else if (is_closer(syntax)) {
        FAIL(syntax, "this %c does not close the %c of line %d; there should "
             "be a %c before it", syntax->token.sign, open->sign,
             line_of(syntax, open), closer);
    } else {
        FAIL(syntax, "%s", instead);
    }
}

static bool
is_scalar(const struct syntax *syntax)
{
    switch (syntax->token.type) {
    case TOKEN_TEXT:
    case TOKEN_INTEGER:
    case TOKEN_LONG:
    case TOKEN_NUMBER:
    case TOKEN_BOOL:
        return true;
    default:
        return false;
    }
}

/* [ 1, 2 ] or ( 1, { a = 2; } ): what is between the commas. */
static void
read_items(struct syntax *syntax, bool array)
{
    struct token open = syntax->token;
    enum token_type first = TOKEN_END;

    advance(syntax);
    while (!syntax->failed && !is_closer(syntax) &&
           syntax->token.type != TOKEN_END) {
        if (array && is_scalar(syntax)) {
            if (first == TOKEN_END)
                first = syntax->token.type;
            if (syntax->token.type != first)
                lexer_error(&syntax->lexer, &syntax->token, "between [ and ] "
                            "all are of one kind: all texts (\"...\") or all "
                            "numbers");
        } else if (array && syntax->token.type == TOKEN_SIGN &&
                   strchr("{([", syntax->token.sign) != NULL) {
            FAIL(syntax, "between [ and ] stand only texts and numbers; "
                 "write ( and ) around a list of { }");
        }
        read_value(syntax, NULL);
        if (syntax->failed || !is_sign(syntax, ','))
            break;
        advance(syntax);
        if (is_closer(syntax))
            lexer_error(&syntax->lexer, &syntax->token, "there is a comma "
                        "too many before this %c", syntax->token.sign);
    }
    expect_closer(syntax, &open, is_sign(syntax, ';')
                  ? "between two items of a list stands a comma, not a ;"
                  : "there should be a comma between two items of a list");
}

static void
read_word(struct syntax *syntax, const struct token *key)
{
    static const char *const words[] = {
        "yes", "no", "on", "off", "ja", "nee", NULL
    };
    const struct token *token = &syntax->token;

    for (int i = 0; words[i] != NULL; i++) {
        if (token->length == strlen(words[i]) &&
            strncasecmp(token->text, words[i], token->length) == 0) {
            FAIL(syntax, "write true or false, without quotes");
            return;
        }
    }
    if (key != NULL)
        FAIL(syntax, "a text stands between quotes: %.*s = \"...\"",
             (int)key->length, key->text);
    else
        FAIL(syntax, "a text stands between quotes: \"...\"");
}

static void
read_group(struct syntax *syntax)
{
    struct token open = syntax->token;

    advance(syntax);
    read_settings(syntax, &open);
}

static void
read_nested(struct syntax *syntax)
{
    if (++syntax->depth > SYNTAX_DEPTH_MOST)
        FAIL(syntax, "more than %d levels of { ( [ within each other",
             SYNTAX_DEPTH_MOST);
    else if (is_sign(syntax, '{'))
        read_group(syntax);
    else
        read_items(syntax, is_sign(syntax, '['));
    syntax->depth--;
}

static void
read_value(struct syntax *syntax, const struct token *key)
{
    if (syntax->failed)
        return;
    if (syntax->token.type == TOKEN_TEXT) {
        do {
            advance(syntax);
        } while (key != NULL && syntax->token.type == TOKEN_TEXT);
    } else if (is_scalar(syntax) || syntax->token.type == TOKEN_WRONG) {
        advance(syntax);
    } else if (is_sign(syntax, '{') || is_sign(syntax, '(') ||
               is_sign(syntax, '[')) {
        read_nested(syntax);
    } else if (syntax->token.type == TOKEN_NAME) {
        read_word(syntax, key);
    } else if (key != NULL) {
        FAIL(syntax, "there is no value after %.*s =", (int)key->length,
             key->text);
    } else {
        FAIL(syntax, "there should be a value here");
    }
}

static void
remember(struct syntax *syntax, struct keys *keys)
{
    const struct token *token = &syntax->token;
    struct key *key;

    for (size_t i = 0; i < keys->count; i++) {
        key = &keys->items[i];
        if (key->length == token->length &&
            memcmp(key->text, token->text, key->length) == 0) {
            lexer_error(&syntax->lexer, token, "%.*s stands here twice; the "
                        "first is in line %d", (int)token->length,
                        token->text, key->line);
            return;
        }
    }
    if (keys->count == SYNTAX_KEYS_MOST) {
        FAIL(syntax, "more than %d keys in one { }; many of a kind are "
             "written as a list: ( { ... }, { ... } )", SYNTAX_KEYS_MOST);
        return;
    }
    key = GROW(keys, items, count, room);
    key->text = token->text;
    key->length = token->length;
    key->line = line_of(syntax, token);
}

static bool
is_number(const struct token *token)
{
    return token->type == TOKEN_INTEGER || token->type == TOKEN_LONG ||
           token->type == TOKEN_NUMBER;
}

/* key = value, and the ; behind it. */
static void
read_setting(struct syntax *syntax, struct keys *keys)
{
    struct token key = syntax->token, before = syntax->before;
    bool comma;

    if (key.length > 64)
        FAIL(syntax, "no key is as long as this; is a quote missing?");
    remember(syntax, keys);
    advance(syntax);
    if (!is_sign(syntax, '=') && !is_sign(syntax, ':')) {
        if (before.type == TOKEN_TEXT &&
            before.text + before.length + 1 == key.start)
            FAIL(syntax, "a text ends at its next \", which is before %.*s; "
                 "leave quotes within it out, or write ' for them",
                 key.length > 64 ? 64 : (int)key.length, key.text);
        if (is_sign(syntax, ';') || is_sign(syntax, ','))
            FAIL(syntax, "there should be a = and a value after %.*s; lines "
                 "of a spreadsheet are written as people = ( { id = \"aya\"; "
                 "phone = \"...\"; groups = \"...\"; } );",
                 key.length > 64 ? 64 : (int)key.length, key.text);
        FAIL(syntax, "there should be a = after %.*s",
             key.length > 64 ? 64 : (int)key.length, key.text);
        return;
    }
    advance(syntax);
    read_value(syntax, &key);
    if (syntax->failed)
        return;
    comma = is_number(&syntax->before) && is_sign(syntax, ',');
    if (is_sign(syntax, ';') || is_sign(syntax, ','))
        advance(syntax);
    if (comma && is_number(&syntax->token))
        FAIL(syntax, "a number has a point, not a comma: 0.075");
    if (is_sign(syntax, ';') || is_sign(syntax, ','))
        FAIL(syntax, "there is one %c too many here", syntax->token.sign);
}

/* All settings up to the } of `open`, or to the end of the file. */
static void
read_settings(struct syntax *syntax, const struct token *open)
{
    static const char odd[] =
        "a key should stand here (key = value;); a date, an hour, a phone "
        "number and every other text stand between quotes: \"...\"";
    static const char number[] =
        "there is more behind this number; a date, an hour, a phone number "
        "and every other text stand between quotes: \"...\"";
    struct keys keys = { .items = NULL };
    const char *what;

    while (!syntax->failed && syntax->token.type == TOKEN_NAME)
        read_setting(syntax, &keys);
    free(keys.items);
    if (syntax->failed)
        return;
    what = is_number(&syntax->before) ? number : odd;
    if (open != NULL)
        expect_closer(syntax, open, what);
    else if (is_closer(syntax))
        FAIL(syntax, "this %c closes nothing; there is no %c before it",
             syntax->token.sign, syntax->token.sign == '}' ? '{' :
             syntax->token.sign == ')' ? '(' : '[');
    else if (syntax->token.type != TOKEN_END)
        FAIL(syntax, "%s", what);
}

static int
check_bytes(const struct file_text *file, struct diagnoses *diagnoses)
{
    const unsigned char *bytes = (const unsigned char *)file->text;
    const char *name, *zero;
    size_t bad = 0;
    int line = 1, at;

    if (file->length >= 2 && bytes[0] + bytes[1] == 0xff + 0xfe) {
        diagnose_error(diagnoses, file->name, 0, "this file is UTF-16; save "
                       "it as UTF-8");
        return -1;
    }
    zero = memchr(file->text, '\0', file->length);
    if (zero == NULL && text_is_utf8(file->text, file->length, &bad))
        return 0;
    if (zero != NULL)
        bad = (size_t)(zero - file->text);
    for (size_t i = 0; i < bad; i++)
        line += file->text[i] == '\n';
    file_place(file, line, &name, &at);
    diagnose_error(diagnoses, name, at, zero != NULL
                   ? "there is a byte of value 0 in this line; is this a "
                     "text file?"
                   : "this line is not UTF-8; save the file as UTF-8");
    return -1;
}

int
syntax_check(const struct file_text *file, struct diagnoses *diagnoses)
{
    size_t before = diagnoses->error_count;
    struct syntax syntax = { .depth = 0 };

    if (check_bytes(file, diagnoses) < 0)
        return -1;
    lexer_start(&syntax.lexer, file, diagnoses, file->text, file->length);
    advance(&syntax);
    read_settings(&syntax, NULL);
    return diagnoses->error_count > before ? -1 : 0;
}
