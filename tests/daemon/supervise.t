#!/usr/bin/env python3
# Plugins that are missing, wrong or mad: the daemon runs on, the other channel
# delivers, and `alloctl channels` says why.

import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.environ.get("ALLO_SRCDIR", "."),
                                "tests/lib"))
from story import SRC, Story, alive, due_in, run, until

AYA, BRAM = "+32470000001", "+32470000002"
built = tempfile.TemporaryDirectory(prefix="allo-bad-")


def plugin(name):
    """A bad one, built as an admin would."""
    path = os.path.join(built.name, name + ".so")
    if not os.path.exists(path):
        subprocess.run(os.environ.get("CC", "cc").split() +
                       ["-shared", "-fPIC", "-w", "-I",
                        os.path.join(SRC, "include"), "-I",
                        os.path.join(SRC, "tests/channels"), "-o",
                        path + "~", os.path.join(SRC, "tests/channels",
                                                 name + ".c")], check=True)
        os.rename(path + "~", path)
    return path


def beside(story, bad, *, deadline="2 seconds", seconds=3):
    """The bad channel is aya's, a good one bram's."""
    smsc = story.smsc()
    story.conf(['{ name = "kwaad"; plugin = "%s"; kind = "phone"; '
                'deadline = "%s"; }' % (bad, deadline),
                story.sms(smsc.port, name="goed")],
               groups='{ id = "jongeren"; reach = [ "kwaad" ]; quiet = '
                      '"none"; }, { id = "ouders"; reach = [ "goed" ]; '
                      'quiet = "none"; }')
    story.people(story.person("aya", AYA),
                 story.person("bram", BRAM, group="ouders"))
    # at this text the bad ones do what they are there for
    story.event(start=due_in(seconds), invite='jongeren", "ouders',
                more='text = { nl = "die"; };')
    return smsc, story.daemon("-v")


def other_delivers(tap, story, smsc, daemon):
    smsc.wait_texts(1)
    row = story.wait_state("delivered", person="bram")[0]
    tap.ok(len(smsc.texts()) == 1 and row["channel"] == "goed" and
           daemon.running(), "the other channel delivers")


def never(tap, bad, *words):
    """One that cannot ever start."""
    with Story() as story:
        smsc, daemon = beside(story, bad)
        row = story.wait_channel("kwaad", "failed")
        tap.ok(all(word in row["reason"] for word in words),
               "channels says why", row)
        tap.same(story.alloctl("channels").code, 1, "and its answer is no")
        other_delivers(tap, story, smsc, daemon)
        why = story.alloctl("why", "aya", "overleg")
        tap.ok("waits" in why.out, "its message waits", why.out)
        tap.same(len(daemon.logged("channel.started", "kwaad")), 1,
                 "it is not tried in a loop")
        tap.same(daemon.end(), 0, "the daemon stops as ever")


def a_missing_plugin(tap):
    never(tap, "nergens", "nergens", "no plugin")


def a_missing_symbol(tap):
    never(tap, plugin("bad_missing_symbol"), "cannot be loaded", "undefined")


def another_abi(tap):
    never(tap, plugin("bad_abi"), "another version")


def one_that_lacks_a_setting(tap):
    never(tap, plugin("bad_open"), "server")


def a_library_that_is_none(tap):
    with tempfile.NamedTemporaryFile(suffix=".so") as file:
        file.write(b"\x7fELF, more or less")
        file.flush()
        never(tap, file.name, "cannot be loaded")


def mended_by_a_reload(tap):
    with Story() as story:
        smsc, daemon = beside(story, "nergens")
        story.wait_channel("kwaad", "failed")
        story.conf([story.sms(smsc.port, name="kwaad"),
                    story.sms(smsc.port, name="goed")],
                   groups='{ id = "jongeren"; reach = [ "kwaad" ]; quiet = '
                          '"none"; }, { id = "ouders"; reach = [ "goed" ]; '
                          'quiet = "none"; }')
        story.alloctl("reload")
        story.wait_channel("kwaad")
        smsc.wait_texts(1, to=AYA)
        tap.same(len(smsc.wait_texts(2)), 2, "what waited leaves after a "
                 "reload with a plugin that is there")


def dies(tap, name):
    """One that dies while it sends: unknown, once, and a new process."""
    with Story() as story:
        smsc, daemon = beside(story, plugin(name))
        other_delivers(tap, story, smsc, daemon)
        row = story.wait_state("unknown-final", person="aya")[0]
        tap.same(row["attempt"], 1, "what it was sending is unknown, and not "
                 "tried again")
        channel = story.channel("kwaad")
        tap.ok(channel["last_error"], "channels has the last error", channel)
        until(lambda: len(daemon.logged("channel.started", "kwaad")) == 2,
              "it is started again")
        tap.ok(daemon.logged("channel.backoff", "kwaad"), "after a while")
        tap.same(daemon.end(), 0, "the daemon stops as ever")


def a_crash(tap):
    dies(tap, "bad_segv")


def an_abort(tap):
    dies(tap, "bad_abort")


def an_exit(tap):
    dies(tap, "bad_exit")


def a_hang(tap):
    dies(tap, "bad_hang")


def garbage_on_the_wire(tap):
    dies(tap, "bad_garbage")


def nothing_is_left_behind(tap):
    """kill -9 of the daemon: its hosts end with it."""
    with Story() as story:
        smsc, daemon = beside(story, plugin("bad_hang"), deadline="1 hour")
        story.wait_channel("goed")
        pids = [story.channel(name)["pid"] for name in ("goed", "kwaad")]
        until(lambda: story.channel("kwaad")["in_flight"] == 1, "it hangs")
        daemon.end(9)
        until(lambda: not any(alive(pid) for pid in pids),
              "the hosts are gone")
        tap.ok(True, "also one that hangs")


run(a_missing_plugin, a_missing_symbol, another_abi, one_that_lacks_a_setting,
    a_library_that_is_none, mended_by_a_reload, a_crash, an_abort, an_exit,
    a_hang, garbage_on_the_wire, nothing_is_left_behind)
