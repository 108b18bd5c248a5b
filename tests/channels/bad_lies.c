/* bad_lies: answers what it was not asked, and asked once answers twice; at
 * the text "die" it never stops lying */
#include <unistd.h>

#include "simple.h"

static void
say(const char *line)
{
    while (write(3, line, strlen(line)) < 0)
        usleep(100);
}

static enum allo_outcome
lies_send(void *self, const struct allo_message *message,
          struct allo_verdict *verdict)
{
    char line[200];

    (void)self;
    (void)verdict;
    say("result\tid=999.999\toutcome=delivered\n");
    say("result\tid=banana\toutcome=rejected\n");
    say("ready\twindow=60000\n");
    while (asks_for(message, "die"))
        say("result\tid=999.999\toutcome=delivered\n");
    snprintf(line, sizeof(line), "result\tid=%s\toutcome=delivered\n",
             host->field(message, "id"));
    say(line);
    return ALLO_REJECTED;
}

SIMPLE_CHANNEL("bad_lies", .send = lies_send)
