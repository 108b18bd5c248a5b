#!/usr/bin/env python3
# A clock that cannot be believed: nothing is sent and nothing expires, what
# people write is kept, and it goes on by itself or by 'alloctl release clock'.
#
# libfaketime lies to the daemon alone.  It does not move timerfds: whoever
# waits here asks alloctl, and each question is a turn of the daemon's loop.

import glob
import os
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.environ.get("ALLO_SRCDIR", "."),
                                "tests/lib"))
from story import BUILD, Story, due_in, run, skip_all, until

AYA, BRAM = "+32470000001", "+32470000002"
LIBRARY = (glob.glob("/usr/lib/*/faketime/libfaketime.so.1") +
           glob.glob("/usr/lib*/faketime/libfaketime.so.1") + [None])[0]


class Clock:
    """What the daemon takes for the time: "+0", "+7200" or a moment."""

    def __init__(self, story, at="+0"):
        self.path = story.path("time")
        self.set(at)
        self.env = {"LD_PRELOAD": LIBRARY, "FAKETIME_NO_CACHE": "1",
                    "FAKETIME_TIMESTAMP_FILE": self.path,
                    "FAKETIME_DONT_FAKE_MONOTONIC": "1",
                    "DONT_FAKE_MONOTONIC": "1"}

    def set(self, at):
        with open(self.path + "~", "w") as file:
            file.write(at + "\n")
        os.rename(self.path + "~", self.path)


def begin(story, at="+0", seconds=4, before=3600, others=()):
    smsc = story.smsc()
    story.conf([story.sms(smsc.port)])
    story.people(story.person("aya", AYA),
                 *[story.person(who, number) for who, number in others])
    if seconds:
        story.event(start=due_in(seconds, before))
    clock = Clock(story, at)
    return smsc, clock, story.daemon("-v", env=clock.env)


def clock_of(story):
    answer = story.alloctl("status")
    return answer.code, answer.rows[0]["clock"]


def wait_doubt(story, word):
    until(lambda: clock_of(story)[0] == 1, "the clock is doubted")
    return word in clock_of(story)[1]


def a_jump_and_back(tap):
    """Put right by somebody: what fell due meanwhile is sent."""
    with Story("clock") as story:
        smsc, clock, daemon = begin(story)
        clock.set("+7200")
        tap.ok(wait_doubt(story, "jumped"), "two hours ahead: doubted, and "
               "status says why with a no", clock_of(story))
        tap.ok(daemon.wait_log("clock.doubted"), "the log has it")
        why = story.alloctl("why", "aya", "overleg")
        tap.ok("clock" in why.out, "why says that it waits for the clock",
               why.out)
        # by this clock its time was over an hour ago
        tap.same((smsc.texts(), story.alloctl("events").rows[0]["expired"]),
                 ([], 0), "nothing is sent, nothing expires")
        clock.set("+0")
        until(lambda: clock_of(story) == (0, "trusted"), "trusted again")
        until(lambda: story.outbox(state="delivered"), "it is delivered")
        tap.same(len(smsc.texts()), 1, "back in time: it is sent, once")


def a_jump_that_is_right(tap):
    """It was the clock before that was wrong."""
    with Story("clock") as story:
        smsc, clock, daemon = begin(story, seconds=86400)
        until(lambda: clock_of(story) == (0, "trusted"), "trusted at first")
        clock.set("+7200")
        wait_doubt(story, "jumped")
        story.wait_channel()
        smsc.type(AYA + " hallo")
        until(lambda: smsc.events("acknowledged") and
              story.alloctl("status"), "what people write is kept")
        story.event("tweede", start=due_in(3, 3600 + 7200), title="Tweede")
        story.alloctl("reload")
        until(lambda: "clock" in story.alloctl("why", "aya", "tweede").out,
              "it waits for the clock")
        tap.same(smsc.texts(), [], "nothing is sent while it is doubted")
        answer = story.alloctl("release", "clock")
        tap.same(answer.code, 0, "alloctl release clock")
        until(lambda: len(story.outbox(state="delivered")) == 1,
              "what is due leaves: %r" % daemon)
        tap.same([text["text"][:6] for text in smsc.texts()], ["Tweede"],
                 "then it goes on by the new clock")


def a_jump_back(tap):
    """What was sent is not sent again."""
    with Story("clock") as story:
        smsc, clock, daemon = begin(story, "+7200", seconds=7200 + 3)
        until(lambda: story.outbox(state="delivered"), "delivered")
        clock.set("+0")
        wait_doubt(story, "jumped")
        tap.same(story.alloctl("release", "clock").code, 0, "released")
        until(lambda: clock_of(story) == (0, "trusted"), "trusted")
        story.event("later", start=due_in(2), title="Later")
        story.alloctl("reload")
        until(lambda: len(smsc.texts()) >= 2 or not story.alloctl("status"),
              "the next one is sent by that clock")
        tap.same(["Later" in text["text"] for text in smsc.texts()],
                 [False, True], "two hours back: nothing is sent twice")


def a_boot_in_1970(tap):
    """No battery, no time server yet; even `clock = "trusted"` waits."""
    with Story("clock") as story:
        smsc, clock, daemon = begin(story, "1970-01-02 00:00:00", seconds=6,
                                    others=[("bram", BRAM)])
        tap.ok(wait_doubt(story, "behind"), "doubted, and status says why",
               clock_of(story))
        tap.ok(daemon.logged("clock.doubted"), "so does the log")
        answer = story.alloctl("release", "clock")
        tap.ok(answer.code == 1 and "set the clock" in answer.out,
               "nobody can say that it is right", answer)
        story.wait_channel()
        smsc.type(AYA + " stop")
        until(lambda: smsc.events("acknowledged"), "a STOP is taken")
        tap.same(smsc.texts(), [], "nothing is sent, not even its answer")
        clock.set("+0")
        until(lambda: clock_of(story) == (0, "trusted"), "the clock is set")
        tap.ok(daemon.wait_log("clock.trusted"), "it goes on by itself")
        until(lambda: story.outbox(person="bram", state="delivered"),
              "the other one is reminded")
        tap.same([text["to"] for text in smsc.texts() if "Straatoverleg" in
                  text["text"]], [BRAM], "who did not say STOP is reminded")
        daemon.end()
        tap.same(story.store().stops, 1, "and the STOP was kept")


def a_clock_behind_the_last(tap):
    """After a restart: not before what was done already."""
    with Story("clock") as story:
        smsc, clock, daemon = begin(story, "+36000", seconds=0)
        until(lambda: clock_of(story) == (0, "trusted"), "trusted")
        daemon.end()
        clock.set("+0")
        daemon = story.daemon("-v", env=clock.env)
        tap.ok(wait_doubt(story, "behind"), "ten hours before the last "
               "start: doubted", clock_of(story))
        tap.same(story.alloctl("release", "clock").code, 0, "released")
        until(lambda: clock_of(story) == (0, "trusted"), "trusted")
        daemon.end()
        daemon = story.daemon("-v", env=clock.env)
        tap.same(clock_of(story), (0, "trusted"), "and that lasts")


if LIBRARY is None:
    skip_all("faketime is not installed")
if subprocess.run([os.path.join(BUILD, "src/allod"), "--version"],
                  env=dict(os.environ, LD_PRELOAD=LIBRARY),
                  stdout=subprocess.DEVNULL,
                  stderr=subprocess.DEVNULL).returncode != 0:
    skip_all("faketime and a sanitizer do not go together")
run(a_jump_and_back, a_jump_that_is_right, a_jump_back, a_boot_in_1970,
    a_clock_behind_the_last)
