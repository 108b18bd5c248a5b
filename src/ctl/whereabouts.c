/* whereabouts - see whereabouts.h */
#include "ctl/whereabouts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "config/diagnose.h"
#include "config/file.h"
#include "config/tree.h"
#include "control/client.h"

/* From a file that can be parsed, whatever else is wrong with it. */
static char *
from_tree(const struct file_text *file, struct diagnoses *diagnoses)
{
    struct tree *tree = tree_parse(file, diagnoses);
    const struct node *node;
    char *path = NULL;

    if (tree == NULL)
        return NULL;
    node = node_member(tree_root(tree), "control");
    if (node == NULL)
        path = memory_copy(CONTROL_PATH);
    else if (node_type(node) == NODE_TEXT)
        path = memory_copy(node_text(node));
    tree_free(&tree);
    return path;
}

/* control = "..." at the beginning of a line; NULL when it is not that. */
static char *
from_line(const char *line)
{
    const char *end;

    line += strspn(line, " \t");
    if (strncmp(line, "control", 7) != 0)
        return NULL;
    line += 7;
    line += strspn(line, " \t=:");
    if (*line++ != '"')
        return NULL;
    end = line + strcspn(line, "\"\\\n");
    return *end == '"' ? strndup(line, (size_t)(end - line)) : NULL;
}

static char *
from_lines(const char *text)
{
    char *path = from_line(text);

    while (path == NULL && (text = strchr(text, '\n')) != NULL)
        path = from_line(++text);
    return path;
}

static char *
below(const char *directory, char *path)
{
    struct buffer whole = { 0 };
    char *copy;

    if (path == NULL || *path == '/')
        return path;
    buffer_add_format(&whole, "%s/%s", directory, path);
    copy = memory_copy(buffer_text(&whole));
    buffer_free(&whole);
    free(path);
    return copy;
}

char *
whereabouts(const char *directory)
{
    struct diagnoses diagnoses = { .pool = pool_new() };
    struct file_text file;
    char *path = NULL;

    if (file_read(directory, "allo.conf", &diagnoses, &file) == 0) {
        path = from_tree(&file, &diagnoses);
        if (path == NULL)
            path = from_lines(file.text);
        file_free(&file);
    }
    free(diagnoses.items);
    pool_free(&diagnoses.pool);
    path = below(directory, path);
    return path != NULL ? path : memory_copy(CONTROL_PATH);
}

int
whereabouts_unread(const char *directory)
{
    char *path = below(directory, memory_copy("allo.conf"));
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    int problem = file < 0 ? errno : 0;

    if (file >= 0)
        close(file);
    free(path);
    return problem;
}
