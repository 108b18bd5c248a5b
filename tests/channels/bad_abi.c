/* bad_abi: a table of another size */
#include "simple.h"

static const struct allo_channel channel = { .size = 12, .name = "bad_abi" };

const struct allo_channel *
allo_channel_v1(void)
{
    (void)host;
    (void)simple_open;
    (void)simple_close;
    return &channel;
}
