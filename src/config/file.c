/* file - see file.h */
#include "config/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/lexer.h"

/* The way from the first file to the one that is read now. */
struct reading {
    const char *directory;
    struct diagnoses *diagnoses;
    struct file_text *file;
    const char *names[FILE_DEPTH_MOST + 1];
    int depth, includes;
    int line;                   /* of the whole text, so far */
};

/* Where to say it: the line of the @include, or the file itself. */
struct asked {
    const char *name;
    int line;
};

static void
add(struct file_text *file, const char *text, size_t length)
{
    if (file->room - file->length <= length) {
        file->room = (file->length + length + 1) * 3 / 2;
        file->text = memory_resize(file->text, file->room, 1);
    }
    memcpy(file->text + file->length, text, length);
    file->length += length;
    file->text[file->length] = '\0';
}

static void
piece(struct reading *reading, const char *name, int from)
{
    struct file_piece *piece = GROW(reading->file, pieces, piece_count,
                                    piece_room);

    piece->line = reading->line;
    piece->name = name;
    piece->from = from;
}

/* libconfig 1.5 does not take a comment for its last line without an end. */
static int
end_line(struct file_text *file)
{
    if (file->length > 0 && file->text[file->length - 1] == '\n')
        return 0;
    add(file, "\n", 1);
    return 1;
}

static int
count_lines(const char *text, size_t length)
{
    const char *end = text + length;
    int lines = 0;

    while ((text = memchr(text, '\n', (size_t)(end - text))) != NULL) {
        lines++;
        text++;
    }
    return lines;
}

static int
read_all(int fd, size_t most, char **text, size_t *length)
{
    size_t room = 0, size = 0;
    char *bytes = NULL;
    ssize_t got;

    do {
        if (room - size < 2) {
            room = room == 0 ? 8192 : room * 2;
            bytes = memory_resize(bytes, room, 1);
        }
        got = read(fd, bytes + size, room - size - 1);
        if (got < 0 && errno == EINTR) {
            got = 1;
            continue;
        }
        if (got > 0)
            size += (size_t)got;
    } while (got > 0 && size <= most);
    bytes[size] = '\0';
    *text = bytes;
    *length = size;
    if (got < 0) {
        free(bytes);
        return -1;
    }
    return 0;
}

/* The path of `name` inside the directory; NULL when it leads outside. */
static char *
path_inside(const char *directory, const char *name)
{
    char *base = realpath(directory, NULL), *path = NULL, *full = NULL;
    size_t length;

    if (base != NULL &&
        asprintf(&path, "%s%s%s", name[0] == '/' ? "" : base,
                 name[0] == '/' ? "" : "/", name) >= 0) {
        full = realpath(path, NULL);
        length = strlen(base);
        if (full != NULL && strcmp(base, "/") != 0 &&
            (strncmp(full, base, length) != 0 || full[length] != '/')) {
            free(full);
            full = NULL;
            errno = EXDEV;
        }
    }
    free(base);
    free(path);
    return full;
}

static int
say(struct reading *reading, const struct asked *asked, const char *name,
    const char *what)
{
    if (asked->line == 0)
        diagnose_error(reading->diagnoses, name, asked->line, "%s", what);
    else
        diagnose_error(reading->diagnoses, asked->name, asked->line,
                       "cannot include \"%s\": %s", name, what);
    return -1;
}

/* An included file has to lie inside; the first may be a link to anywhere,
 * for it is the admin who put it there. */
static int
open_file(struct reading *reading, const char *name)
{
    char *path = NULL;
    int fd;

    if (reading->depth > 0)
        path = path_inside(reading->directory, name);
    else if (asprintf(&path, "%s/%s", reading->directory, name) < 0)
        path = NULL;
    if (path == NULL)
        return -1;
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    free(path);
    return fd;
}

static int
slurp(struct reading *reading, const struct asked *asked, const char *name,
      char **text, size_t *length)
{
    struct stat status;
    int fd = open_file(reading, name), result;

    if (fd < 0)
        return say(reading, asked, name,
                   errno == ENOENT ? "there is no such file"
                   : errno == EXDEV ? "it lies outside of the configuration "
                                      "directory"
                                    : strerror(errno));
    if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode)) {
        close(fd);
        return say(reading, asked, name, "it is no regular file");
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        reading->file->open_to_others = true;
    result = read_all(fd, FILE_SIZE_MOST, text, length);
    close(fd);
    if (result < 0)
        return say(reading, asked, name, "it cannot be read");
    if (*length + reading->file->length > FILE_SIZE_MOST) {
        free(*text);
        return say(reading, asked, name,
                   "it is larger than 64 MB; spread it over more files");
    }
    return 0;
}

static int add_file(struct reading *reading, const struct asked *asked,
                    const char *name);

static int
include(struct reading *reading, const struct lexer *lexer,
        const struct token *token, const char *within)
{
    struct asked asked = { .name = within, .line = token->line };
    char *name = pool_copy_n(reading->diagnoses->pool, token->text,
                             token->length);
    int result;

    if (reading->depth == FILE_DEPTH_MOST)
        return say(reading, &asked, name, "it is more than 10 files deep");
    if (reading->includes++ == FILE_INCLUDES_MOST)
        return say(reading, &asked, name, "more than 1000 files in all");
    if (reading->includes > FILE_INCLUDES_MOST)
        return -1;
    for (int i = 0; i <= reading->depth; i++) {
        if (strcmp(reading->names[i], name) == 0)
            return say(reading, &asked, name, "it includes itself");
    }
    reading->depth++;
    result = add_file(reading, &asked, name);
    reading->depth--;
    reading->line += end_line(reading->file);
    piece(reading, within, lexer->line);
    return result;
}

/* Copy the text, with each @include replaced by what it names. */
static int
expand(struct reading *reading, const char *name, const char *text,
       size_t length)
{
    struct lexer lexer;
    struct token token;
    const char *done = text;
    int result = 0;

    lexer_start(&lexer, NULL, NULL, text, length);
    while (lexer_next(&lexer, &token) != TOKEN_END) {
        if (token.type != TOKEN_INCLUDE)
            continue;
        add(reading->file, done, (size_t)(token.start - done));
        reading->line += count_lines(done, (size_t)(token.start - done));
        done = lexer.at;
        if (include(reading, &lexer, &token, name) < 0)
            result = -1;
    }
    add(reading->file, done, (size_t)(text + length - done));
    reading->line += count_lines(done, (size_t)(text + length - done));
    return result;
}

static int
add_file(struct reading *reading, const struct asked *asked, const char *name)
{
    static const char mark[] = "\xef\xbb\xbf";
    char *text = NULL;
    size_t length = 0, skip = 0;
    int result;

    if (slurp(reading, asked, name, &text, &length) < 0)
        return -1;
    if (length >= 3 && memcmp(text, mark, 3) == 0)
        skip = 3;       /* what a Windows editor puts before the text */
    reading->names[reading->depth] = name;
    piece(reading, name, 1);
    result = expand(reading, name, text + skip, length - skip);
    free(text);
    return result;
}

int
file_read(const char *directory, const char *name,
          struct diagnoses *diagnoses, struct file_text *file)
{
    struct reading reading = {
        .directory = directory, .diagnoses = diagnoses, .file = file,
        .line = 1
    };
    struct asked asked;

    memset(file, 0, sizeof(*file));
    file->name = asked.name = pool_copy(diagnoses->pool, name);
    asked.line = 0;
    if (add_file(&reading, &asked, file->name) < 0) {
        file_free(file);
        return -1;
    }
    end_line(file);
    return 0;
}

void
file_from_text(const char *name, const char *text,
               struct diagnoses *diagnoses, struct file_text *file)
{
    struct reading reading = { .file = file, .line = 1 };

    memset(file, 0, sizeof(*file));
    file->name = pool_copy(diagnoses->pool, name);
    piece(&reading, file->name, 1);
    add(file, text, strlen(text));
    end_line(file);
}

void
file_free(struct file_text *file)
{
    free(file->text);
    free(file->pieces);
    file->text = NULL;
    file->pieces = NULL;
    file->length = file->room = file->piece_count = file->piece_room = 0;
}

void
file_place(const struct file_text *file, int line, const char **name,
           int *at)
{
    const struct file_piece *found = file->pieces;

    for (size_t i = 1; i < file->piece_count; i++) {
        if (file->pieces[i].line <= line)
            found = &file->pieces[i];
    }
    *name = found->name;
    *at = found->from + (line - found->line);
}

const char *
file_shipped(void)
{
    const char *set = getenv("ALLO_DATADIR");

    return set != NULL && *set != '\0' ? set : PKGDATADIR;
}
