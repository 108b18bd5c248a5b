/*
 * tree - a configuration file as a tree of values.  The one door to libconfig.
 */
#ifndef CONFIG_TREE_H
#define CONFIG_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct diagnoses;
struct file_text;

struct tree;
struct node;            /* lives as long as its tree */

enum node_type {
    NODE_GROUP,                 /* { key = value; } */
    NODE_LIST,                  /* ( ... ) or [ ... ] */
    NODE_TEXT,
    NODE_INTEGER,
    NODE_NUMBER,
    NODE_BOOL
};

/* Read the text, which lasts as long as the tree.  NULL when it is wrong, and
 * why is in `diagnoses`. */
struct tree *tree_parse(const struct file_text *file,
                        struct diagnoses *diagnoses);
void tree_free(struct tree **tree);

/* A group with all settings of the file. */
const struct node *tree_root(const struct tree *tree);

/* What the coordinator wrote there. */
enum node_type node_type(const struct node *node);

/* What it is, for a sentence: "a text", "a list", ... */
const char *node_type_words(const struct node *node);

/* The key; NULL for an item of a list. */
const char *node_name(const struct node *node);

/* Members of a group, items of a list; 0 for all else. */
size_t node_count(const struct node *node);
const struct node *node_at(const struct node *node, size_t index);

/* NULL when the group has no such key. */
const struct node *node_member(const struct node *group, const char *key);

/* Values; the node is of that type (an integer is a number too). */
const char *node_text(const struct node *node);
int64_t node_integer(const struct node *node);
double node_number(const struct node *node);
bool node_bool(const struct node *node);

/* Where it stands. */
void node_place(const struct node *node, const char **file, int *line);

#endif
