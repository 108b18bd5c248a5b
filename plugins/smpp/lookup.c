/* lookup - see lookup.h */
#include "lookup.h"

#include <stdlib.h>
#include <time.h>

#include "base/memory.h"

struct lookup {
    struct gaicb request;
    struct addrinfo hints;
    char *host, *port;
    struct addrinfo *found, *next;
    int failure;                /* of getaddrinfo(3); EAI_INPROGRESS: wait */
};

struct lookup *
lookup_new(const char *host, const char *port)
{
    struct lookup *lookup = NEW(struct lookup);
    struct gaicb *list[] = { &lookup->request };

    lookup->host = memory_copy(host);
    lookup->port = memory_copy(port);
    lookup->hints.ai_socktype = SOCK_STREAM;
    lookup->hints.ai_flags = AI_NUMERICHOST;
    lookup->failure = getaddrinfo(host, port, &lookup->hints,
                                  &lookup->found);
    if (lookup->failure != 0) {
        lookup->hints.ai_flags = AI_ADDRCONFIG;
        lookup->request.ar_name = lookup->host;
        lookup->request.ar_service = lookup->port;
        lookup->request.ar_request = &lookup->hints;
        lookup->failure = getaddrinfo_a(GAI_NOWAIT, list, 1, NULL);
        if (lookup->failure == 0)
            lookup->failure = EAI_INPROGRESS;
    }
    lookup->next = lookup->found;
    return lookup;
}

/* Whether glibc's thread is done with our memory. */
static int
is_idle(struct lookup *lookup)
{
    const struct gaicb *list[] = { &lookup->request };
    const struct timespec patience = { .tv_nsec = 200 * 1000 * 1000 };

    if (lookup->request.ar_name == NULL ||
        gai_error(&lookup->request) != EAI_INPROGRESS)
        return 1;
    if (gai_cancel(&lookup->request) == EAI_CANCELED)
        return 1;
    gai_suspend(list, 1, &patience);
    return gai_error(&lookup->request) != EAI_INPROGRESS;
}

void
lookup_free(struct lookup **lookup)
{
    if (lookup == NULL || *lookup == NULL)
        return;
    /* A question that cannot be cancelled is left to its thread for good:
     * rare, and better than a block or a write into freed memory. */
    if (is_idle(*lookup)) {
        if ((*lookup)->found != NULL)
            freeaddrinfo((*lookup)->found);
        else if ((*lookup)->request.ar_result != NULL)
            freeaddrinfo((*lookup)->request.ar_result);
        free((*lookup)->host);
        free((*lookup)->port);
        free(*lookup);
    }
    *lookup = NULL;
}

enum lookup_state
lookup_step(struct lookup *lookup, struct error *error)
{
    if (lookup->failure == EAI_INPROGRESS) {
        lookup->failure = gai_error(&lookup->request);
        if (lookup->failure == EAI_INPROGRESS)
            return LOOKUP_WAIT;
        lookup->found = lookup->next = lookup->request.ar_result;
    }
    if (lookup->failure != 0) {
        error_set(error, "the host name cannot be looked up: %s",
                  gai_strerror(lookup->failure));
        return LOOKUP_FAILED;
    }
    return LOOKUP_DONE;
}

const struct addrinfo *
lookup_next(struct lookup *lookup)
{
    struct addrinfo *address = lookup->next;

    if (address != NULL)
        lookup->next = address->ai_next;
    return address;
}
