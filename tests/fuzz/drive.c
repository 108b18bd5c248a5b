/*
 * drive - runs a fuzz target without libFuzzer, the same way each time: every
 * file of the corpus as it is, then a fixed number of seeded mutations of it.
 *
 * The corpus is the files given as arguments or, without any, those of
 * tests/fuzz/corpus/NAME for a program called fuzz_NAME.  The environment
 * variable FUZZ_ROUNDS sets the mutations for each file (2000).
 *
 * Built with LIBFUZZER defined (./setup fuzz) it is empty: libFuzzer drives.
 */
#ifndef LIBFUZZER

#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"

#define INPUT_MOST 65536

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t
read_file(const char *path, uint8_t *data)
{
    FILE *file = fopen(path, "rb");
    size_t size;

    if (file == NULL) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        exit(EXIT_FAILURE);
    }
    size = fread(data, 1, INPUT_MOST, file);
    fclose(file);
    return size;
}

/* The target gets a copy of the exact size, so that ASan sees an overrun. */
static void
feed(const uint8_t *data, size_t size)
{
    uint8_t *exact = malloc(size > 0 ? size : 1);

    if (exact == NULL)
        abort();
    if (size > 0)
        memcpy(exact, data, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

static size_t
mutate(struct random *random, uint8_t *data, size_t size)
{
    static const uint8_t telling[] = { 0, '\n', '\r', '\t', '<', '>', '@', '"',
                                       '\\', 0x7f, 0x80, 0xff, '.', '=' };
    size_t at = size > 0 ? random_below(random, size) : 0;
    size_t count = 1 + random_below(random, 8);

    switch (random_below(random, 6)) {
    case 0:
        if (size > 0)
            data[at] ^= (uint8_t)(1u << random_below(random, 8));
        break;
    case 1:
        if (size > 0)
            data[at] = telling[random_below(random, sizeof(telling))];
        break;
    case 2:
        return at;
    case 3:
        if (count > size - at)
            count = size - at;
        memmove(data + at, data + at + count, size - at - count);
        return size - count;
    case 4:
        if (size + count > INPUT_MOST)
            break;
        memmove(data + at + count, data + at, size - at);
        for (size_t i = 0; i < count; i++)
            data[at + i] = (uint8_t)random_below(random, 256);
        return size + count;
    default:
        if (size * 2 > INPUT_MOST || size == 0)
            break;
        memcpy(data + size, data, size);
        return size + size;
    }
    return size;
}

static void
drive(const char *path, unsigned long rounds, uint64_t seed)
{
    static uint8_t first[INPUT_MOST], data[INPUT_MOST];
    size_t first_size = read_file(path, first);
    struct random random;

    random_seed(&random, seed);
    feed(first, first_size);
    for (unsigned long round = 0; round < rounds; round++) {
        size_t size = first_size;

        memcpy(data, first, size);
        for (uint64_t i = 0; i <= random_below(&random, 6); i++)
            size = mutate(&random, data, size);
        feed(data, size);
    }
}

static int
is_file(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* All files of the target's own folder, in the order of their names. */
static int
drive_folder(const char *program, unsigned long rounds)
{
    const char *top = getenv("ALLO_SRCDIR");
    const char *name = strstr(program, "fuzz_");
    struct dirent **entries;
    char folder[1024], path[2048];
    int count;

    snprintf(folder, sizeof(folder), "%s/tests/fuzz/corpus/%s",
             top != NULL ? top : ".", name != NULL ? name + 5 : program);
    count = scandir(folder, &entries, is_file, alphasort);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
        drive(path, rounds, (uint64_t)i + 1);
        free(entries[i]);
    }
    if (count > 0)
        free(entries);
    else
        fprintf(stderr, "no corpus in %s\n", folder);
    return count;
}

int
main(int argc, char **argv)
{
    const char *wanted = getenv("FUZZ_ROUNDS");
    unsigned long rounds = wanted != NULL ? strtoul(wanted, NULL, 10) : 2000;
    const char *program = strrchr(argv[0], '/');

    program = program != NULL ? program + 1 : argv[0];
    for (int i = 1; i < argc; i++)
        drive(argv[i], rounds, (uint64_t)i);
    if (argc == 1 && drive_folder(program, rounds) <= 0)
        return EXIT_FAILURE;
    return EXIT_SUCCESS;
}

#else

typedef int drive_nothing;

#endif
