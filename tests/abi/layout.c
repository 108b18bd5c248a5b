/* layout: the numbers of allo/channel.h, one a line, for layout.txt and for
 * the day that somebody moves one. */
#include <allo/channel.h>
#include <stddef.h>
#include <stdio.h>

#define SIZE(type) printf("size %s %zu\n", #type, sizeof(struct type))
#define AT(type, member)                                                     \
    printf("at %s.%s %zu %zu\n", #type, #member,                             \
           offsetof(struct type, member),                                    \
           sizeof(((struct type *)NULL)->member))
#define NUMBER(name) printf("number %s %d\n", #name, (int)(name))

static void
numbers(void)
{
    NUMBER(ALLO_CHANNEL_ABI);
    NUMBER(ALLO_DELIVERED);
    NUMBER(ALLO_ACCEPTED);
    NUMBER(ALLO_RETRY);
    NUMBER(ALLO_REJECTED);
    NUMBER(ALLO_UNKNOWN);
    NUMBER(ALLO_LATER);
    NUMBER(ALLO_UNDELIVERED);
    NUMBER(ALLO_TRAIT_PHONE);
    NUMBER(ALLO_TRAIT_EMAIL);
    NUMBER(ALLO_TRAIT_PUSH);
    NUMBER(ALLO_TRAIT_SMS);
    NUMBER(ALLO_TRAIT_RECEIPTS);
    NUMBER(ALLO_TRAIT_INBOUND);
    NUMBER(ALLO_TRAIT_IDEMPOTENT);
    NUMBER(ALLO_TRAIT_REPLACES);
    NUMBER(ALLO_TRAIT_SUBJECT);
}

static void
structs(void)
{
    SIZE(allo_verdict);
    AT(allo_verdict, remote_id);
    AT(allo_verdict, reason);
    AT(allo_verdict, retry_after);
    SIZE(allo_host);
    AT(allo_host, size);
    AT(allo_host, setting);
    AT(allo_host, field);
    AT(allo_host, log);
    AT(allo_host, ticket);
    AT(allo_host, settle);
    AT(allo_host, receipt);
    AT(allo_host, inbound);
    AT(allo_host, state);
    AT(allo_host, monotonic);
    SIZE(allo_setting);
    AT(allo_setting, key);
    AT(allo_setting, kind);
    AT(allo_setting, fallback);
    AT(allo_setting, help);
    SIZE(allo_channel);
    AT(allo_channel, size);
    AT(allo_channel, traits);
    AT(allo_channel, name);
    AT(allo_channel, version);
    AT(allo_channel, summary);
    AT(allo_channel, settings);
    AT(allo_channel, window);
    AT(allo_channel, open);
    AT(allo_channel, send);
    AT(allo_channel, close);
    AT(allo_channel, watch);
    AT(allo_channel, wake);
    AT(allo_channel, stored);
}

int
main(void)
{
    numbers();
    structs();
    return 0;
}
