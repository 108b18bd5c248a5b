/* verdict - see verdict.h */
#include "verdict.h"

#include <stdio.h>
#include <string.h>

static bool
is_refusal(const struct verdict_reply *reply)
{
    return reply->text != NULL && reply->code >= 400 && reply->code <= 599;
}

/* RFC 4954 6: the server would talk to us if we had logged in or used TLS. */
static bool
is_about_login(int code)
{
    return code == 530 || code == 534 || code == 535 || code == 538;
}

/* "5.1.1", which is in the text unless the server offered it as an
 * extension; nothing else of the text is ever told, for it may hold an
 * address. */
static void
write_enhanced(const struct verdict_reply *reply, char *out, size_t size)
{
    int class = reply->class, subject = reply->subject, detail = reply->detail;

    out[0] = '\0';
    if (class == 0 && reply->text != NULL &&
        sscanf(reply->text, "%1d.%3d.%3d", &class, &subject, &detail) != 3)
        return;
    if (class >= 2 && class <= 5 && subject >= 0 && subject <= 999 &&
        detail >= 0 && detail <= 999)
        snprintf(out, size, " %d.%d.%d", class, subject, detail);
}

static void
refuse(struct verdict *verdict, const struct verdict_reply *reply,
       const char *what)
{
    char enhanced[16];
    bool final = reply->code >= 500 && !is_about_login(reply->code);

    write_enhanced(reply, enhanced, sizeof(enhanced));
    verdict->outcome = final ? ALLO_REJECTED : ALLO_RETRY;
    verdict->login_needed = is_about_login(reply->code);
    snprintf(verdict->reason, sizeof(verdict->reason),
             "the server refused %s (%d%s)%s", what, reply->code, enhanced,
             verdict->login_needed ? ": it wants a login" : "");
}

static bool
is_id_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
}

/* The queue's name for the mail: "queued as ID" (Postfix and many), "id=ID"
 * (Exim), "ID Message accepted" (Sendmail).  Nothing with an @ in it. */
static void
take_queue_id(const char *text, char *out, size_t size)
{
    const char *start = strstr(text, "queued as ");
    size_t length = 0;

    if (start != NULL)
        start += strlen("queued as ");
    else if ((start = strstr(text, "id=")) != NULL)
        start += strlen("id=");
    else if (strstr(text, " Message accepted") != NULL)
        start = strstr(text, " Message accepted");
    else
        return;
    if (*start == ' ')
        while (start > text && is_id_byte(start[-1]))
            start--;
    while (is_id_byte(start[length]))
        length++;
    if (length == 0 || length >= size || start[length] == '@')
        return;
    memcpy(out, start, length);
    out[length] = '\0';
}

/* 503 (bad sequence) and 551 (Postfix: discarded) are what a server says to
 * the chunks behind one that it refused, be that for now or for ever. */
static bool
is_echo(int code)
{
    return code == 503 || code == 551;
}

/* The mail's last byte is out: only a whole reply settles it. */
static void
judge_content(struct verdict *verdict, const struct verdict_facts *facts)
{
    const struct verdict_reply *reply = &facts->content;

    if (is_refusal(reply)) {
        refuse(verdict, reply, "the mail");
        if (is_echo(reply->code))
            verdict->outcome = ALLO_RETRY;
    } else if (facts->finished && reply->text != NULL && reply->code >= 200 &&
               reply->code <= 299) {
        verdict->outcome = ALLO_ACCEPTED;
        take_queue_id(reply->text, verdict->remote_id,
                      sizeof(verdict->remote_id));
    } else {
        verdict->outcome = ALLO_UNKNOWN;
        snprintf(verdict->reason, sizeof(verdict->reason),
                 "the mail was handed over and no answer came");
    }
}

void
verdict_reach(struct verdict *verdict, const struct verdict_facts *facts)
{
    memset(verdict, 0, sizeof(*verdict));
    verdict->outcome = ALLO_RETRY;
    verdict->tried = facts->sender.code != 0 || facts->handed_over;
    if (is_refusal(&facts->sender)) {
        refuse(verdict, &facts->sender, "the sender");
    } else if (is_refusal(&facts->recipient)) {
        refuse(verdict, &facts->recipient, "the recipient");
    } else if (facts->handed_over) {
        judge_content(verdict, facts);
    } else if (is_refusal(&facts->content)) {
        refuse(verdict, &facts->content, "the mail");
    }
}
