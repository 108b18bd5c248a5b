#!/usr/bin/env python3
# How the daemon starts, ends and keeps to itself: exit codes, a second one on
# the same store, what it drains, what its log and its files give away.

import os
import signal
import socket
import stat
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.environ.get("ALLO_SRCDIR", "."),
                                "tests/lib"))
from story import Story, due_in, json_lines, run, until

AYA, BRAM = "+32470000001", "+32470000002"


def basic(story, *flags, seconds=3, **options):
    smsc = story.smsc(*flags)
    story.conf([story.sms(smsc.port, **options)])
    story.people(story.person("aya", AYA))
    story.event(start=due_in(seconds))
    return smsc


def broken_at_the_start(tap):
    with Story() as story:
        story.conf([story.sms(2775)])
        with open(story.path("allo.conf")) as file:
            good = file.read()
        story.write("allo.conf", good.replace("settle", "setle")
                    .replace("reach", "raech"))
        story.people()
        daemon = story.daemon(wait=False)
        tap.same(daemon.wait(), 78, "a broken allo.conf is exit 78")
        errors = daemon.logged("config.error")
        tap.ok(len(errors) == 2 and all("line=" in line for line in errors),
               "with all errors, and where", errors)
        check = story.daemon("-n", wait=False)
        tap.same((check.wait(), len(check.err + check.out) >= 2), (78, True),
                 "-n says it too")
        tap.same(os.path.exists(story.path("allo.db")), False,
                 "no store was made")
        os.unlink(story.path("allo.conf"))
        daemon = story.daemon(wait=False)
        tap.ok(daemon.wait() == 78 and daemon.err, "so is none", daemon.err)
        story.write("allo.conf", good)
        for words in (["-x"], ["-l", "xml"], ["rest"]):
            tap.same(story.daemon(*words, wait=False).wait(), 2,
                     "%s is exit 2" % words)


def a_broken_event_file_at_the_start(tap):
    with Story() as story:
        smsc = basic(story)
        story.write("events.d/stuk.conf", "events = ( { id = 3; } );")
        daemon = story.daemon()
        tap.ok(daemon.logged("config.error", "stuk.conf"), "is told")
        tap.ok(smsc.wait_texts(1), "and the others go on")


def a_second_one(tap):
    with Story() as story:
        smsc = basic(story, seconds=4)
        daemon = story.daemon("-v")
        second = story.daemon(wait=False)
        tap.same(second.wait(), 70, "on the same store: exit 70")
        tap.ok(any("running already" in line for line in second.err),
               "with a sentence that says why", second.err)
        with open(story.path("allo.conf")) as file:
            text = file.read()
        story.write("allo.conf", text.replace("allo.db", "ander.db"))
        third = story.daemon(wait=False)
        tap.same(third.wait(), 75, "on the same socket: exit 75")
        tap.ok(any("daemon.cannot-start" in line for line in third.err),
               "with a sentence that says why", third.err)
        story.write("allo.conf", text)
        tap.same(story.alloctl("status").rows[0]["pid"], daemon.pid,
                 "the first one still answers")
        smsc.wait_texts(1)
        story.wait_state("delivered")
        tap.same(len(smsc.texts()), 1, "and sends")
        daemon.end(signal.SIGKILL)
        again = story.daemon("-v")
        tap.same(story.alloctl("status").rows[0]["pid"], again.pid,
                 "what a dead one leaves is in nobody's way")


def the_end(tap):
    """SIGTERM waits for the answer to what is in flight."""
    with Story() as story:
        smsc = basic(story, "--latency", "1000")
        daemon = story.daemon("-v")
        smsc.wait_texts(1)
        begun = time.monotonic()
        tap.same(daemon.end(), 0, "SIGTERM is exit 0")
        tap.ok(time.monotonic() - begun < 5, "in time",
               time.monotonic() - begun)
        row = story.store().rows[0]
        tap.ok(row["state"] in ("accepted", "delivered"),
               "the answer was waited for", row)
        tap.same(os.path.exists(story.path("control")), False,
                 "the socket is gone")
        daemon = story.daemon("-v")
        story.wait_channel()
        tap.same(len(smsc.texts()), 1, "nothing is sent again")
        begun = time.monotonic()
        tap.same(daemon.end(signal.SIGINT), 0, "so is SIGINT")
        tap.ok(time.monotonic() - begun < 3, "quickly when nothing is in "
               "flight", time.monotonic() - begun)


def twice_told(tap):
    """A second SIGTERM ends it at once; what was in flight is unknown."""
    with Story() as story:
        smsc = basic(story, "--latency", "30000")
        daemon = story.daemon("-v")
        smsc.wait_texts(1)
        daemon.process.send_signal(signal.SIGTERM)
        daemon.wait_log("daemon.stopping")
        tap.same(daemon.end(), 0, "exit 0 all the same")
        tap.ok(story.store().rows[0]["state"] in ("sending", "unknown"),
               "it is not lost", story.store().rows)
        daemon = story.daemon("-v")
        story.wait_state("unknown-final")
        tap.same(len(smsc.texts()), 1, "and not sent again")


def readiness(tap):
    """READY, RELOADING and STOPPING to whoever started it."""
    with Story() as story:
        basic(story, seconds=100)
        told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        told.bind(story.path("notify"))
        told.settimeout(20)
        daemon = story.daemon(env={"NOTIFY_SOCKET": story.path("notify")})
        story.alloctl("reload")
        daemon.end()
        words = [told.recv(100).decode().split("\n")[0] for _ in range(4)]
        told.close()
        tap.same(words, ["READY=1", "RELOADING=1", "READY=1", "STOPPING=1"],
                 "in that order")


def modes(tap):
    with Story() as story:
        basic(story)
        old = os.umask(0)
        daemon = story.daemon()
        os.umask(old)
        found = {name: stat.S_IMODE(os.stat(story.path(name)).st_mode)
                 for name in os.listdir(story.top)
                 if name.startswith("allo.db") or name == "control"}
        tap.ok({"allo.db", "control"} <= set(found), "both are there", found)
        tap.ok(all(mode & 0o077 == 0 for mode in found.values()),
               "nobody else can open store or socket",
               {name: oct(mode) for name, mode in found.items()})
        daemon.end()
        os.chmod(story.path("allo.db"), 0o644)
        late = story.daemon(wait=False)
        tap.ok(late.wait() == 70 and any("others may read" in line
                                         for line in late.err),
               "a store that others may read is refused", late.err)


def canaries(tap, style):
    """Numbers, mail addresses, topics and texts are in no line of the log,
    whatever goes wrong."""
    canary = {"number": "32479123456", "mail": "kanarie", "topic":
              "topickanarie", "text": "Vogelzang", "place": "Volière",
              "reply": "geheimwoord", "password": "proefgeheim"}
    with Story() as story:
        smsc = story.smsc("--lose-resp", "1", "--undelivered", "50")
        refusing = story.smsc("--refuse", "11")
        story.conf([story.sms(smsc.port, timeout=1).replace(
                        '"proef"; send', '"proefgeheim"; send'),
                    story.sms(refusing.port, name="nee"),
                    '{ name = "mail"; plugin = "smtp"; host = "127.0.0.1"; '
                    'port = 1; tls = "none"; from = "a@example.org"; }',
                    '{ name = "push"; plugin = "ntfy"; server = '
                    '"http://localhost:1"; insecure = true; }'],
                   groups='{ id = "jongeren"; reach = [ "sms" ]; quiet = '
                          '"none"; }')
        story.people(
            story.person("aya", "+32479123456"),
            '{ id = "bram"; phone = "+32479123457"; groups = [ "jongeren" ];'
            ' reach = [ "nee" ]; }',
            '{ id = "cleo"; email = "kanarie@example.org"; groups = [ '
            '"jongeren" ]; reach = [ "mail" ]; }',
            '{ id = "dries"; push = "topickanarie"; groups = [ "jongeren" ];'
            ' reach = [ "push" ]; }')
        start = story.event(start=due_in(3), place="Volière",
                            more='text = { nl = "Vogelzang {event.when}"; };')
        daemon = story.daemon("-v", "-l", style)
        smsc.wait_texts(1)
        story.wait_state("unknown-final", person="aya")
        story.wait_state("rejected", person="bram")
        smsc.type("+32479123456 geheimwoord stop misschien?")
        smsc.type("+32479123456 stop")
        smsc.type("+32479123499 geheimwoord")
        until(lambda: len(smsc.events("acknowledged")) == 3, "replies")
        story.people(story.person("aya", "+32479123456x"),
                     file="mensen")          # refused, and the log says why
        story.event(start=start, place="Volière 2",
                    more='text = { nl = "Vogelzang {event.wen}"; };')
        story.alloctl("reload")
        daemon.end(signal.SIGTERM)
        log = "\n".join(daemon.err + daemon.out)
        tap.ok(daemon.err and "config.error" in log, "there is a log")
        for name, word in canary.items():
            lines = [line for line in daemon.err
                     if word.lower() in line.lower() or
                     (name == "number" and "479123" in
                      line.replace(" ", ""))]
            tap.same(lines, [], "no %s in it" % name)
        if style == "json":
            events = json_lines("\n".join(daemon.err))
            tap.ok(all("event" in line and "priority" in line
                       for line in events), "every line is JSON")
        if style == "journal":
            tap.ok(all(line[0] == "<" and line[2] == ">"
                       for line in daemon.err), "every line has a priority")


def a_log_in_words(tap):
    canaries(tap, "text")


def a_log_in_json(tap):
    canaries(tap, "json")


def a_log_for_the_journal(tap):
    canaries(tap, "journal")


def json_everywhere(tap):
    """Every --json is JSON, and says the same as the table."""
    with Story() as story:
        smsc = basic(story)
        daemon = story.daemon()
        smsc.wait_texts(1)
        story.wait_state("delivered")
        for words in (["status"], ["events"], ["outbox"], ["channels"],
                      ["why", "aya", "overleg"], ["reload"],
                      ["outbox", "--state", "held"]):
            answer = story.alloctl(*words)
            table = story.alloctl(*words, expect_json=False)
            tap.ok(answer.code == 0 and answer.err == "" and
                   all(isinstance(row, dict) for row in answer.rows) and
                   table.code == 0 and table.out, " ".join(words), answer,
                   table)
        for words, code in ((["why", "niemand", "overleg"], 1),
                            (["why", "aya", "overlg"], 1),
                            (["outbox", "--state", "helt"], 2),
                            (["release", "nergens"], 1)):
            answer = story.alloctl(*words)
            tap.same(answer.code, code, "%s is a no" % " ".join(words))
        tap.ok("did you mean 'overleg'" in
               story.alloctl("why", "aya", "overlg").err,
               "with what was meant")


run(broken_at_the_start, a_broken_event_file_at_the_start, a_second_one,
    the_end, twice_told, readiness, modes, a_log_in_words, a_log_in_json,
    a_log_for_the_journal, json_everywhere)
