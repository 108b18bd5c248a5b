/*
 * options - the command line of allo-smsc.
 */
#ifndef SMSC_OPTIONS_H
#define SMSC_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

struct smsc_options {
    char address[64], port[8];
    const char *system_id, *password;   /* NULL: anyone */
    const char *certificate, *key;      /* NULL: no TLS */
    int64_t latency, receipt_delay;     /* ms */
    uint32_t refuse;                    /* command_status */
    int refuse_percent;                 /* of submissions */
    int undelivered_percent;            /* of receipts */
    uint32_t throttle;                  /* submissions a second; 0: any */
    uint64_t drop_after, lose_response; /* the n-th submission; 0: none */
    bool receipts, receipt_hex, receipt_early, double_receipts;
    bool json, quiet, bursts;
};

enum options_result { OPTIONS_RUN, OPTIONS_DONE, OPTIONS_BAD };

/* Read them; --help and --version print and give OPTIONS_DONE.  OPTIONS_BAD
 * with a sentence.  Strings stay argv's. */
enum options_result smsc_options_read(int argc, char **argv,
                                      struct smsc_options *options,
                                      struct error *error);

#endif
