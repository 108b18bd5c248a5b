/* diagnose - see diagnose.h */
#include "config/diagnose.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* One mistake that is made on every line must not fill the memory. */
enum { MOST_TOLD = 1000, TEXT_MOST = 1024 };

void
diagnose_add(struct diagnoses *diagnoses, bool warning, const char *file,
             int line, const char *format, va_list args)
{
    struct diagnosis *diagnosis;
    char whole[2 * TEXT_MOST], text[TEXT_MOST];

    if (!warning)
        diagnoses->error_count++;
    if (diagnoses->count >= MOST_TOLD)
        return;
    vsnprintf(whole, sizeof(whole), format, args);
    text_copy(text, sizeof(text), whole);
    diagnosis = GROW(diagnoses, items, count, room);
    diagnosis->warning = warning;
    diagnosis->file = pool_copy(diagnoses->pool, file);
    diagnosis->line = line;
    diagnosis->text = pool_copy(diagnoses->pool, text);
}

void
diagnose_error(struct diagnoses *diagnoses, const char *file, int line,
               const char *format, ...)
{
    va_list args;

    va_start(args, format);
    diagnose_add(diagnoses, false, file, line, format, args);
    va_end(args);
}

void
diagnose_warning(struct diagnoses *diagnoses, const char *file, int line,
                 const char *format, ...)
{
    va_list args;

    va_start(args, format);
    diagnose_add(diagnoses, true, file, line, format, args);
    va_end(args);
}

static int
by_place(const struct diagnosis *a, const struct diagnosis *b)
{
    int order = strcmp(a->file, b->file);

    if (order != 0)
        return order;
    return (a->line > b->line) - (a->line < b->line);
}

/* Merge sort keeps the order of what is equal, which qsort() need not. */
static void
sort(struct diagnosis *items, struct diagnosis *spare, size_t count)
{
    size_t half = count / 2, left = 0, right = half;

    if (count < 2)
        return;
    sort(items, spare, half);
    sort(items + half, spare, count - half);
    for (size_t i = 0; i < count; i++) {
        bool take_left = right == count ||
                         (left < half &&
                          by_place(&items[left], &items[right]) <= 0);

        spare[i] = items[take_left ? left++ : right++];
    }
    memcpy(items, spare, count * sizeof(*items));
}

static bool
same(const struct diagnosis *a, const struct diagnosis *b)
{
    return a->warning == b->warning && by_place(a, b) == 0 &&
           strcmp(a->text, b->text) == 0;
}

void
diagnose_sort(struct diagnoses *diagnoses)
{
    struct diagnosis *spare;
    size_t kept = 0;

    if (diagnoses->count < 2)
        return;
    spare = memory_new(diagnoses->count, sizeof(*spare));
    sort(diagnoses->items, spare, diagnoses->count);
    free(spare);
    for (size_t i = 0; i < diagnoses->count; i++) {
        if (kept > 0 &&
            same(&diagnoses->items[kept - 1], &diagnoses->items[i])) {
            if (!diagnoses->items[i].warning)
                diagnoses->error_count--;
            continue;
        }
        diagnoses->items[kept++] = diagnoses->items[i];
    }
    diagnoses->count = kept;
}

size_t
diagnose_print(const struct diagnosis *items, size_t count, bool warnings_too,
               FILE *out)
{
    size_t errors = 0;

    for (size_t i = 0; i < count; i++) {
        if (!items[i].warning)
            errors++;
        else if (!warnings_too)
            continue;
        if (items[i].line > 0)
            fprintf(out, "%s:%d: %s: %s\n", items[i].file, items[i].line,
                    items[i].warning ? "warning" : "error", items[i].text);
        else
            fprintf(out, "%s: %s: %s\n", items[i].file,
                    items[i].warning ? "warning" : "error", items[i].text);
    }
    return errors;
}
