/*
 * syntax - whether a text is what libconfig can read, told in words that help
 * when it is not.
 */
#ifndef CONFIG_SYNTAX_H
#define CONFIG_SYNTAX_H

struct diagnoses;
struct file_text;

enum {
    SYNTAX_DEPTH_MOST = 16,     /* { in ( in { ... */
    SYNTAX_KEYS_MOST = 256      /* in one { }: libconfig looks at each of
                                 * them for each */
};

/* -1 when it is not, and why is in `diagnoses`: the first sentence that is
 * wrong, and all words that are before it.  (What follows a quote that is
 * missing is read inside out.) */
int syntax_check(const struct file_text *file, struct diagnoses *diagnoses);

#endif
