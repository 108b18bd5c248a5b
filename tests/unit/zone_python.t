#!/usr/bin/python3
"""Zone conversion as we do it and as Python's zoneinfo does.

usage: zone_python.t [FIRST_YEAR LAST_YEAR]     (default 2026 2036)

For every half-hour: the offset at that moment, and the moment at which the
wall shows that time (fold=0: the first of two; the offset before a gap).
One year beyond the tables of the files is compared as well.
"""
import os
import subprocess
import sys
from array import array
from datetime import datetime, timedelta, timezone

try:
    from zoneinfo import ZoneInfo
    ZoneInfo("Europe/Brussels")
except Exception:
    print("1..0 # SKIP no zoneinfo here")
    sys.exit(0)

PROGRAM = os.environ.get("ALLO_BUILDDIR", ".") + "/tests/unit/calendar_answers"
# Both hemispheres, half and quarter hours, changes of half an hour, summer
# time that is "negative", the first and the last on the globe, Ramadan.
ZONES = ["Europe/Brussels", "Europe/Dublin", "America/New_York",
         "Australia/Lord_Howe", "Asia/Kathmandu", "America/Santiago",
         "Africa/Casablanca", "Pacific/Chatham", "America/Nuuk",
         "Asia/Kolkata", "UTC"]
STEP = 1800
EPOCH = datetime(1970, 1, 1)


def seconds(year):
    return int((datetime(year, 1, 1) - EPOCH).total_seconds())


def compare(name, first, last):
    zone = ZoneInfo(name)
    answers = array("q")
    answers.frombytes(subprocess.run(
        [PROGRAM], input=("zone\t%s\t%d\t%d\t%d\n" %
                          (name, first, last, STEP)).encode(),
        capture_output=True, check=True).stdout)
    wrong = 0
    utc = timezone.utc
    moment = EPOCH + timedelta(seconds=first)
    step = timedelta(seconds=STEP)
    second = timedelta(seconds=1)
    if len(answers) != 2 * len(range(first, last, STEP)):
        return 1
    for i, at in enumerate(range(first, last, STEP)):
        offset = moment.replace(tzinfo=utc).astimezone(zone).utcoffset()
        wall = at - moment.replace(tzinfo=zone).utcoffset() // second
        if answers[2 * i] != offset // second or answers[2 * i + 1] != wall:
            wrong += 1
            if wrong <= 3:
                print("# %s %s: offset %d not %d, moment %d not %d" % (
                    name, moment, answers[2 * i], offset // second,
                    answers[2 * i + 1], wall))
        moment += step
    return wrong


def main():
    first, last = (int(sys.argv[1]), int(sys.argv[2])) \
        if len(sys.argv) > 2 else (2026, 2036)
    spans = [(seconds(first), seconds(last + 1)),
             (seconds(2090), seconds(2091))]
    failed = False
    print("1..%d" % len(ZONES))
    for number, name in enumerate(ZONES, 1):
        wrong = sum(compare(name, *span) for span in spans)
        failed |= wrong != 0
        print("%s %d - %s: %d half-hours wrong" %
              ("ok" if wrong == 0 else "not ok", number, name, wrong))
    return failed


sys.exit(main())
