/*
 * tree - see tree.h.  A node is libconfig's own setting under another name: a
 * hundred thousand people are not copied once more.
 */
#include "config/tree.h"

#include <libconfig.h>
#include <stdlib.h>

#include "base/memory.h"
#include "config/diagnose.h"
#include "config/file.h"
#include "config/syntax.h"

struct tree {
    config_t config;            /* first: a setting leads back to it */
    const struct file_text *file;
};

static const config_setting_t *
setting_of(const struct node *node)
{
    return (const config_setting_t *)(const void *)node;
}

static const struct node *
node_of(const config_setting_t *setting)
{
    return (const struct node *)(const void *)setting;
}

struct tree *
tree_parse(const struct file_text *file, struct diagnoses *diagnoses)
{
    struct tree *tree;
    const char *name;
    int line;

    if (syntax_check(file, diagnoses) < 0)
        return NULL;
    tree = NEW(struct tree);
    tree->file = file;
    config_init(&tree->config);
    if (config_read_string(&tree->config, file->text) == CONFIG_TRUE)
        return tree;
    /* Only when our grammar takes what libconfig's does not. */
    file_place(file, config_error_line(&tree->config), &name, &line);
    diagnose_error(diagnoses, name, line, "%s",
                   config_error_text(&tree->config));
    tree_free(&tree);
    return NULL;
}

void
tree_free(struct tree **tree)
{
    if (tree == NULL || *tree == NULL)
        return;
    config_destroy(&(*tree)->config);
    free(*tree);
    *tree = NULL;
}

const struct node *
tree_root(const struct tree *tree)
{
    return node_of(config_root_setting(&tree->config));
}

enum node_type
node_type(const struct node *node)
{
    switch (config_setting_type(setting_of(node))) {
    case CONFIG_TYPE_GROUP:
        return NODE_GROUP;
    case CONFIG_TYPE_ARRAY:
    case CONFIG_TYPE_LIST:
        return NODE_LIST;
    case CONFIG_TYPE_INT:
    case CONFIG_TYPE_INT64:
        return NODE_INTEGER;
    case CONFIG_TYPE_FLOAT:
        return NODE_NUMBER;
    case CONFIG_TYPE_BOOL:
        return NODE_BOOL;
    default:
        return NODE_TEXT;
    }
}

const char *
node_type_words(const struct node *node)
{
    static const char *const words[] = {
        [NODE_GROUP] = "a group in { }", [NODE_LIST] = "a list",
        [NODE_TEXT] = "a text", [NODE_INTEGER] = "a number",
        [NODE_NUMBER] = "a number", [NODE_BOOL] = "true or false"
    };

    return words[node_type(node)];
}

const char *
node_name(const struct node *node)
{
    return config_setting_name(setting_of(node));
}

size_t
node_count(const struct node *node)
{
    if (!config_setting_is_aggregate(setting_of(node)))
        return 0;
    return (size_t)config_setting_length(setting_of(node));
}

const struct node *
node_at(const struct node *node, size_t index)
{
    return node_of(config_setting_get_elem(setting_of(node),
                                           (unsigned)index));
}

const struct node *
node_member(const struct node *group, const char *key)
{
    if (node_type(group) != NODE_GROUP)
        return NULL;
    return node_of(config_setting_get_member(setting_of(group), key));
}

const char *
node_text(const struct node *node)
{
    const char *text = config_setting_get_string(setting_of(node));

    return text != NULL ? text : "";
}

int64_t
node_integer(const struct node *node)
{
    const config_setting_t *setting = setting_of(node);

    /* libconfig 1.5 gives 0 for an int that is asked for as an int64. */
    if (config_setting_type(setting) == CONFIG_TYPE_INT64)
        return config_setting_get_int64(setting);
    return config_setting_get_int(setting);
}

double
node_number(const struct node *node)
{
    if (node_type(node) == NODE_INTEGER)
        return (double)node_integer(node);
    return config_setting_get_float(setting_of(node));
}

bool
node_bool(const struct node *node)
{
    return config_setting_get_bool(setting_of(node)) != CONFIG_FALSE;
}

void
node_place(const struct node *node, const char **file, int *line)
{
    const config_setting_t *setting = setting_of(node);
    const struct tree *tree =
        (const struct tree *)(const void *)setting->config;

    /* Only the root has no line. */
    file_place(tree->file, setting->line != 0 ? (int)setting->line : 1, file,
               line);
}
