#!/usr/bin/env python3
"""Allo's figures P1, P3, P4 and P5, as ratios in one run where there is a peer.

P1  one event falls due for 100,000 people: from the due instant to the last
    answer recorded in the store, through smpp.so, each message committed as
    SENDING (synchronous=FULL) before it leaves; beside Kannel, which drains
    100,000 messages that it has accepted into its spool (--store file: its
    journal): from the first to the last submission, so that its start is not
    counted.  Same far side (allo-smsc), same window, in turn.
P3  CPU (user and system) a message over those runs: allod and allo-host from
    before the due instant until nothing moves; bearerbox over its drain; and
    bearerbox and smsbox from accepting to sending, in a run of its own and
    with the store that costs Kannel least (file).
P4  from the due instant to the first submission that the far side read (one
    clock), one event a second for 1,000 people; with nobody else registered,
    and with many.  Beside it how late a bare timer is half a second later:
    what a busy machine adds.
P5  memory of allod and its host: with 1,000 people before the first event,
    and with many after an event for 1,000 of them.

Figures are medians over the rounds, with the least and the most.  Everything
is on loopback and in one temporary directory, which is removed; put TMPDIR on
the disk that is to be measured, not on a tmpfs.
"""
import argparse
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time

import allo
import kannel
import machine
import smsc

TEXT = ("Hallo! Bench begint om 14:00 op maandag 4 januari, Here. "
        "Tot dan! Stuur STOP om te stoppen.")
AUDIENCE = 1000                 # of an event in P4 and P5


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def until_quiet(pids, seconds=1.5, patience=300):
    """Until these processes took next to no CPU for so long."""
    seen = machine.cpu(pids)
    since = time.monotonic()
    end = since + patience
    while time.monotonic() - since < seconds:
        time.sleep(0.1)
        now = machine.cpu(pids)
        if now - seen > 0.02:
            seen, since = now, time.monotonic()
        if time.monotonic() > end:
            raise machine.Failed("the run does not come to an end")


class Timer(threading.Thread):
    """Sleeps until the middle of each second and notes how late it woke."""

    def __init__(self, first, count):
        super().__init__(daemon=True)
        self.first, self.count, self.late = first, count, []

    def run(self):
        for number in range(self.count):
            due = self.first + number + 0.5
            time.sleep(max(0, due - time.time()))
            self.late.append((time.time() - due) * 1000)


class Bench:
    def __init__(self, options, directory):
        self.options = options
        self.directory = directory
        self.results = {}       # name -> values, one a round
        self.loads = []
        self.serial = 0

    def place(self):
        self.serial += 1
        path = os.path.join(self.directory, str(self.serial))
        os.mkdir(path)
        return path

    def note(self, name, value):
        self.results.setdefault(name, []).append(value)
        self.loads.append(machine.load())

    # -- P1 and P3 -----------------------------------------------------------

    def allo_wave(self):
        options = self.options
        place, port = self.place(), machine.free_port()
        far = smsc.Smsc(options.build, place, port)
        core = allo.Allo(options.build, place, port, options.window,
                         options.people)
        lead = 10 + options.people // 15000
        due = int(time.time()) + lead
        core.plan(due, 1, "all")
        try:
            core.start()
            if time.time() > due - 1:
                raise machine.Failed("loading took longer than foreseen")
            time.sleep(due - 0.3 - time.time())
            before = machine.cpu(core.pids)
            core.wait_event("wave.done", 300)
            until_quiet(core.pids, 1)
            spent = machine.cpu(core.pids) - before
        finally:
            core.stop()
            bursts = far.stop()
        count, last = core.answered()
        if count != options.people or \
                sum(burst[2] for burst in bursts) != options.people:
            raise machine.Failed(f"{count} answers, submissions {bursts}")
        self.note("P1 allo", count / (last - due))
        self.note("P3 allo", spent / count * 1e6)
        shutil.rmtree(place)

    def kannel_drain(self):
        options = self.options
        place, port = self.place(), machine.free_port()
        peer = kannel.Kannel(place, port, options.window, options.store)
        far = None
        try:
            peer.send(options.people, TEXT)
            before = machine.cpu([peer.bearerbox.pid])
            far = smsc.Smsc(options.build, place, port)
            machine.wait_until(lambda: machine.cpu([far.pid]) > 0.05, 60,
                               "Kannel drains", peer.bearerbox)
            until_quiet([far.pid, peer.bearerbox.pid])
            spent = machine.cpu([peer.bearerbox.pid]) - before
        finally:
            bursts = far.stop() if far is not None else []
            peer.stop()
        self.note("P1 kannel", self.kannel_rate(bursts))
        self.note("P3 drain", spent / options.people * 1e6)
        shutil.rmtree(place)

    def kannel_rate(self, bursts):
        count = sum(burst[2] for burst in bursts)
        if count != self.options.people:
            raise machine.Failed(f"Kannel sent {count} messages")
        return count / (bursts[-1][1] - bursts[0][0])

    def kannel_accept(self):
        options = self.options
        place, port = self.place(), machine.free_port()
        far = smsc.Smsc(options.build, place, port)
        peer = kannel.Kannel(place, port, options.window, "file")
        try:
            before = machine.cpu(peer.pids)
            peer.send(options.people, TEXT)
            until_quiet([far.pid] + peer.pids)
            spent = machine.cpu(peer.pids) - before
        finally:
            bursts = far.stop()
            peer.stop()
        self.note("accept kannel", self.kannel_rate(bursts))
        self.note("P3 accept", spent / options.people * 1e6)
        shutil.rmtree(place)

    def throughput(self):
        for number in range(self.options.rounds):
            say(f"P1, P3: round {number + 1} of {self.options.rounds}")
            if self.options.kannel:
                self.kannel_drain()
                self.kannel_accept()
            self.allo_wave()

    # -- P4 and P5 -----------------------------------------------------------

    def lateness(self, people, name):
        """One daemon, all rounds: loading a million people takes a while."""
        options = self.options
        place, port = self.place(), machine.free_port()
        events = options.events * options.rounds
        far = smsc.Smsc(options.build, place, port)
        core = allo.Allo(options.build, place, port, options.window, people,
                         AUDIENCE)
        lead = 12 + people // 10000
        due = int(time.time()) + lead
        core.plan(due, events, "few")
        say(f"P4, P5: {events} seconds with {people} people, "
            f"from {lead} s on")
        try:
            core.start(lead)
            if time.time() > due - 3:
                raise machine.Failed("loading took longer than foreseen")
            self.note(f"load {name}", core.load_seconds)
            self.note(f"peak {name}", machine.peak(core.process.pid))
            time.sleep(due - 1 - time.time())
            self.remember(f"P5 {name} before", core.pids)
            timer = Timer(due, events)
            timer.start()
            time.sleep(due + 0.8 - time.time())
            self.remember(f"P5 {name} after", core.pids)
            timer.join()
            core.wait_event("wave.done", 60, events)
            self.remember(f"P5 {name} last", core.pids)
            until_quiet(core.pids, 1)
        finally:
            core.stop()
            bursts = far.stop()
        self.note_lateness(bursts, due, events, name)
        self.note_rounds(timer.late, f"timer {name}")
        shutil.rmtree(place)

    def remember(self, name, pids):
        for kind, megabytes in machine.memory(pids).items():
            self.note(f"{name} {kind}", megabytes)

    def note_lateness(self, bursts, due, events, name):
        late = {}
        for first, _, count in bursts:
            if count != AUDIENCE:
                raise machine.Failed(f"{count} submissions, not {AUDIENCE}: "
                                     "is this machine too busy?")
            late[int(first)] = (first - int(first)) * 1000
        if sorted(late) != list(range(due, due + events)):
            raise machine.Failed(f"{len(late)} events of {events} left")
        self.note_rounds([late[second] for second in sorted(late)],
                         f"P4 {name}")

    def note_rounds(self, late, name):
        for number in range(self.options.rounds):
            start = number * self.options.events
            part = sorted(late[start:start + self.options.events])
            self.note(f"{name} p50", statistics.median(part))
            self.note(f"{name} p99", part[int(len(part) * 0.99)])

    # -- the table -----------------------------------------------------------

    def row(self, title, name, form, aim=""):
        values = self.results.get(name)
        if values:
            print(f"{title:<52}{form.format(statistics.median(values)):>10}"
                  f"{form.format(min(values)):>10}"
                  f"{form.format(max(values)):>10}  {aim}")

    def ratios(self, name, above, below):
        if above in self.results and below in self.results:
            self.results[name] = [a / b for a, b in zip(
                self.results[above], self.results[below])]

    def table(self):
        self.ratios("P1 ratio", "P1 allo", "P1 kannel")
        self.ratios("P3 of drain", "P3 allo", "P3 drain")
        self.ratios("P3 of accept", "P3 allo", "P3 accept")
        options = self.options
        print(f"{options.people} people, window {options.window}, "
              f"{options.rounds} rounds, load average "
              f"{min(self.loads):.1f} to {max(self.loads):.1f} on "
              f"{os.cpu_count()} cores")
        print(f"{'':<52}{'median':>10}{'least':>10}{'most':>10}  aim")
        self.row("P1 Allo, due to last answer recorded, messages/s",
                 "P1 allo", "{:.0f}")
        self.row(f"P1 Kannel, draining its {options.store}, messages/s",
                 "P1 kannel", "{:.0f}")
        self.row("P1 Allo : Kannel", "P1 ratio", "{:.2f}", ">= 5")
        self.row("P3 Allo, us of CPU a message", "P3 allo", "{:.1f}",
                 "<= 10")
        self.row("P3 Kannel, draining, us", "P3 drain", "{:.1f}")
        self.row("P3 Kannel, accept to send, us", "P3 accept", "{:.1f}")
        self.row("P3 Allo : Kannel draining", "P3 of drain", "{:.2f}",
                 "<= 0.25")
        self.row("P3 Allo : Kannel accept to send", "P3 of accept", "{:.2f}",
                 "<= 0.1")
        self.table_late("idle", AUDIENCE, 1, 8)
        self.table_late("many", options.many, 5, 64)

    def table_late(self, name, people, late, megabytes):
        self.row(f"P4 {people} people, lateness p50, ms", f"P4 {name} p50",
                 "{:.2f}")
        self.row(f"P4 {people} people, lateness p99, ms", f"P4 {name} p99",
                 "{:.2f}", f"<= {late}")
        self.row("   a bare timer in the same seconds, p50, ms",
                 f"timer {name} p50", "{:.2f}")
        self.row("   a bare timer in the same seconds, p99, ms",
                 f"timer {name} p99", "{:.2f}")
        for when, words in (("before", "before the first event"),
                            ("after", f"{AUDIENCE} were told"),
                            ("last", "after the last event")):
            for kind in ("rss", "pss", "private"):
                aim = "before" if name == "idle" else "after"
                self.row(f"P5 {people} people, {words}, {kind}, MB",
                         f"P5 {name} {when} {kind}", "{:.1f}",
                         f"<= {megabytes}"
                         if when == aim and kind == "rss" else "")
        self.row(f"   {people} people, seconds to load", f"load {name}",
                 "{:.1f}")
        self.row(f"   {people} people, most memory while loading, MB",
                 f"peak {name}", "{:.1f}")


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", nargs="*", default=["throughput", "lateness"],
                        help="throughput (P1, P3), lateness (P4, P5), idle "
                        "(P4, P5 without the\nmany people); default both")
    parser.add_argument("--build", default=os.environ.get(
        "ALLO_BUILDDIR", "."), help="where it was built")
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--many", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=60,
                        help="due instants in a round of P4")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--window", type=int, default=1000,
                        help="of Allo and of Kannel (max-pending-submits)")
    parser.add_argument("--store", choices=("spool", "file"),
                        default="spool", help="Kannel's (spool)")
    parser.add_argument("--no-kannel", dest="kannel", action="store_false",
                        help="without the peer")
    return parser.parse_args()


def main():
    options = arguments()
    unknown = set(options.what) - {"throughput", "lateness", "idle"}
    if unknown:
        sys.exit(f"bench: no measurement {', '.join(sorted(unknown))}")
    if options.kannel and "throughput" in options.what and \
            not kannel.installed():
        say("Kannel is not there (apt-get install kannel): no ratios")
        options.kannel = False
    with tempfile.TemporaryDirectory(prefix="allo-bench.") as directory:
        bench = Bench(options, directory)
        try:
            if "throughput" in options.what:
                bench.throughput()
            if {"lateness", "idle"} & set(options.what):
                bench.lateness(AUDIENCE, "idle")
            if "lateness" in options.what:
                bench.lateness(options.many, "many")
        except machine.Failed as failed:
            say(str(failed))
            sys.exit(1)
        bench.table()


if __name__ == "__main__":
    main()
