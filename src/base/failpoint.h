/*
 * failpoint - named places where a test can make the process die.
 *
 * ALLO_FAILPOINT=name[:n] in the environment kills the process with SIGKILL
 * the n-th time (default first) that FAILPOINT("name") is passed.  Built in
 * unless configure --disable-failpoints; costs one load when not in use.
 */
#ifndef BASE_FAILPOINT_H
#define BASE_FAILPOINT_H

#ifdef FAILPOINTS
/* Read the environment once, at the start of a program. */
void failpoint_init(void);
void failpoint_reached(const char *name);
extern int failpoint_armed;
#define FAILPOINT(name)                                                      \
    do {                                                                     \
        if (__builtin_expect(failpoint_armed, 0))                            \
            failpoint_reached(name);                                         \
    } while (0)
#else
#define failpoint_init() ((void)0)
#define FAILPOINT(name) ((void)0)
#endif

#endif
