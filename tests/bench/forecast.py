#!/usr/bin/env python3
"""Allo's figure P7: how fast a year is foretold, beside Remind in one run.

Both expand the same weekly, monthly and yearly rules over one year: Remind
with `remind -s12` (a line for each occurrence), Allo with `alloctl forecast
--json` (a line for each message).

occurrences   every event for one person: as many messages as occurrences
messages      every event for many: each message is rendered, priced and
              written; a line of Remind's is one occurrence without a person

Memory is the peak of the process.  The configuration is made in a temporary
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


def run(command):
    """(seconds, peak MB, lines of output)."""
    before = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        count = 0
        while True:
            block = process.stdout.read1(1 << 20)
            if not block:
                break
            count += block.count(b"\n")
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - before
    if process.returncode != 0:
        sys.exit(f"bench: {command[0]} gave {process.returncode}")
    return seconds, usage.ru_maxrss / 1024, count


def allo(options, directory):
    return run([os.path.join(options.build, "bin/alloctl"), "-c", directory,
                "forecast", "--from", f"{YEAR}-01-01",
                "--to", f"{YEAR + 1}-01-01", "--json"])


def remind(directory):
    return run(["remind", "-s12", os.path.join(directory, "rules.rem"),
                f"{YEAR}-01-01"])


def measure(name, runs):
    seconds = statistics.median(each[0] for each in runs)
    lines = runs[0][2]
    peak = max(each[1] for each in runs)
    print(f"{name:24}{lines:>10} lines {seconds:8.2f} s "
          f"{lines / seconds:>10.0f}/s {peak:8.1f} MB peak", flush=True)
    return lines / seconds


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
    rates = {}
    for name, groups, people in (
            ("occurrences", 1, 1),
            ("messages", options.groups, options.people)):
        directory = tempfile.mkdtemp(prefix="allo-forecast-")
        try:
            write(directory, options.events, groups, people)
            runs = [(allo(options, directory), remind(directory)
                     if shutil.which("remind") else None)
                    for _ in range(options.rounds)]
            rates[name] = measure(f"allo {name}", [each[0] for each in runs])
            if runs[0][1] is not None:
                peer = measure("remind occurrences",
                               [each[1] for each in runs])
                print(f"{name} against Remind: {rates[name] / peer:.2f}",
                      flush=True)
        finally:
            shutil.rmtree(directory)


if __name__ == "__main__":
    main()
