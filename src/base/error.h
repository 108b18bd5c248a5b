/*
 * error - a failure as a value: one sentence, carried up to whoever can tell
 * a person.  Nothing below the edge prints.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

/* Owned by the caller, filled by the callee that returned -1.  The sentence
 * has no newline at its end and no address in it. */
struct error {
    char text[512];
};

/* Fill `error` (may be NULL) and return -1, so that `return error_set(...)`. */
int error_set(struct error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Put "prefix: " before the sentence that is there; returns -1. */
int error_within(struct error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
