/* report - see report.h */
#include "probe/report.h"

#include <stdarg.h>
#include <stdio.h>

/* What a far side said must neither end a line nor move the cursor. */
static void __attribute__((format(printf, 3, 0)))
add_line(struct verdict *verdict, const char *before, const char *format,
         va_list args)
{
    char line[1024];

    vsnprintf(line, sizeof(line), format, args);
    for (char *at = line; *at != '\0'; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7f)
            *at = ' ';
    }
    buffer_add_format(&verdict->notes, "# %s%s\n", before, line);
}

void
verdict_wrong(struct verdict *verdict, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    add_line(verdict, "wrong: ", format, args);
    va_end(args);
    verdict->found = FOUND_WRONG;
}

void
verdict_skip(struct verdict *verdict, const char *format, ...)
{
    va_list args;

    if (verdict->found != FOUND_FINE)
        return;
    va_start(args, format);
    vsnprintf(verdict->skipped, sizeof(verdict->skipped), format, args);
    va_end(args);
    for (char *at = verdict->skipped; *at != '\0'; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7f || *at == '#')
            *at = ' ';
    }
    verdict->found = FOUND_SKIP;
}

void
verdict_note(struct verdict *verdict, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    add_line(verdict, "", format, args);
    va_end(args);
}

void
report_case(struct report *report, const char *name, struct verdict *verdict)
{
    report->cases++;
    report->wrong += verdict->found == FOUND_WRONG;
    report->skipped += verdict->found == FOUND_SKIP;
    printf("%s %d - %s", verdict->found == FOUND_WRONG ? "not ok" : "ok",
           report->cases, name);
    if (verdict->found == FOUND_SKIP)
        printf(" # SKIP %s", verdict->skipped);
    printf("\n%s", buffer_text(&verdict->notes));
    fflush(stdout);
    buffer_free(&verdict->notes);
    *verdict = (struct verdict){ 0 };
}

void
report_end(const struct report *report)
{
    printf("1..%d\n# %d fine, %d wrong, %d skipped\n", report->cases,
           report->cases - report->wrong - report->skipped, report->wrong,
           report->skipped);
}
