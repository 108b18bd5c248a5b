/*
 * config_files - a configuration directory for a test, made and removed.
 */
#ifndef TESTS_CONFIG_FILES_H
#define TESTS_CONFIG_FILES_H

#include <sys/types.h>

struct config_files {
    char directory[64];
};

/* A new directory with empty texts.d, events.d and people.d. */
void config_files_make(struct config_files *files);

/* Write a file, 0600; over what was there. */
void config_files_put(const struct config_files *files, const char *name,
                      const char *text);
void config_files_mode(const struct config_files *files, const char *name,
                       mode_t mode);
void config_files_drop(const struct config_files *files, const char *name);

/* With all that is in it. */
void config_files_remove(const struct config_files *files);

/* The path of a file of tests/config, and what is in it; the caller frees. */
char *config_files_source(const char *name);
char *config_files_slurp(const char *name);

#endif
