/* requests - what alloctl asks and what it is told; see daemon.h */
#include "control/server.h"
#include "daemon/daemon.h"

const struct control_verb requests_verbs[] = {
    { NULL, NULL }
};
