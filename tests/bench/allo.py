"""One allod with one smpp channel, in a directory of its own."""
import datetime
import glob
import json
import os
import sqlite3
import time

import machine

FILE_MOST = 100_000             # people in one file of people.d
BEFORE = 5 * 60                 # every reminder is "5 minutes before"

CONF = """
organisation = {{ id = "bench"; name = "Bench"; timezone = "UTC"; }};
store = {{ path = "allo.db"; }};
control = "control";
clock = "trusted";
useful_before = "0 minutes";
channels = ( {{ name = "sms"; plugin = "smpp"; host = "127.0.0.1";
    port = {port}; insecure = true; system_id = "bench"; password = "bench";
    sender = "+32470000000"; window = {window}; receipts = false; }} );
groups = ( {{ id = "all"; role = "youngster"; reach = [ "sms" ];
              quiet = "none"; }},
           {{ id = "few"; role = "youngster"; reach = [ "sms" ];
              quiet = "none"; }} );
"""

EVENT = """  {{ id = "{id}"; title = "{title}"; start = "{start}"; place = "Here";
    invite = [ "{group}" ]; remind = [ "5 minutes before" ]; }}"""


def write(path, text):
    with open(path, "w") as out:
        out.write(text)
    os.chmod(path, 0o600)


def write_people(directory, people, few):
    """`few` of them, spread evenly, are in the group "few" as well."""
    step = people // few if few else people + 1
    for first in range(1, people + 1, FILE_MOST):
        lines = []
        for number in range(first, min(first + FILE_MOST, people + 1)):
            groups = '"all", "few"' if number % step == 0 else '"all"'
            lines.append('  { id = "p%d"; phone = "+3247%07d"; '
                         'groups = [ %s ]; }' % (number, number, groups))
        write(os.path.join(directory, f"p{first:08d}.conf"),
              "people = (\n" + ",\n".join(lines) + "\n);\n")


class Allo:
    """Events fall due at whole seconds, one in each, from first_due on."""

    def __init__(self, build, directory, port, window, people, few=0):
        self.build, self.directory = build, directory
        self.log = os.path.join(directory, "allod.log")
        self.process = None
        for name in ("events.d", "people.d", "plugins"):
            os.makedirs(os.path.join(directory, name))
        for plugin in glob.glob(os.path.join(build, "plugins/*/.libs/*.so")):
            os.symlink(os.path.abspath(plugin), os.path.join(
                directory, "plugins", os.path.basename(plugin)))
        write(os.path.join(directory, "allo.conf"),
              CONF.format(port=port, window=window))
        write_people(os.path.join(directory, "people.d"), people, few)

    def plan(self, first_due, count, group):
        events = []
        for number in range(count):
            at = datetime.datetime.fromtimestamp(
                first_due + number + BEFORE, datetime.timezone.utc)
            # the same text over and over would be held as a loop
            events.append(EVENT.format(id=f"e{first_due}-{number}",
                                       title=f"Bench {number}",
                                       group=group,
                                       start=at.strftime(
                                           "%Y-%m-%d %H:%M:%S")))
        write(os.path.join(self.directory, "events.d", "e.conf"),
              "events = (\n" + ",\n".join(events) + "\n);\n")

    def start(self, patience=300):
        environment = dict(os.environ,
                           ALLO_LIBEXEC=os.path.join(self.build, "src/host"),
                           ALLO_PLUGINDIR=os.path.join(self.directory,
                                                       "plugins"))
        began = time.monotonic()
        self.process = machine.start(
            [os.path.join(self.build, "src/allod"), "-l", "json", "-c",
             self.directory], self.log, environment)
        self.wait_event("daemon.ready", patience)
        self.load_seconds = time.monotonic() - began
        self.wait_event("channel.ready", 30)
        time.sleep(0.5)         # until it is bound

    def events(self, name):
        found = []
        with open(self.log) as log:
            for line in log:
                if f'"event":"{name}"' in line:
                    found.append(line)
        return found

    def wait_event(self, name, patience, count=1):
        machine.wait_until(lambda: len(self.events(name)) >= count, patience,
                           f"allod says {name}", self.process)

    @property
    def pids(self):
        return [self.process.pid] + machine.children(self.process.pid)

    def stop(self):
        machine.stop(self.process)

    def answered(self):
        """Of the accepted messages of a stopped daemon's store: how many, and
        when the last answer was recorded."""
        database = sqlite3.connect(
            f"file:{self.directory}/allo.db?mode=ro", uri=True)
        states = database.execute("SELECT state, count(*), max(at) FROM "
                                  "outbox GROUP BY state").fetchall()
        database.close()
        if [state for state, _, _ in states] != [3]:
            raise machine.Failed(f"not every message was accepted: {states}")
        return states[0][1], states[0][2] / 1000
