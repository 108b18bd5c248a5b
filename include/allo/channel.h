/*
 * allo/channel.h - the channel contract, version 1
 *
 * A channel plugin is a shared object that exports one function,
 * allo_channel_v1().  It is loaded by allo-host, one process for each worker,
 * so a plugin may block, leak or crash without harm to the daemon.
 *
 * Rules that keep old plugins working for ever:
 *   - each side allocates only what it defines;
 *   - structs only grow at their end, and a member exists when it lies inside
 *     `size` and is not NULL;
 *   - a plugin calls nothing of the host but what struct allo_host lends it.
 *
 * See allo_channel(3) for a walk through and allo-channel(7) for the wire.
 */
#ifndef ALLO_CHANNEL_H
#define ALLO_CHANNEL_H

#include <poll.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ALLO_CHANNEL_ABI 1

#if defined(__GNUC__)
#define ALLO_EXPORT __attribute__((visibility("default")))
#define ALLO_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#else
#define ALLO_EXPORT
#define ALLO_PRINTF(fmt, args)
#endif

/* One message on its way to one person; valid until send() returns. */
struct allo_message;

/* What became of a message.  The numbers are part of the contract. */
enum allo_outcome {
    ALLO_DELIVERED = 0,   /* it is there; no receipt will follow */
    ALLO_ACCEPTED = 1,    /* the far side has it; a receipt may settle it */
    ALLO_RETRY = 2,       /* a clear no, for now: nothing was handed over */
    ALLO_REJECTED = 3,    /* a clear no, for ever */
    ALLO_UNKNOWN = 4,     /* handed over, and the answer was lost */
    ALLO_LATER = 5,       /* in flight: settle() will follow */
    ALLO_UNDELIVERED = 6  /* receipts only: the far side gave up on it */
};

/* What a channel can do; reported to the daemon when the plugin is loaded. */
enum allo_trait {
    ALLO_TRAIT_PHONE = 1 << 0,      /* `to` is a phone number, E.164 */
    ALLO_TRAIT_EMAIL = 1 << 1,      /* `to` is a mail address */
    ALLO_TRAIT_PUSH = 1 << 2,       /* `to` is a push topic or endpoint */
    ALLO_TRAIT_SMS = 1 << 3,        /* text is cut in parts that cost money */
    ALLO_TRAIT_RECEIPTS = 1 << 4,   /* ACCEPTED may be settled by receipt() */
    ALLO_TRAIT_INBOUND = 1 << 5,    /* people can write back */
    ALLO_TRAIT_IDEMPOTENT = 1 << 6, /* the same id twice is delivered once */
    ALLO_TRAIT_REPLACES = 1 << 7,   /* a later message replaces by topic */
    ALLO_TRAIT_SUBJECT = 1 << 8     /* uses the field `subject` */
};

/*
 * Filled by send() beside its return value.  The host owns it and has zeroed
 * it.  remote_id is the far side's name for the message (needed when receipts
 * follow), reason a sentence for people without an address in it, retry_after
 * seconds that the far side asked us to wait (0: the daemon decides).
 */
struct allo_verdict {
    char remote_id[64];
    char reason[256];
    uint32_t retry_after;
};

/* Services that the host lends to the plugin.  Thread-safe: none. */
struct allo_host {
    uint32_t size;

    /* A setting's text, its fallback when not set, NULL when neither.
     * Valid until close(). */
    const char *(*setting)(const char *key);

    /* A field of the message or NULL: "id" (unique; an idempotency key),
     * "to", "text", "subject", "topic" (one per occurrence), "until" (UTC,
     * RFC 3339: useless from then on), "attempt" (1, 2, ...), "urgency"
     * ("normal", "high"), "replaces" (the remote id of an earlier message to
     * the same person that this one corrects and of which no receipt has
     * come: take it back if that is possible).  Text is valid UTF-8. */
    const char *(*field)(const struct allo_message *message,
                         const char *name);

    /* One line to the daemon's log; priorities as in syslog(3).  Never an
     * address, never a message's text. */
    void (*log)(int priority, const char *format, ...) ALLO_PRINTF(2, 3);

    /* The name to settle a message by after ALLO_LATER. */
    uint64_t (*ticket)(const struct allo_message *message);

    /* The outcome of an ALLO_LATER, exactly once for each ticket.
     * remote_id and reason may be NULL. */
    void (*settle)(uint64_t ticket, enum allo_outcome outcome,
                   const char *remote_id, const char *reason,
                   uint32_t retry_after);

    /* What became of an earlier ALLO_ACCEPTED: ALLO_DELIVERED,
     * ALLO_UNDELIVERED, or ALLO_ACCEPTED when it is still on its way.
     * token is as that of inbound(), for a far side that sends the receipt
     * again until it is acknowledged; 0 when nobody waits for that. */
    void (*receipt)(uint64_t token, const char *remote_id,
                    enum allo_outcome outcome, const char *reason);

    /* A message from a person.  token is the plugin's own; stored() is called
     * with it once the daemon has committed, and only then may the plugin
     * acknowledge to the far side.  text is UTF-8. */
    void (*inbound)(uint64_t token, const char *from, const char *to,
                    const char *text);

    /* Whether the link to the far side is up; reason may be NULL. */
    void (*state)(int up, const char *reason);

    /* Monotonic milliseconds, for the plugin's own timers. */
    int64_t (*monotonic)(void);
};

/* A setting that the plugin takes.  A key without a fallback must be set.
 * kind is "text", "secret", "number MIN MAX", "bool", "seconds MIN MAX" or
 * "one of A B C"; NULL is "text".  The list ends with a key of NULL. */
struct allo_setting {
    const char *key, *kind, *fallback, *help;
};

/* The channel itself: a constant in the plugin. */
struct allo_channel {
    uint32_t size;              /* sizeof(struct allo_channel) */
    uint32_t traits;            /* enum allo_trait */
    const char *name, *version, *summary;
    const struct allo_setting *settings;

    /* How many messages may be unsettled at a time; 0 is 1.  The setting
     * "window", where the plugin has one, wins. */
    uint32_t window;

    /* Prepare; *self is the plugin's own and comes back in every call.  May
     * block.  0, or -1 after log() said what is wrong: that is final until
     * the settings change.  A far side that is not there is not final: return
     * 0 and say so with state(). */
    int (*open)(const struct allo_host *host, void **self);

    /* Hand over one message.  May block, unless it returns ALLO_LATER. */
    enum allo_outcome (*send)(void *self, const struct allo_message *message,
                              struct allo_verdict *verdict);

    /* Finish: settle or forget what is in flight and free everything. */
    void (*close)(void *self);

    /* Optional, for links that talk while idle or have many sends in flight:
     * fill at most `room` pollfds, lower *wait_ms to when wake() is wanted
     * without an event (0: at once, as soon as no more sends wait), and
     * return how many were filled. */
    int (*watch)(void *self, struct pollfd *fds, int room, int *wait_ms);

    /* After poll(2): the same pollfds with their revents. */
    void (*wake)(void *self, const struct pollfd *fds, int count);

    /* What had this token is safe: acknowledge it now. */
    void (*stored)(void *self, uint64_t token);
};

/* The only symbol that a plugin exports. */
ALLO_EXPORT const struct allo_channel *allo_channel_v1(void);

#ifdef __cplusplus
}
#endif

#endif
