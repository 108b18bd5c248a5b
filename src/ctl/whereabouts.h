/*
 * whereabouts - where the daemon of a configuration listens, also when
 * allo.conf is broken at the moment: it runs on with the one before, and must
 * be found to be asked.
 */
#ifndef CTL_WHEREABOUTS_H
#define CTL_WHEREABOUTS_H

/* The path of the control socket; the caller frees. */
char *whereabouts(const char *directory);

/* Why allo.conf of that directory cannot be read: an errno; 0: it can. */
int whereabouts_unread(const char *directory);

#endif
