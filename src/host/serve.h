/*
 * serve - the life of a host: frames from the daemon into calls of the
 * plugin, until told to stop.
 */
#ifndef HOST_SERVE_H
#define HOST_SERVE_H

#include "host/services.h"

/*
 * Speak on the wire until `stop`, its end, or a byte on `end` (a descriptor
 * that becomes readable when the process is to end).  host->channel has been
 * loaded.  Returns the exit status.
 */
int serve(struct host *host, int wire, int end);

/* Say that it cannot work, and why.  final: only a reload mends it. */
void serve_failed(struct host *host, int wire, const char *reason,
                  int final);

/* How one frame of the daemon is handled, apart from the descriptors. */
enum serve_state { SERVE_SETTING, SERVE_OPEN, SERVE_STOPPING, SERVE_FAILED };
void serve_frame(struct host *host, enum serve_state *state,
                 const struct frame *frame);

#endif
