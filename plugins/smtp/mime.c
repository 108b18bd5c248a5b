/* mime - see mime.h */
#include "mime.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "encode.h"
#include "utf8.h"

#define SUBJECT_MOST 200        /* bytes of a subject that we send */
#define SUBJECT_FROM_TEXT 70    /* ... when it has to come from the text */

/* "Wed, 13 Jan 2027 18:00:00 +0000", RFC 5322 3.3, without a locale. */
static void
write_date(FILE *out, int64_t seconds)
{
    static const char days[7][4] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue",
                                     "Wed" };
    static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May",
                                        "Jun", "Jul", "Aug", "Sep", "Oct",
                                        "Nov", "Dec" };
    int64_t day = seconds / 86400, left = seconds % 86400;
    int64_t z, era, doe, yoe, doy, mp, year;
    int month;

    if (left < 0)
        left += 86400, day--;
    /* Days to a date of the Gregorian calendar, in eras of 400 years that
     * start on 1 March, so that the leap day is the last of its year. */
    z = day + 719468;
    era = (z >= 0 ? z : z - 146096) / 146097;
    doe = z - era * 146097;
    yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    mp = (5 * doy + 2) / 153;
    month = (int)(mp < 10 ? mp + 3 : mp - 9);
    year = yoe + era * 400 + (month <= 2);
    fprintf(out, "Date: %s, %d %s %04d %02d:%02d:%02d +0000\r\n",
            days[((day % 7) + 7) % 7], (int)(doy - (153 * mp + 2) / 5 + 1),
            months[month - 1], (int)year, (int)(left / 3600),
            (int)(left / 60 % 60), (int)(left % 60));
}

/* Stable: the same message has the same name on each attempt.  What is no
 * atom text is written as =XX, so that two ids never meet. */
static void
write_message_id(FILE *out, const char *id, const char *domain)
{
    fputs("Message-ID: <allo.", out);
    for (const char *p = id; *p != '\0'; p++)
        if ((*p >= '0' && *p <= '9') || (*p >= 'a' && *p <= 'z') ||
            (*p >= 'A' && *p <= 'Z') || *p == '-' || *p == '_')
            putc(*p, out);
        else
            fprintf(out, "=%02X", (unsigned char)*p);
    fprintf(out, "@%s>\r\n", domain);
}

/* RFC 2369; the address's characters that mean something in a URI escaped. */
static void
write_unsubscribe(FILE *out, const char *address)
{
    fputs("List-Unsubscribe: <mailto:", out);
    for (const char *p = address; *p != '\0'; p++)
        if (strchr("!#$%&'*+/=?^`{|}~", *p) != NULL)
            fprintf(out, "%%%02X", (unsigned char)*p);
        else
            putc(*p, out);
    fputs("?subject=STOP>\r\n", out);
}

/* The first line of the text that has something on it, cut at a word. */
static size_t
subject_of_text(const char *text, const char **start)
{
    size_t length, cut;

    text += strspn(text, " \t\r\n");
    *start = text;
    length = strcspn(text, "\r\n");
    if (length <= SUBJECT_FROM_TEXT)
        return length;
    for (cut = SUBJECT_FROM_TEXT; cut > 0 && text[cut] != ' '; cut--)
        ;
    return cut > 0 ? cut : utf8_cut(text, SUBJECT_FROM_TEXT);
}

static void
write_subject(FILE *out, const struct mime *mime)
{
    const char *subject = mime->subject;
    size_t length;

    if (subject != NULL && *subject != '\0') {
        length = strlen(subject);
        if (length > SUBJECT_MOST)
            length = utf8_cut(subject, SUBJECT_MOST);
    } else {
        length = subject_of_text(mime->text, &subject);
    }
    fputs("Subject: ", out);
    encode_unstructured(out, subject, length, strlen("Subject: "));
    fputs("\r\n", out);
}

static void
write_header(FILE *out, const struct mime *mime)
{
    write_date(out, mime->date);
    fputs("From: ", out);
    if (mime->from->name[0] != '\0') {
        encode_phrase(out, mime->from->name, strlen("From: "));
        fprintf(out, "\r\n <%s>\r\n", mime->from->address);
    } else {
        fprintf(out, "%s\r\n", mime->from->address);
    }
    fprintf(out, "To: %s\r\n", mime->to);
    write_subject(out, mime);
    write_message_id(out, mime->id, mime->domain);
    fputs("Auto-Submitted: auto-generated\r\n", out);
    if (mime->unsubscribe != NULL && *mime->unsubscribe != '\0')
        write_unsubscribe(out, mime->unsubscribe);
    fputs("MIME-Version: 1.0\r\n"
          "Content-Type: text/plain; charset=utf-8\r\n", out);
}

char *
mime_build(const struct mime *mime, size_t *length)
{
    size_t id_length = strlen(mime->id);
    char *text = NULL;
    FILE *out;
    bool base64 = encode_prefers_base64(mime->text);
    bool failed;

    if (id_length == 0 || id_length > MIME_ID_MOST)
        return NULL;
    out = open_memstream(&text, length);
    if (out == NULL)
        return NULL;
    write_header(out, mime);
    fprintf(out, "Content-Transfer-Encoding: %s\r\n\r\n",
            base64 ? "base64" : "quoted-printable");
    if (base64)
        encode_base64_text(out, mime->text);
    else
        encode_quoted_printable(out, mime->text);
    failed = ferror(out) != 0;
    if (fclose(out) != 0 || failed) {
        free(text);
        return NULL;
    }
    return text;
}
