/* cases_texts - odd texts, after each of which it goes on */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "probe/cases.h"

enum { KIB_64 = 64 * 1024 };

static void
survives(struct probe *probe, const char *text, struct verdict *verdict)
{
    struct player player;

    if (probe_open(probe, &player, verdict) &&
        probe_warm(probe, &player, verdict)) {
        player_send(&player, text, NULL);
        if (probe_answers(&player, verdict)) {
            player_send(&player, "And a plain one", NULL);
            probe_answers(&player, verdict);
        }
    }
    probe_end(&player, verdict);
}

static void
survives_empty(struct probe *probe, struct verdict *verdict)
{
    survives(probe, "", verdict);
}

/* As long as a frame can be. */
static void
survives_long(struct probe *probe, struct verdict *verdict)
{
    struct player measure = { .to = probe->to, .topic = "allo-probe",
                              .subject = true, .wave = UINT32_MAX };
    size_t room = player_text_room(&measure);
    char *text = memory_new(KIB_64, 1);

    memset(text, 'x', room);
    survives(probe, text, verdict);
    free(text);
}

static void
survives_utf8(struct probe *probe, struct verdict *verdict)
{
    survives(probe, "Zo\xc3\xab caf\xc3\xa9 \xe2\x82\xac "
             "\xd0\x96 \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d "
             "\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7 "
             "\xe4\xbd\xa0\xe5\xa5\xbd e\xcc\x81 "
             "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb "
             "\xe2\x80\xae \xef\xbb\xbf \xef\xbf\xbd \xf4\x8f\xbf\xbf",
             verdict);
}

static void
survives_tabs(struct probe *probe, struct verdict *verdict)
{
    survives(probe, "\ta\tb\\t\n\n.\r\n\\\\n \"quoted\" 'twice' %s %n $(id) "
             "`id` ; | & = text=x\tid=1\n", verdict);
}

static void
survives_yours(struct probe *probe, struct verdict *verdict)
{
    survives(probe, probe->options->text, verdict);
}

const struct probe_case cases_texts[] = {
    { "an empty text", NEEDS_READY | NEEDS_FAR_SIDE, survives_empty },
    { "a text of 64 KiB", NEEDS_READY | NEEDS_FAR_SIDE, survives_long },
    { "a text in many scripts", NEEDS_READY | NEEDS_FAR_SIDE,
      survives_utf8 },
    { "a text with tabs, newlines and quotes", NEEDS_READY | NEEDS_FAR_SIDE,
      survives_tabs },
    { "the text of --text", NEEDS_READY | NEEDS_FAR_SIDE | NEEDS_TEXT,
      survives_yours },
    { NULL, 0, NULL }
};
