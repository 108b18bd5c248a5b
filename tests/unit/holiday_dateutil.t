#!/usr/bin/python3
"""Public holidays as we compute them and as python-dateutil's Easter has
them, for three centuries; and the Flemish school holidays that we ship, as
their rules have them."""
import os
import re
import subprocess
import sys
from datetime import date, timedelta

try:
    from dateutil.easter import easter
except ImportError:
    print("1..0 # SKIP python3-dateutil is not there")
    sys.exit(0)

PROGRAM = os.environ.get("ALLO_BUILDDIR", ".") + "/tests/unit/calendar_answers"
SCHOOLS = os.environ.get("ALLO_SRCDIR", ".") + \
    "/etc/calendars/school-holidays-nl.conf"
YEARS = range(1900, 2200)
count = 0


def ok(condition, name, *details):
    global count
    count += 1
    print("%s %d - %s" % ("ok" if condition else "not ok", count, name))
    for detail in () if condition else details:
        print("# %s" % detail)


def days(number):
    return timedelta(days=number)


def public(year):
    sunday = easter(year)
    return sorted([date(year, 1, 1), date(year, 5, 1), date(year, 7, 21),
                   date(year, 8, 15), date(year, 11, 1), date(year, 11, 11),
                   date(year, 12, 25)]) + sorted(
                       [sunday + days(1), sunday + days(39),
                        sunday + days(50)])


def monday_of(day):
    return day - days(day.weekday())


def easter_holidays(year):
    sunday = easter(year)
    if sunday.month == 3:
        first = sunday + days(1)
    elif sunday > date(year, 4, 15):
        first = monday_of(sunday) - days(7)
        return first, sunday + days(1)
    else:
        first = date(year, 4, 1)
        while first.weekday() != 0:
            first += days(1)
    return first, first + days(13)


def school_year(year):
    """The days of the school year that begins in `year`, as spans."""
    autumn = date(year, 11, 1)
    autumn = monday_of(autumn) if autumn.weekday() != 6 else date(year, 11, 2)
    christmas = date(year, 12, 25)
    christmas = monday_of(christmas) + days(7 * (christmas.weekday() >= 5))
    sunday = easter(year + 1)
    carnival = monday_of(sunday) - days(42)
    return sorted([
        (autumn, autumn + days(6)), (date(year, 11, 11),) * 2,
        (christmas, christmas + days(13)), (carnival, carnival + days(6)),
        easter_holidays(year + 1), (date(year + 1, 5, 1),) * 2,
        (sunday + days(39), sunday + days(40)), (sunday + days(50),) * 2,
        (date(year + 1, 7, 1), date(year + 1, 8, 31))])


questions = "".join("holidays\tBE\t%d\n" % year for year in YEARS)
answers = subprocess.run([PROGRAM], input=questions, stdout=subprocess.PIPE,
                         text=True).stdout.splitlines()
ok(len(answers) == len(YEARS), "every year has an answer")
wrong = [(year, answer) for year, answer in zip(YEARS, answers)
         if answer != ";".join(map(str, sorted(set(public(year)))))]
ok(not wrong, "%d years have the holidays that dateutil's Easter gives"
   % len(YEARS), *wrong[:5])

with open(SCHOOLS, encoding="utf-8") as file:
    text = file.read()
listed = []
for line in text.splitlines():
    match = re.match(r'\s*{ (?:on|from) = "(\S+?)";(?: to = "(\S+?)";)?', line)
    if match:
        listed.append((date.fromisoformat(match[1]),
                       date.fromisoformat(match[2] or match[1])))
until = date.fromisoformat(re.search(r'until = "(\S+)"', text)[1])
computed = [span for year in range(2026, until.year)
            for span in school_year(year)]
ok(listed == computed, "the school holidays are those of their rules",
   *sorted(set(listed) ^ set(computed)))
ok(listed[-1][1] == until, "the list is known up to its last day")
print("1..%d" % count)
