/* measure - see measure.h */
#include "probe/measure.h"

#include <dirent.h>
#include <stdio.h>

static long
count_descriptors(pid_t pid)
{
    struct dirent *entry;
    char path[64];
    long count = 0;
    DIR *directory;

    snprintf(path, sizeof(path), "/proc/%ld/fd", (long)pid);
    directory = opendir(path);
    if (directory == NULL)
        return -1;
    while ((entry = readdir(directory)) != NULL)
        count += entry->d_name[0] != '.';
    closedir(directory);
    return count;
}

static long
count_memory(pid_t pid)
{
    char path[64], line[256];
    long memory = -1;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%ld/status", (long)pid);
    file = fopen(path, "re");
    if (file == NULL)
        return -1;
    while (memory < 0 && fgets(line, sizeof(line), file) != NULL) {
        if (sscanf(line, "RssAnon: %ld kB", &memory) != 1)
            memory = -1;
    }
    fclose(file);
    return memory;
}

struct measure
measure(pid_t pid)
{
    return (struct measure){ .descriptors = count_descriptors(pid),
                             .memory = count_memory(pid) };
}
