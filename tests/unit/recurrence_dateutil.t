#!/usr/bin/python3
"""Random rules, as we expand them and as python-dateutil does.

usage: recurrence_dateutil.t [RULES [SEED]]     (default 20000, 1)

Each rule gets a random start.  Where that is no date of the rule we have to
refuse it and name the first that is; then that one is the start.  The dates
are compared from the start and once more from somewhere in the middle.
"""
import datetime as datetime_module
import os
import random
import subprocess
import sys
from datetime import datetime, timedelta
from itertools import islice

try:
    from dateutil.rrule import rrulestr
except ImportError:
    print("1..0 # SKIP python3-dateutil is not there")
    sys.exit(0)

PROGRAM = os.environ.get("ALLO_BUILDDIR", ".") + "/tests/unit/calendar_answers"
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
MOST = 8
YEARS = 40

# Where dateutil gives up; in the year 9999 a rare date would cost seconds.
datetime_module.MAXYEAR = 2033 + YEARS


def some(chance, items, most):
    return random.sample(items, random.randint(1, most)) \
        if random.random() < chance else []


def text(values):
    return ",".join(map(str, values))


def random_rule():
    """The parts of a rule that RFC 5545 allows, interval and end apart."""
    freq = random.choice(["DAILY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY"])
    rule = "FREQ=" + freq
    months = some(0.2 if freq != "YEARLY" else 0.5, list(range(1, 13)), 3)
    days = []
    month_days = []
    if months:
        rule += ";BYMONTH=" + text(months)
    if freq != "WEEKLY":
        # Up to 28: a day that never is makes dateutil search for seconds.
        numbers = list(range(1, 29)) + list(range(-28, 0))
        if freq != "DAILY" and not months:
            numbers += [29, 30, 31, -29, -30, -31]
        month_days = some(0.3, numbers, 4)
        if month_days:
            rule += ";BYMONTHDAY=" + text(month_days)
    year_days = []
    if freq == "YEARLY" and not months and not month_days:
        year_days = some(0.2, list(range(1, 367)) + list(range(-366, 0)), 4)
        if year_days:
            rule += ";BYYEARDAY=" + text(year_days)
    # dateutil takes "each Monday" and "the 2nd Wednesday" in one rule as
    # both at once, the RFC as either: never mix them here.
    if freq in ("MONTHLY", "YEARLY") and not month_days and not year_days \
            and random.random() < 0.5:
        most = 5 if freq == "MONTHLY" or months else 53
        days = ["%d%s" % (random.choice([-1, 1]) * random.randint(
            1, random.choice([4, most])), random.choice(DAYS))
            for _ in range(random.randint(1, 3))]
    elif not (months and month_days):
        days = some(0.5, DAYS, 4)
    if days:
        rule += ";BYDAY=" + text(days)
    if freq in ("MONTHLY", "YEARLY") and (days or month_days) \
            and random.random() < 0.25:
        rule += ";BYSETPOS=" + text(some(1, [1, 2, 3, -1, -2], 2))
    if random.random() < 0.2:
        rule += ";WKST=" + random.choice(DAYS)
    return freq, rule


def random_interval(freq):
    if random.random() < 0.4:
        return 1
    most = {"DAILY": 999, "WEEKLY": 99, "MONTHLY": 30, "YEARLY": 5}[freq]
    return random.randint(1, random.choice([4, most]))


def dates_of(rule, start, count, horizon):
    found = []
    for date in islice(rrulestr(rule, dtstart=start), count):
        if date > horizon:
            break
        found.append(date)
    return found


def minutes(date):
    return date.strftime("%Y-%m-%d %H:%M")


class Question:
    def __init__(self, start, begin, end, rule):
        self.line = "rule\t%s\t%s\t%s\t%d\t%s" % (
            minutes(start), minutes(begin), minutes(end), MOST, rule)


def make(questions, expected):
    freq, rule = random_rule()
    start = datetime(2020, 1, 1, random.randint(0, 23), 30) + \
        timedelta(days=random.randint(0, 5000))
    horizon = start + timedelta(days=365 * YEARS)
    first = dates_of(rule, start, 1, horizon)
    if not first:
        return False
    if first[0] != start:
        questions.append(Question(start, start, horizon, rule).line)
        expected.append("refused " + minutes(first[0]))
        start = first[0]
    interval = random_interval(freq)
    if interval > 1:
        rule += ";INTERVAL=%d" % interval
    dates = dates_of(rule, start, MOST, horizon)
    if random.random() < 0.3:
        count = random.randint(1, 9)
        rule += ";COUNT=%d" % count
        dates = dates[:count]
    elif random.random() < 0.4:
        until = random.choice(dates)
        rule += ";UNTIL=" + until.strftime("%Y%m%d")
        dates = [date for date in dates if date <= until]
    end = dates[-1] + timedelta(minutes=1)
    questions.append(Question(start, start, end, rule).line)
    expected.append(";".join(map(minutes, dates)))
    begin = random.choice(dates) + timedelta(
        minutes=random.choice([-1, 0, 1, -50000, 50000]))
    questions.append(Question(start, begin, end, rule).line)
    expected.append(";".join(minutes(d) for d in dates if begin <= d < end))
    return True


def main():
    rules = int(sys.argv[1]) if len(sys.argv) > 1 else 20000
    random.seed(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    questions, expected, made = [], [], 0
    while made < rules:
        made += make(questions, expected)
    answers = subprocess.run(
        [PROGRAM], input="\n".join(questions) + "\n", capture_output=True,
        text=True, check=True).stdout.split("\n")[:-1]
    wrong = refused = 0
    if len(answers) != len(expected):
        print("# %d answers to %d questions" % (len(answers), len(expected)))
        wrong = 1
    for question, answer, right in zip(questions, answers, expected):
        if right.startswith("refused "):
            refused += 1
            fine = answer.startswith("! ") and \
                "the first that fits is " + right[8:] in answer
        else:
            fine = answer == right
        if not fine:
            wrong += 1
            if wrong <= 10:
                print("# %s\n#   ours:     %s\n#   dateutil: %s" %
                      (question, answer, right))
    print("1..1")
    print("%s 1 - %d rules, %d wrong starts refused: the same dates" %
          ("ok" if wrong == 0 else "not ok", made, refused))
    return wrong != 0


sys.exit(main())
