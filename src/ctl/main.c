/* main - alloctl, the operator's command: see alloctl(8) */
#include <stdio.h>

#include "base/log.h"
#include "ctl/alloctl.h"

int
main(int argc, char **argv)
{
    log_init("alloctl", LOG_STYLE_TEXT, LOG_WARNING);
    return alloctl_run(argc, (const char *const *)argv, stdout, stderr);
}
