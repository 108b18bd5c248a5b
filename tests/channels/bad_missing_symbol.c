/* bad_missing_symbol: needs a function that no library has */
#include "simple.h"

enum allo_outcome nobody_has_this(const struct allo_message *message);

static enum allo_outcome
missing_send(void *self, const struct allo_message *message,
             struct allo_verdict *verdict)
{
    (void)self;
    (void)verdict;
    return nobody_has_this(message);
}

SIMPLE_CHANNEL("bad_missing_symbol", .send = missing_send)
