/*
 * fakehost - the host's side of include/allo/channel.h for tests: loads a
 * built plugin as allo-host does, lends it the services, and writes down all
 * that it reports as frames (allo-channel(7)): "result id=… outcome=…",
 * "state up=…", "log priority=…", "receipt …", "inbound …", and "violation
 * what=…" for a breach of the contract.
 *
 * One plugin in a process; it is never unloaded.
 */
#ifndef TESTS_FAKEHOST_H
#define TESTS_FAKEHOST_H

#include <stddef.h>
#include <stdint.h>

#include <allo/channel.h>

#include "base/buffer.h"
#include "base/frame.h"

/* What the plugin reported so far; the test eats it. */
extern struct buffer fakehost_out;

/* Load it; on an error a message on stderr and the end of the process. */
const struct allo_channel *fakehost_load(const char *path);

/* Before fakehost_open(): a setting as "key=value". */
void fakehost_setting(const char *assignment);

/* As the plugin's open(); refuses a setting without value and fallback. */
int fakehost_open(void);

/* Send a message made of the frame's fields ("id" must be among them). */
void fakehost_send(const struct frame *message);

/* Serve the plugin's watch() and wake() until nothing is unsettled or the
 * milliseconds are over; returns how many messages are unsettled. */
size_t fakehost_run(int64_t milliseconds);

/* The same for the whole time, for what comes unasked. */
size_t fakehost_linger(int64_t milliseconds);

/* stored() with the token of an inbound(). */
void fakehost_stored(uint64_t token);

/* The plugin's close(); what is unsettled behind it is a violation. */
void fakehost_close(void);

#endif
