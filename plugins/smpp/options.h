/*
 * options - the settings of the channel, from the host's text to values.
 */
#ifndef SMPP_OPTIONS_H
#define SMPP_OPTIONS_H

#include <allo/channel.h>

#include "base/error.h"
#include "ids.h"
#include "outgoing.h"
#include "session.h"

/* The table for struct allo_channel: key, kind, fallback and help. */
extern const struct allo_setting options_table[];

struct options {
    struct session_settings session;
    struct outgoing_settings outgoing;
    enum ids_format id_format;
};

/* Read them all; strings stay the host's.  -1 with what is wrong. */
int options_read(const struct allo_host *host, struct options *options,
                 struct error *error);

#endif
