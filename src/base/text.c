/* text - see text.h */
#include "base/text.h"

#include <string.h>
#include <strings.h>

int32_t
text_next(const char **text, const char *end)
{
    const unsigned char *p = (const unsigned char *)*text;
    size_t left = (size_t)(end - *text), need;
    uint32_t code, least;

    (*text)++;
    if (p[0] < 0x80)
        return p[0];
    if (p[0] >= 0xc2 && p[0] <= 0xdf) {
        need = 1, code = p[0] & 0x1fu, least = 0x80;
    } else if ((p[0] & 0xf0) == 0xe0) {
        need = 2, code = p[0] & 0x0fu, least = 0x800;
    } else if (p[0] >= 0xf0 && p[0] <= 0xf4) {
        need = 3, code = p[0] & 0x07u, least = 0x10000;
    } else {
        return -1;
    }
    if (left <= need)
        return -1;
    for (size_t i = 1; i <= need; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return -1;
        code = code << 6 | (p[i] & 0x3fu);
    }
    if (code < least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        return -1;
    *text += need;
    return (int32_t)code;
}

bool
text_is_utf8(const char *text, size_t length, size_t *bad)
{
    const char *at = text, *end = text + length;

    while (at < end) {
        const char *here = at;

        if (text_next(&at, end) < 0) {
            if (bad != NULL)
                *bad = (size_t)(here - text);
            return false;
        }
    }
    return true;
}

size_t
text_put(char *out, uint32_t code)
{
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xc0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3f));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xe0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3f));
        out[2] = (char)(0x80 | (code & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3f));
    out[2] = (char)(0x80 | (code >> 6 & 0x3f));
    out[3] = (char)(0x80 | (code & 0x3f));
    return 4;
}

int
text_distance(const char *a, const char *b, int most)
{
    enum { LONGEST = 64 };
    int rows[3][LONGEST + 1];
    size_t m = strlen(a), n = strlen(b);

    if (m > LONGEST || n > LONGEST)
        return strcmp(a, b) == 0 ? 0 : most + 1;
    for (size_t j = 0; j <= n; j++)
        rows[0][j] = (int)j;
    for (size_t i = 1; i <= m; i++) {
        int *row = rows[i % 3], *above = rows[(i - 1) % 3];

        row[0] = (int)i;
        for (size_t j = 1; j <= n; j++) {
            int best = above[j - 1] + (a[i - 1] != b[j - 1]);

            if (above[j] + 1 < best)
                best = above[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
                a[i - 2] == b[j - 1] && rows[(i - 2) % 3][j - 2] + 1 < best)
                best = rows[(i - 2) % 3][j - 2] + 1;
            row[j] = best;
        }
    }
    return rows[m % 3][n] > most ? most + 1 : rows[m % 3][n];
}

const char *
text_nearest(const char *written, const char *const *names)
{
    const char *nearest = NULL;
    int best = strlen(written) < 5 ? 2 : 3;     /* one more than allowed */

    for (; *names != NULL; names++) {
        int distance = text_distance(written, *names, best);

        if (distance < best) {
            best = distance;
            nearest = *names;
        }
    }
    return nearest;
}

void
text_copy(char *to, size_t size, const char *from)
{
    size_t length = strlen(from);

    if (length >= size) {
        length = size - 1;
        while (length > 0 && ((unsigned char)from[length] & 0xc0) == 0x80)
            length--;
    }
    memcpy(to, from, length);
    to[length] = '\0';
}

bool
text_same(const char *a, const char *b)
{
    return strcasecmp(a, b) == 0;
}
