/*
 * smpp_rig - the smpp plugin as built, driven by a host that records what it
 * is told, against a real allo-smsc process on loopback.
 */
#ifndef TESTS_SMPP_RIG_H
#define TESTS_SMPP_RIG_H

#include <allo/channel.h>
#include <stdbool.h>
#include <stddef.h>

struct allo_message {
    const char *id, *to, *text, *until;
    uint64_t ticket;
};

enum rig_kind { RIG_SETTLE, RIG_RECEIPT, RIG_INBOUND, RIG_STATE };

struct rig_event {
    enum rig_kind kind;
    uint64_t number;            /* ticket or token; up for a state */
    enum allo_outcome outcome;
    uint32_t retry_after;
    char remote[80];            /* remote_id; from for an inbound */
    char reason[256];
    char text[2048];
};

/* --- the SMSC --- */

/* Start allo-smsc --listen 0 --json with these options (NULL at the end).
 * rig_port() is where it listens. */
void rig_smsc_start(const char *const *options);
void rig_smsc_stop(void);
const char *rig_port(void);
/* Type a line. */
void rig_smsc_type(const char *line);
/* How many of its JSON lines so far contain both pieces (NULL: any). */
int rig_smsc_count(const char *piece, const char *other);
/* Run the plugin until there are that many; false after `wait_ms`. */
bool rig_smsc_wait(const char *piece, const char *other, int count,
                   int wait_ms);
/* The last line with that piece, or NULL. */
const char *rig_smsc_line(const char *piece);

/* --- the plugin --- */

/* Open it with "key=value" settings (NULL at the end); host, port, system_id
 * have fitting fallbacks.  Its result. */
int rig_open(const char *const *settings);
void rig_close(void);
/* Run until it says that it is bound. */
bool rig_bound(void);
/* Send; what is returned at once, with the verdict. */
enum allo_outcome rig_send(const char *id, const char *to, const char *text,
                           const char *until, struct allo_verdict *verdict);
/* The remote id that the next messages replace; NULL: none. */
void rig_replaces(const char *remote);
/* Run the loop for so long, or until an event of that kind is there. */
void rig_run(int wait_ms);
struct rig_event *rig_next(enum rig_kind kind, int wait_ms);
/* Run until the message with that id is settled. */
struct rig_event *rig_settled(const char *id, int wait_ms);
void rig_stored(uint64_t token);
/* The plugin's socket, or -1. */
int rig_socket(void);
/* The last line that was logged. */
const char *rig_log(void);

/* Run a program and wait: its exit status. */
int rig_program(const char *const *arguments);

#endif
