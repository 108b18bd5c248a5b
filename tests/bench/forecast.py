#!/usr/bin/env python3
"""Allo's figure P7: how fast a year is foretold, beside Remind in one run.

Both expand the same weekly, monthly and yearly rules over one year: Remind
with `remind -s12` (a line for each occurrence), Allo with `alloctl forecast
--json` (a line for each message).

occurrences   every event for one person: as many messages as occurrences
messages      every event for many: each message is rendered, priced and
              written; a line of Remind's is one occurrence without a person

Rates are those of a second of CPU, so that a busy machine matters less; memory
is the peak of the process (not less than Python's own, from which it is
started).  The configuration is made in a temporary
directory, which is removed.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

YEAR = 2027
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CONF = """organisation = { id = "o"; name = "Bench"; contact = "Sam"; };
store = { path = "allo.db"; };
channels = ( { name = "sms"; plugin = "console"; path = "shown";
               price = 0.075; } );
groups = ( %s );
"""


def rule(number):
    """(start, repeat, remind's spec) of an event."""
    day = 1 + number % 28
    hour = 10 + number % 10
    kind = number % 3
    if kind == 0:
        day = 1 + number % 7
        weekday = DAYS[(day + 3) % 7]   # 2027-01-01 is a friday
        return (f"{YEAR}-01-{day:02} {hour}:00", "weekly", f"{weekday}")
    if kind == 1:
        return (f"{YEAR}-01-{day:02} {hour}:00", f"monthly on day {day}",
                f"{day}")
    month = 2 + number % 10
    return (f"{YEAR}-{month:02}-{day:02} {hour}:00", "yearly",
            f"{day} " + ("jan feb mar apr may jun jul aug sep oct nov dec"
                         .split()[month - 1]))


def write(directory, events, groups, people):
    """People are spread over the groups, events too."""
    for name in ("events.d", "people.d"):
        os.makedirs(os.path.join(directory, name))
    with open(os.path.join(directory, "allo.conf"), "w") as file:
        file.write(CONF % ", ".join(
            '{ id = "g%d"; reach = "sms"; quiet = "none"; }' % group
            for group in range(groups)))
    with open(os.path.join(directory, "people.d/p.conf"), "w") as file:
        file.write("people = (\n" + ",\n".join(
            '{ id = "p%d"; phone = "+32470%06d"; groups = "g%d"; }'
            % (person, person, person % groups)
            for person in range(people)) + " );\n")
    with open(os.path.join(directory, "events.d/e.conf"), "w") as file, \
            open(os.path.join(directory, "rules.rem"), "w") as rem:
        texts = []
        for number in range(events):
            start, repeat, spec = rule(number)
            texts.append('{ id = "e%d"; title = "Event %d"; start = "%s";\n'
                         '  repeat = "%s"; place = "De Kouter, Aalst"; '
                         'invite = "g%d"; }'
                         % (number, number, start, repeat, number % groups))
            rem.write(f"REM {spec} AT {start[11:]} MSG Event {number}, "
                      "De Kouter, Aalst\n")
        file.write("events = (\n" + ",\n".join(texts) + " );\n")


def count(command):
    """Lines of output; blocks are counted as they come."""
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        lines = 0
        while block := process.stdout.read1(1 << 20):
            lines += block.count(b"\n")
    if process.returncode != 0:
        sys.exit(f"bench: {command[0]} gave {process.returncode}")
    return lines


def run(command):
    """(seconds by the clock, seconds of CPU, peak MB), output thrown away."""
    before = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return (time.monotonic() - before, usage.ru_utime + usage.ru_stime,
            usage.ru_maxrss / 1024)


def allo(options, directory):
    return [os.path.join(options.build, "bin/alloctl"), "-c", directory,
            "forecast", "--from", f"{YEAR}-01-01",
            "--to", f"{YEAR + 1}-01-01", "--json"]


def remind(directory):
    return ["remind", "-s12", os.path.join(directory, "rules.rem"),
            f"{YEAR}-01-01"]


def measure(name, lines, runs):
    """Lines a second of CPU."""
    seconds, cpu = (statistics.median(each[i] for each in runs)
                    for i in (0, 1))
    print(f"{name:20}{lines:>9} lines {seconds:7.2f} s {cpu:7.2f} s of CPU "
          f"{lines / cpu:>9.0f}/s of CPU, peak "
          f"{max(each[2] for each in runs):.1f} MB", flush=True)
    return lines / cpu


def compare(options, name, directory):
    commands = {"allo": allo(options, directory)}
    if shutil.which("remind"):
        commands["remind"] = remind(directory)
    lines = {who: count(commands[who]) for who in commands}
    runs = {who: [] for who in commands}
    for _ in range(options.rounds):
        for who in commands:        # in turn: what the machine does is shared
            runs[who].append(run(commands[who]))
    rates = {who: measure(f"{who} {name}", lines[who], runs[who])
             for who in commands}
    if "remind" in rates:
        print(f"{name} against Remind's occurrences: "
              f"{rates['allo'] / rates['remind']:.2f}", flush=True)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--build", default="build")
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--people", type=int, default=10000)
    parser.add_argument("--groups", type=int, default=100,
                        help="each event is for one of them")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    for name, groups, people in (
            ("occurrences", 1, 1),
            ("messages", options.groups, options.people)):
        directory = tempfile.mkdtemp(prefix="allo-forecast-")
        try:
            write(directory, options.events, groups, people)
            compare(options, name, directory)
        finally:
            shutil.rmtree(directory)


if __name__ == "__main__":
    main()
