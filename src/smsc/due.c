/* due - see due.h */
#include "smsc/due.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { FIRST_ROOM = 1024 };

void
due_queue_free(struct due_queue *queue)
{
    free(queue->items);
    *queue = (struct due_queue){ 0 };
}

static void
make_room(struct due_queue *queue)
{
    size_t room = queue->room != 0 ? queue->room * 2 : FIRST_ROOM;
    struct due *items = memory_new(room, sizeof(*items));

    for (size_t i = 0; i < queue->count; i++)
        items[i] = queue->items[(queue->start + i) & (queue->room - 1)];
    free(queue->items);
    queue->items = items;
    queue->room = room;
    queue->start = 0;
}

struct due *
due_add(struct due_queue *queue)
{
    if (queue->count == queue->room)
        make_room(queue);
    return &queue->items[(queue->start + queue->count++) &
                         (queue->room - 1)];
}

struct due *
due_first(struct due_queue *queue)
{
    return queue->count == 0 ? NULL : &queue->items[queue->start];
}

struct due *
due_find(struct due_queue *queue, uint64_t id)
{
    for (size_t i = 0; i < queue->count; i++) {
        struct due *due = &queue->items[(queue->start + i) &
                                        (queue->room - 1)];

        if (due->id == id)
            return due;
    }
    return NULL;
}

void
due_drop(struct due_queue *queue)
{
    queue->start = (queue->start + 1) & (queue->room - 1);
    queue->count--;
}
