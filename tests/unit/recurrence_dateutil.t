#!/usr/bin/python3
"""Random rules in zones with odd clocks, as we expand them and as
python-dateutil and zoneinfo do.

usage: recurrence_dateutil.t [RULES [SEED]]
       (default 100000, and $ALLO_SEED or 1)

Each rule gets a random start.  Where that is no date of the rule we have to
refuse it and name the first that is; then that one is the start.  The dates
and their moments in UTC are compared from the start, and the dates once more
from somewhere in the middle.  A tenth of the starts lie where the clocks are
set: there RFC 5545 (3.3.5) wants the first of a double hour, and the offset
before the gap, which is what zoneinfo says with fold=0.
"""
import datetime as datetime_module
import os
import random
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from itertools import islice
from multiprocessing import Pool

try:
    from dateutil.rrule import rrulestr
    from zoneinfo import ZoneInfo
    ZoneInfo("Europe/Brussels")
except Exception:
    print("1..0 # SKIP python3-dateutil or zoneinfo is not there")
    sys.exit(0)

PROGRAM = os.environ.get("ALLO_BUILDDIR", ".") + "/tests/unit/calendar_answers"
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
MOST = 8
YEARS = 40
# Both hemispheres, a clock set by half an hour, Ramadan, a day that was left
# out, zones that gave summer time up, quarters of an hour.
ZONES = {name: ZoneInfo(name) for name in [
    "Europe/Brussels", "America/New_York", "Australia/Lord_Howe",
    "Africa/Casablanca", "Asia/Tehran", "Pacific/Apia", "America/Santiago",
    "Europe/Dublin", "Asia/Gaza", "America/Nuuk", "Pacific/Chatham",
    "Africa/Cairo", "Asia/Kathmandu", "America/Asuncion"]}
JOBS = 2

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
    weeks = []
    # Without days of the week dateutil takes all seven, the RFC that of the
    # start: always say them.  Of weeks around new year it knows those that
    # are called 1 and -1; for the others see last_weeks().
    if freq == "YEARLY" and not months and not month_days \
            and random.random() < 0.2:
        weeks = some(1, list(range(1, 52)) + list(range(-51, 0)), 3)
        rule += ";BYWEEKNO=" + text(weeks)
        days = some(1, DAYS, 3)
    if freq == "YEARLY" and not months and not month_days and not weeks:
        year_days = some(0.2, list(range(1, 367)) + list(range(-366, 0)), 4)
        if year_days:
            rule += ";BYYEARDAY=" + text(year_days)
    # dateutil takes "each Monday" and "the 2nd Wednesday" in one rule as
    # both at once, the RFC as either: never mix them here.
    if weeks:
        pass
    elif freq in ("MONTHLY", "YEARLY") and not month_days and not year_days \
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
    elif random.random() < 0.06:
        rule += ";BYHOUR=" + text(some(1, list(range(6, 23)), 3))
        if random.random() < 0.3:
            rule += ";BYMINUTE=" + text(some(1, [0, 15, 30, 45], 2))
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


def seconds_of(date, zone):
    """When the clocks of the zone show this first; before a gap's end."""
    return int(date.replace(tzinfo=timezone.utc).timestamp()) - \
        int(date.replace(tzinfo=zone).utcoffset().total_seconds())


def changes(zone):
    """What the clocks show when they are set, each year from 2020 on."""
    found = []
    hour = timedelta(hours=1)
    at = datetime(2020, 1, 1)
    offset = at.replace(tzinfo=zone).utcoffset()
    while at.year < 2034:
        at += 24 * hour
        now = at.replace(tzinfo=zone).utcoffset()
        if now != offset:
            found += [at - i * hour for i in range(24)
                      if (at - i * hour).replace(tzinfo=zone, fold=0)
                      .utcoffset() != (at - i * hour).replace(
                          tzinfo=zone, fold=1).utcoffset()]
        offset = now
    return found


CHANGES = {name: changes(zone) for name, zone in ZONES.items()}


def random_start(name):
    if CHANGES[name] and random.random() < 0.1:
        return random.choice(CHANGES[name]) + \
            timedelta(minutes=random.choice([0, 15, 30, 45]))
    return datetime(2020, 1, 1, random.choice([0, 1, 2, 3, 19, random.randint(
        0, 23)]), random.choice([0, 15, 30, 45])) + \
        timedelta(days=random.randint(0, 5000))


class Batch:
    """Questions, what is right, and how often a clock was being set."""
    def __init__(self):
        self.questions, self.expected = [], []
        self.refused = self.set = 0

    def ask(self, zone, start, begin, end, rule, right):
        self.questions.append("%s%s\t%s\t%s\t%d\t%s" % (
            "when\t%s\t" % zone if zone else "rule\t", minutes(start),
            minutes(begin), minutes(end), MOST, rule))
        self.expected.append(right)


def until_of(until, zone):
    """The last date: alone, with its hour, or in UTC."""
    form = random.random()
    if form < 0.4:
        return until.strftime("%Y%m%d")
    if form < 0.7:
        return until.strftime("%Y%m%dT%H%M%S")
    return datetime.fromtimestamp(seconds_of(until, zone), timezone.utc) \
        .strftime("%Y%m%dT%H%M%SZ")


def unambiguous(date, zone):
    """Whether UTC and back is the same on the wall."""
    return date.replace(tzinfo=zone).utcoffset() == \
        date.replace(tzinfo=zone, fold=1).utcoffset()


def make(batch):
    freq, rule = random_rule()
    name = random.choice(list(ZONES))
    zone = ZONES[name]
    start = random_start(name)
    horizon = start + timedelta(days=365 * YEARS)
    first = dates_of(rule, start, 1, horizon)
    if not first:
        return False
    if first[0] != start:
        batch.refused += 1
        batch.ask(None, start, start, horizon, rule,
                  "refused " + minutes(first[0]))
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
        if unambiguous(until, zone):
            rule += ";UNTIL=" + until_of(until, zone)
            dates = [date for date in dates if date <= until]
    end = dates[-1] + timedelta(minutes=1)
    batch.set += sum(not unambiguous(date, zone) for date in dates)
    batch.ask(name, start, start, end, rule, ";".join(
        "%s=%d" % (minutes(date), seconds_of(date, zone)) for date in dates))
    begin = random.choice(dates) + timedelta(
        minutes=random.choice([-1, 0, 1, -50000, 50000]))
    # UNTIL in UTC is only said in a zone.
    if not rule.endswith("Z"):
        batch.ask(None, start, begin, end, rule, ";".join(
            minutes(d) for d in dates if begin <= d < end))
    return True


def is_right(answer, right):
    if right.startswith("refused "):
        return answer.startswith("! ") and \
            "the first that fits is " + right[8:] in answer
    return answer == right


def compare(batch):
    answers = subprocess.run(
        [PROGRAM], input="\n".join(batch.questions) + "\n",
        capture_output=True, text=True, check=True).stdout.split("\n")[:-1]
    if len(answers) != len(batch.expected):
        print("# %d answers to %d questions" % (len(answers),
                                                len(batch.expected)))
        return 1
    wrong = 0
    for question, answer, right in zip(batch.questions, answers,
                                       batch.expected):
        if not is_right(answer, right):
            wrong += 1
            if wrong <= 10:
                print("# %s\n#   ours:     %s\n#   dateutil: %s" %
                      (question, answer, right))
    return wrong


def job(number, seed, rules):
    random.seed(seed * JOBS + number)
    wrong = refused = clocks = made = 0
    while made < rules:
        batch, most = Batch(), min(rules, made + 2000)
        while made < most:
            made += make(batch)
        wrong += compare(batch)
        refused += batch.refused
        clocks += batch.set
    return wrong, refused, clocks


def last_weeks():
    """Weeks that may be those around new year, as isocalendar has them."""
    first, last = datetime(2027, 1, 1, 12), datetime(2067, 1, 1, 12)
    days = [first + timedelta(days=i) for i in range((last - first).days)]
    batch = Batch()
    for number in (52, 53, -52, -53):
        right = []
        for day in days:
            year, week, _ = day.isocalendar()
            most = datetime(year, 12, 28).isocalendar()[1]
            if number in (week, week - most - 1):
                right.append(minutes(day))
        batch.questions.append("rule\t%s\t%s\t%s\t9999\tFREQ=YEARLY;"
                               "BYWEEKNO=%d;BYDAY=%s" % (
                                   right[0], right[0], minutes(last), number,
                                   text(DAYS)))
        batch.expected.append(";".join(right))
    return compare(batch)


def main():
    rules = int(sys.argv[1]) if len(sys.argv) > 1 else 100000
    seed = int(sys.argv[2] if len(sys.argv) > 2
               else os.environ.get("ALLO_SEED", "1"))
    with Pool(JOBS) as pool:
        results = pool.starmap(job, [(number, seed, rules // JOBS)
                                     for number in range(JOBS)])
    wrong, refused, clocks = map(sum, zip(*results))
    wrong += last_weeks()
    fine = wrong == 0 and (rules < 1000 or clocks > rules // 100)
    print("1..1")
    print("%s 1 - %d rules in %d zones (seed %d), %d wrong starts refused, "
          "%d dates while a clock was set: the same dates and moments" %
          ("ok" if fine else "not ok", rules // JOBS * JOBS, len(ZONES),
           seed, refused, clocks))
    return not fine


if __name__ == "__main__":
    sys.exit(main())
