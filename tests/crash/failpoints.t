#!/usr/bin/env python3
# The daemon dies at every failpoint on the way of a message: a reminder with
# its receipt, a STOP, a correction.  It is started again, and what delivery.md
# promises is checked against the log of a far side that did not die:
#
#   I1 nothing acknowledged is lost      I2 nothing is sent twice
#   I4 nothing after STOP                I5 written down before it is sent
#   I6 everything comes to an end        unknowns are shown as unknown
#
# ALLO_CRASH_TURNS=N in the environment: die in each of the first N turns, not
# only in a few of them.

import collections
import os
import re
import shutil
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.environ.get("ALLO_SRCDIR", "."),
                                "tests/lib"))
from story import (BUILD, SRC, Smsc, Story, TooLate, alive, due_in, run,
                   skip_all, until)

AYA, BRAM = "+32470000001", "+32470000002"
WHO = {AYA: "aya", BRAM: "bram"}
PEERS = os.path.join(SRC, "tests/peers")


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


NAMES = sorted({name for folder, _, files in os.walk(SRC + "/src")
                for file in files if file.endswith(".c")
                for name in re.findall(r'FAILPOINT\("([^"]+)"\)',
                                       read(folder, file))})
# The SMSC that sends receipts until they are acknowledged, where it is there.
NODE = shutil.which("node") and os.path.isdir(PEERS + "/node_modules/smpp")
FINAL = ("delivered unknown-final cancelled expired rejected undelivered "
         "no-receipt").split() + ([] if NODE else ["accepted"])
UNREACHABLE = 69
hit = collections.Counter()


class Way:
    """One way of a message, and the lives of the daemon on it."""

    def __init__(self, story):
        self.story = story
        self.smsc = story.start(Smsc(
            "--receipt-delay", "150",
            command=["node", PEERS + "/smsc.js"] if NODE else None))
        story.conf([story.sms(self.smsc.port)])
        story.people(story.person("aya", AYA), story.person("bram", BRAM))
        self.start = story.event(start=due_in(3))
        self.typed = self.edited = False
        self.deaths = 0
        self.problems = []

    def sent(self):
        """How often each message went over the wire."""
        return collections.Counter(self.key(text)
                                   for text in self.smsc.texts())

    @staticmethod
    def key(text):
        words = {"Ander": "placed", "Je kr": "stopped"}
        return (WHO[text["to"]], words.get(text["text"][:5], "reminder"))

    def acknowledged(self, kind):
        return [event for event in self.smsc.events("acknowledged")
                if event.get("kind", "reply") == kind]

    def rows(self, *whose):
        return [row for who in whose or ("aya", "bram") for row in
                self.story.alloctl("outbox", "--person", who).rows]

    # --- the way

    def live(self, failpoint=None):
        """One life of the daemon: None when it died of it."""
        daemon = self.story.daemon("-v", wait=False, env={
            "ALLO_FAILPOINT": failpoint} if failpoint else {})
        try:
            if self.walk(daemon):
                return daemon
        except ValueError:          # half a line of alloctl's
            if daemon.running():
                raise
        code = daemon.wait()
        if code != -9:
            self.problems.append("it ended with %s: %r" % (code, daemon))
        self.deaths += 1
        self.check_intents(daemon)
        return None

    def wait(self, daemon, condition, what):
        """False when the daemon died first."""
        until(lambda: condition() or not daemon.running(),
              "%s: %r" % (what, daemon))
        return daemon.running()

    def walk(self, daemon):
        """From where it was left; False when the daemon died."""
        if not self.wait(daemon, lambda: daemon.logged("daemon.ready"),
                         "it is ready"):
            return False
        if not self.typed:
            if not self.wait(daemon, self.reminded, "both are reminded"):
                return False
            self.smsc.type(BRAM + " stop")
            self.typed = True
        if not self.wait(daemon, lambda: self.acknowledged("reply"),
                         "STOP is acknowledged"):
            return False
        if not self.edited:
            self.edited = True
            self.story.event(start=self.start, place="Stationsplein")
        answer = self.story.alloctl("reload")
        if answer.code == UNREACHABLE:
            return self.wait(daemon, lambda: False, "it died of the reload")
        if answer.code != 0:
            self.problems.append("reload: %r" % (answer,))
        return self.wait(daemon, self.corrected, "all is told and settled")

    def reminded(self):
        rows = self.rows()
        return len(rows) == 2 and all(row["state"] in FINAL for row in rows)

    def corrected(self):
        rows = self.rows()
        return all(row["state"] in FINAL for row in rows) and any(
            row["purpose"] == "placed" and row["person"] == "aya"
            for row in rows)

    # --- what is promised

    def check_intents(self, daemon):
        """I5, of a daemon that is dead."""
        hosts = [int(pid) for pid in re.findall(
            r"channel\.started .*pid=(\d+)", "\n".join(daemon.err))]
        until(lambda: not any(alive(pid) for pid in hosts), "its hosts end")
        sent = self.sent()
        if not sent:
            return
        written = {(row["person"], row["purpose"]): row["attempt"]
                   for row in self.story.store().rows
                   if row["state"] not in ("planned", "due", "held")}
        for key, count in sent.items():
            if written.get(key, 0) < count:
                self.problems.append(
                    "I5: %r was sent %d times, and written down %d times" % (
                        key, count, written.get(key, 0)))

    def check(self, daemon):
        sent = self.sent()
        self.problems += ["I2: %r was sent %d times" % item
                          for item in sent.items() if item[1] > 1]
        if sent["bram", "placed"]:
            self.problems.append("I4: a correction in spite of STOP")
        rows = self.rows()
        self.check_rows(rows, sent)
        self.check_shown(rows)
        daemon.end()
        if self.story.store().stops != 1:
            self.problems.append("I1: the STOP is lost")

    def check_rows(self, rows, sent):
        """What is said of a message is what became of it."""
        answered = {event["id"] for event in self.acknowledged("receipt")}
        states = {(row["person"], row["purpose"].split()[0]): row["state"]
                  for row in rows}
        for key, state in states.items():
            if sent[key] == 0 and state in ("delivered", "accepted"):
                self.problems.append("%r is %s, and was never sent" %
                                     (key, state))
        for key in list(sent) + [("aya", "reminder"), ("bram", "reminder")]:
            if states.get(key) not in ("delivered", "accepted",
                                       "unknown-final"):
                self.problems.append("I1: %r is %s" % (key, states.get(key)))
        for text in self.smsc.texts():
            if text["id"] in answered and \
                    states.get(self.key(text)) == "accepted":
                self.problems.append("I1: the receipt of %r is lost" %
                                     (self.key(text),))

    def check_shown(self, rows):
        shown = self.story.alloctl("outbox", "--state", "unknown-final").rows
        notices = " ".join(row.get("text") or "" for row in
                           self.story.alloctl("status").rows)
        for row in rows:
            # the confirmation of a STOP: nobody has to call for that
            if row["state"] != "unknown-final" or row["event"] == "":
                continue
            if row["id"] not in [other["id"] for other in shown]:
                self.problems.append("an unknown is not shown: %r" % row)
            if "'%s'" % row["person"] not in notices:
                self.problems.append("nobody is told of %r: %s" %
                                     (row, notices))


def scene(*failpoints):
    def play(tap):
        with Story("crash") as story:
            way = Way(story)
            for failpoint in failpoints:
                daemon = way.live(failpoint)
                if daemon is not None:      # there are not so many of it
                    daemon.end()
                    break
                hit[failpoint.split(":")[0]] += 1
            daemon = way.live()
            if daemon is not None:
                way.check(daemon)
            else:
                way.problems.append("it died of itself")
            tap.ok(not way.problems, "%d of %d deaths survived" % (
                way.deaths, len(failpoints)), *way.problems)
    play.__name__ = " then ".join(failpoints)
    return play


def every_failpoint_was_hit(tap):
    tap.same(sorted(set(NAMES) - set(hit)), [], "all %d" % len(NAMES))


if not re.search(r"(?m)^#define FAILPOINTS", read(BUILD, "config.h")):
    skip_all("built without failpoints")
scenes = [scene("%s:%d" % (name, n)) for name in NAMES for n in (1, 2)]
# a second death, in the recovery from the first
scenes += [scene("result.received:1", name + ":1") for name in NAMES
           if name.split(".")[0] in ("recover", "turn", "store", "reload")]
turns = int(os.environ.get("ALLO_CRASH_TURNS", "0"))
for place in ("turn.after-commit", "turn.after-flush"):
    scenes += [scene("%s:%d" % (place, n)) for n in
               (range(3, turns + 1) if turns else (4, 6, 9, 13, 17))]
run(*scenes, side_by_side=8, last=every_failpoint_was_hit)
