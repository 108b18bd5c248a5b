/*
 * whereabouts - where the daemon of a configuration listens, also when
 * allo.conf is broken at the moment: it runs on with the one before, and must
 * be found to be asked.
 */
#ifndef CTL_WHEREABOUTS_H
#define CTL_WHEREABOUTS_H

/* The path of the control socket; the caller frees. */
char *whereabouts(const char *directory);

#endif
