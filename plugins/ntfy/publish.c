/* publish - see publish.h */
#include "publish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#define TOPIC_MOST 64
#define PRIORITY_HIGH 4     /* of 5; 3 is the usual one */

static bool
is_word(const char *text, size_t most)
{
    size_t length = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                 "abcdefghijklmnopqrstuvwxyz0123456789_-");

    return length > 0 && length <= most && text[length] == '\0';
}

bool
publish_topic_fine(const char *topic)
{
    return is_word(topic, TOPIC_MOST);
}

char *
publish_body(const char *topic, const char *title, const char *text,
             bool urgent)
{
    json_t *body = json_pack("{s:s, s:s}", "topic", topic, "message", text);
    char *written;

    if (body == NULL)
        return NULL;
    if (title != NULL && *title != '\0' &&
        json_object_set_new(body, "title", json_string(title)) < 0) {
        json_decref(body);
        return NULL;
    }
    if (urgent)
        json_object_set_new(body, "priority", json_integer(PRIORITY_HIGH));
    written = json_dumps(body, JSON_COMPACT);
    json_decref(body);
    return written;
}

/* A page of something that answers 200 to all (a hotel's login) is no
 * acceptance: ntfy's has an id. */
static void
judge_success(struct publish_answer *answer, const json_t *json)
{
    const char *id = json_string_value(json_object_get(json, "id"));

    if (id == NULL || !is_word(id, sizeof(answer->remote_id) - 1)) {
        answer->outcome = ALLO_UNKNOWN;
        snprintf(answer->reason, sizeof(answer->reason),
                 "the answer is not that of an ntfy server");
        return;
    }
    answer->outcome = ALLO_ACCEPTED;
    snprintf(answer->remote_id, sizeof(answer->remote_id), "%s", id);
}

static void
refuse(struct publish_answer *answer, enum allo_outcome outcome,
       const char *what, long status, const json_t *json)
{
    json_int_t code = json_integer_value(json_object_get(json, "code"));

    answer->outcome = outcome;
    if (code > 0)
        snprintf(answer->reason, sizeof(answer->reason),
                 "%s (%ld, ntfy error %lld)", what, status, (long long)code);
    else
        snprintf(answer->reason, sizeof(answer->reason), "%s (%ld)", what,
                 status);
}

void
publish_judge(struct publish_answer *answer, long status, const char *body,
              size_t length)
{
    json_t *json = json_loadb(body, length, JSON_REJECT_DUPLICATES, NULL);

    memset(answer, 0, sizeof(*answer));
    if (status >= 200 && status <= 299) {
        judge_success(answer, json);
    } else if (status >= 300 && status <= 399) {
        answer->down = true;
        refuse(answer, ALLO_RETRY, "the server sends us elsewhere: set "
               "'server' to its real address", status, json);
    } else if (status == 401) {
        answer->down = true;
        refuse(answer, ALLO_RETRY, "the server refused the token", status,
               json);
    } else if (status == 429) {
        refuse(answer, ALLO_RETRY, "too much for the server now", status,
               json);
    } else if (status == 408) {
        refuse(answer, ALLO_RETRY, "the server did not get the whole request",
               status, json);
    } else if (status >= 400 && status <= 499) {
        refuse(answer, ALLO_REJECTED, "the server refused the message",
               status, json);
    } else {
        refuse(answer, ALLO_UNKNOWN, "the server failed with the message",
               status, json);
    }
    json_decref(json);
}
