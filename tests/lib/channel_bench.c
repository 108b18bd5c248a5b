/* channel_bench - see channel_bench.h */
#include "channel_bench.h"

#include <dirent.h>
#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"

static void
on_result(void *self, struct channel *channel, uint64_t wave,
          uint64_t person, uint32_t epoch, enum allo_outcome outcome,
          const char *remote, const char *reason, uint32_t retry_after,
          bool quarantine)
{
    struct bench *bench = self;
    struct told *told = GROW(bench, results, count, room);

    told->channel = channel;
    told->wave = wave;
    told->person = person;
    told->epoch = epoch;
    told->outcome = outcome;
    text_copy(told->remote, sizeof(told->remote),
              remote != NULL ? remote : "");
    text_copy(told->reason, sizeof(told->reason),
              reason != NULL ? reason : "");
    told->retry_after = retry_after;
    told->quarantine = quarantine;
}

static void
on_receipt(void *self, struct channel *channel, const char *remote,
           enum allo_outcome outcome, const char *reason)
{
    struct bench *bench = self;

    (void)channel;
    (void)reason;
    bench->receipts++;
    bench->receipt.outcome = outcome;
    text_copy(bench->receipt.remote, sizeof(bench->receipt.remote), remote);
}

static void
on_inbound(void *self, struct channel *channel, uint64_t token,
           const char *from, const char *to, const char *text)
{
    struct bench *bench = self;

    (void)channel;
    bench->inbounds++;
    bench->inbound.token = token;
    text_copy(bench->inbound.from, sizeof(bench->inbound.from), from);
    text_copy(bench->inbound.to, sizeof(bench->inbound.to), to);
    text_copy(bench->inbound.text, sizeof(bench->inbound.text), text);
}

static void
on_changed(void *self, struct channel *channel)
{
    struct bench *bench = self;

    (void)channel;
    bench->changes++;
}

static const struct channel_events events = {
    on_result, on_receipt, on_inbound, on_changed
};

static void
on_child(evutil_socket_t fd, short what, void *self)
{
    struct bench *bench = self;

    (void)fd;
    (void)what;
    for (size_t i = 0; i < bench->channel_count; i++)
        channel_reap(bench->channels[i]);
}

static void
on_over(evutil_socket_t fd, short what, void *self)
{
    struct bench *bench = self;

    (void)fd;
    (void)what;
    bench->timeout = true;
}

static void
keep_line(void *self, const char *line)
{
    struct bench *bench = self;
    size_t length = bench->log != NULL ? strlen(bench->log) : 0;

    bench->log = memory_resize(bench->log, length + strlen(line) + 2, 1);
    memcpy(bench->log + length, line, strlen(line));
    memcpy(bench->log + length + strlen(line), "\n", 2);
}

struct bench *
bench_new(void)
{
    struct bench *bench = NEW(struct bench);
    char path[512];

    if (getenv("ALLO_LIBEXEC") == NULL) {
        snprintf(path, sizeof(path), "%s/src/host",
                 getenv("ALLO_BUILDDIR") != NULL ? getenv("ALLO_BUILDDIR")
                                                 : ".");
        setenv("ALLO_LIBEXEC", path, 1);
    }
    log_init("test", LOG_STYLE_TEXT, LOG_DEBUG);
    log_to(keep_line, bench);
    random_seed(&bench->random, 1);
    bench->base = event_base_new();
    bench->children = evsignal_new(bench->base, SIGCHLD, on_child, bench);
    event_add(bench->children, NULL);
    bench->over = event_new(bench->base, -1, 0, on_over, bench);
    return bench;
}

void
bench_free(struct bench **bench)
{
    struct bench *old = *bench;

    for (size_t i = 0; i < old->channel_count; i++)
        channel_free(&old->channels[i]);
    event_free(old->children);
    event_free(old->over);
    event_base_free(old->base);
    log_to(NULL, NULL);
    free(old->results);
    free(old->log);
    free(old);
    *bench = NULL;
}

const char *
bench_plugin(const char *name, char path[512])
{
    const char *build = getenv("ALLO_BUILDDIR");
    const char *slash = strrchr(name, '/');

    snprintf(path, 512, "%s/%.*s/.libs/%s.so", build != NULL ? build : ".",
             (int)(slash - name), name, slash + 1);
    return path;
}

struct channel_config
bench_config(const char *name)
{
    static char path[512];

    return (struct channel_config){
        .name = strrchr(name, '/') + 1, .plugin = bench_plugin(name, path),
        .deadline = SECOND, .start_timeout = 8 * SECOND, .grace = 300,
        .backoff = 20
    };
}

struct channel *
bench_add(struct bench *bench, const struct channel_config *config)
{
    struct channel *channel = channel_new(bench->base, &clock_system,
                                          &bench->random, config, &events,
                                          bench);

    bench->channels[bench->channel_count++] = channel;
    channel_start(channel);
    return channel;
}

void
bench_send(struct channel *channel, uint64_t person, const char *text)
{
    struct dispatch dispatch = {
        .wave = 1, .person = person, .epoch = 7, .attempt = 1,
        .to = "c:+32470123456", .text = text, .until = NEVER
    };

    channel_send(channel, &dispatch);
    channel_flush(channel);
}

/* One condition with what it needs. */
struct goal {
    struct bench *bench;
    struct channel *channel;
    enum channel_state state;
    size_t count;
    bool (*holds)(struct bench *);
};

static bool
reached(const struct goal *goal)
{
    struct channel_status status;

    if (goal->holds != NULL)
        return goal->holds(goal->bench);
    if (goal->channel == NULL)
        return goal->bench->count >= goal->count;
    channel_status(goal->channel, &status);
    return status.state == goal->state;
}

static bool
run(const struct goal *goal, instant most)
{
    struct bench *bench = goal->bench;
    struct timeval time = { most / SECOND, most % SECOND * 1000 };

    bench->timeout = false;
    event_add(bench->over, &time);
    while (!reached(goal) && !bench->timeout)
        event_base_loop(bench->base, EVLOOP_ONCE);
    event_del(bench->over);
    return reached(goal);
}

bool
bench_until_state(struct bench *bench, struct channel *channel,
                  enum channel_state state)
{
    return run(&(struct goal){ .bench = bench, .channel = channel,
                               .state = state }, 10 * SECOND);
}

bool
bench_until_ready(struct bench *bench, struct channel *channel)
{
    return bench_until_state(bench, channel, CHANNEL_READY);
}

bool
bench_until_results(struct bench *bench, size_t count)
{
    return run(&(struct goal){ .bench = bench, .count = count },
               10 * SECOND);
}

bool
bench_until(struct bench *bench, bool (*holds)(struct bench *))
{
    return run(&(struct goal){ .bench = bench, .holds = holds },
               10 * SECOND);
}

void
bench_run(struct bench *bench, int milliseconds)
{
    run(&(struct goal){ .bench = bench, .count = SIZE_MAX }, milliseconds);
}

const struct told *
bench_result(const struct bench *bench, const struct channel *channel,
             uint64_t person)
{
    for (size_t i = bench->count; i-- > 0;) {
        if (bench->results[i].channel == channel &&
            bench->results[i].person == person)
            return &bench->results[i];
    }
    return NULL;
}

int
bench_descriptors(void)
{
    DIR *directory = opendir("/proc/self/fd");
    int count = 0;

    while (directory != NULL && readdir(directory) != NULL)
        count++;
    if (directory != NULL)
        closedir(directory);
    return count;
}

int
bench_children(void)
{
    FILE *file = fopen("/proc/thread-self/children", "r");
    int count = 0, pid;

    while (file != NULL && fscanf(file, "%d", &pid) == 1)
        count++;
    if (file != NULL)
        fclose(file);
    return count;
}
