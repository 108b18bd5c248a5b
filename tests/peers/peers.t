#!/usr/bin/env python3
# One event over three channels to far sides that we did not write: an SMSC of
# npm's smpp, a Postfix, and an HTTP server.  A reminder in time and once; then
# another place and a correction; then STOP, and nothing after it.

import http.server
import json
import os
import pathlib
import shutil
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.environ.get("ALLO_SRCDIR", "."),
                                "tests/lib"))
import postfix
from plugin_test import Certificates
from story import BUILD, SRC, Smsc, Story, due_in, run, skip_all, until

AYA = "+32470000001"
TOPIC = "allo-7Gk2f9"
PEERS = pathlib.Path(SRC, "tests/peers")


def need_node():
    if not shutil.which("node"):
        skip_all("node is not installed")
    if not (PEERS / "node_modules/smpp").is_dir():
        skip_all("npm's smpp is not there: (cd tests/peers && npm ci)")


def without(plugin):
    if not os.path.exists(os.path.join(BUILD, "plugins", plugin, ".libs",
                                       plugin + ".so")):
        return "built without " + plugin
    return None


class Push(http.server.ThreadingHTTPServer):
    """What an ntfy server says to what is published; keeps all."""

    def __init__(self):
        self.got = []
        super().__init__(("127.0.0.1", 0), PushRequest)
        threading.Thread(target=self.serve_forever, daemon=True).start()
        self.url = "http://localhost:%d" % self.server_port


class PushRequest(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = json.loads(self.rfile.read(
            int(self.headers["Content-Length"])))
        self.server.got.append((time.time(), body))
        answer = json.dumps({"id": "x%d" % len(self.server.got), "time":
                             int(time.time()), "event": "message",
                             "topic": body["topic"],
                             "message": body["message"]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *words):
        pass


def node(story, *flags):
    return story.start(Smsc(*flags, command=["node",
                                             str(PEERS / "smsc.js")]))


def three_channels(tap):
    missing = postfix.missing() or without("smtp") or without("ntfy")
    if missing:
        tap.skip(missing)
        return
    certificates = Certificates()
    mail = postfix.Postfix(certificates.issue("localhost", "DNS:localhost"))
    push = Push()
    try:
        mail.start()
        with Story("peers") as story:
            three(tap, story, node(story), mail, push, certificates.ca)
    finally:
        push.shutdown()
        mail.remove()


def configure(story, smsc, mail, push, ca):
    story.conf([story.sms(smsc.port),
                '{ name = "mail"; plugin = "smtp"; host = "localhost"; '
                'port = %d; tls = "required"; ca = "%s"; '
                'from = "ALLO?! <allo@lejo.example>"; }' % (mail.port, ca),
                '{ name = "push"; plugin = "ntfy"; server = "%s"; '
                'insecure = true; }' % push.url],
               groups=", ".join('{ id = "%s"; reach = [ "%s" ]; quiet = '
                                '"none"; }' % pair for pair in
                                (("bellers", "sms"), ("schrijvers", "mail"),
                                 ("kijkers", "push"))))
    story.people(story.person("aya", AYA, group="bellers"),
                 story.person("lien", email=postfix.BOX, group="schrijvers"),
                 story.person("marc", push=TOPIC, group="kijkers"))


def three(tap, story, smsc, mail, push, ca):
    configure(story, smsc, mail, push, ca)
    invite = 'bellers", "schrijvers", "kijkers'
    start = story.event(start=due_in(4), invite=invite)
    due = start.timestamp() - 3600
    daemon = story.daemon("-v")
    text = smsc.wait_texts(1)[0]
    tap.ok(text["to"] == AYA and "De Kouter" in text["text"] and
           text["registered"] % 2 == 1 and text["coding"] == 0 and
           text["ton"] == 1, "the SMS", text)
    tap.ok(text["validity"].startswith(start.strftime("%Y-%m-%dT%H:%M:%S")),
           "is of use until the start", text["validity"], start)
    letter = mail.mails(1)[0]
    body = letter.get_body(("plain",)).get_content()
    tap.ok("Straatoverleg" in letter["Subject"] and "De Kouter" in body and
           letter["Auto-Submitted"], "the mail", letter.as_string())
    until(lambda: push.got, "a push came")
    at, told = push.got[0]
    tap.ok(told["topic"] == TOPIC and "De Kouter" in told["message"],
           "the push", told)
    late = at - due
    tap.ok(0 <= late < 5, "none too early, none late", late)
    row = story.wait_state("delivered", person="aya")[0]
    tap.same(row["channel"], "sms", "its receipt came")
    for who, channel in (("lien", "mail"), ("marc", "push")):
        row = story.wait_state("accepted", person=who)[0]
        tap.same(row["channel"], channel, "%s over %s" % (who, channel))
    correct(tap, story, smsc, mail, push, start, invite)
    stop(tap, story, smsc, mail, push, start, invite)
    tap.same(daemon.end(), 0, "the end")
    tap.ok("TLS connection established" in mail.log(), "the mails came over "
           "TLS")


def correct(tap, story, smsc, mail, push, start, invite):
    story.event(start=start, place="Stationsplein", invite=invite)
    answer = story.alloctl("reload")
    tap.ok(answer.code == 0 and "3 people get a correction" in answer.out,
           "another place: reload says what follows", answer)
    text = smsc.wait_texts(2)[1]["text"]
    letters = mail.mails(2)
    until(lambda: len(push.got) >= 2, "a second push")
    told = push.got[1][1]["message"]
    bodies = [letter.get_body(("plain",)).get_content() for letter in letters]
    tap.ok("Stationsplein" in text and "De Kouter" in text and
           "Stationsplein" in told and
           any("Stationsplein" in body for body in bodies),
           "all three hear of it, with what they knew", text, told, bodies)
    tap.same(len({letter["Message-ID"] for letter in letters}), 2,
             "each mail under its own name")


def stop(tap, story, smsc, mail, push, start, invite):
    smsc.type(AYA + " TSOP")
    text = smsc.wait_texts(3)[2]["text"]
    tap.ok("START" in text, "STOP typed on the phone: one confirmation",
           text)
    until(lambda: [event for event in smsc.events("acknowledged")
                   if event["kind"] == "reply"], "it is acknowledged")
    smsc.type(AYA + " stop")
    until(lambda: len([event for event in smsc.events("acknowledged")
                       if event["kind"] == "reply"]) == 2, "again")
    story.event(start=start, place="Kazerne", invite=invite)
    story.alloctl("reload")
    tap.same(len(mail.mails(3)), 3, "the others are told of a third place")
    until(lambda: len(push.got) >= 3, "a third push")
    story.wait_state("accepted", "delivered", person="marc")
    tap.same((len(smsc.texts()), len(push.got)), (3, 3),
             "nothing after the confirmation, and each once")
    tap.ok("STOP" in story.alloctl("why", "aya", "overleg").out,
           "why says STOP")


def the_answer_is_lost(tap):
    """This SMSC gives the reference back in its receipt: it settles."""
    with Story("peers") as story:
        smsc = node(story, "--lose-resp", "1", "--receipt-delay", "2500")
        story.conf([story.sms(smsc.port, timeout=1)])
        story.people(story.person("aya", AYA))
        story.event(start=due_in(3, 4 * 3600), remind="4 hours before")
        story.daemon("-v")
        smsc.wait_texts(1)
        story.wait_state("unknown")
        story.wait_state("delivered")
        tap.same(len(smsc.texts()), 1, "unknown, then delivered, sent once")


def the_line_breaks(tap):
    """In the middle of several: the one that it took is unknown, the others
    arrive, each once."""
    with Story("peers") as story:
        smsc = node(story, "--drop-after", "2", "--no-receipts")
        story.conf([story.sms(smsc.port, timeout=2, window=1)])
        people = ["+3247000%04d" % (100 + i) for i in range(5)]
        story.people(*[story.person("p%d" % i, number) for i, number in
                       enumerate(people)])
        story.event(start=due_in(3))
        story.daemon("-v")
        smsc.wait_texts(5)
        rows = until(lambda: [row for row in story.outbox()
                              if row["state"] in ("accepted",
                                                  "unknown-final")]
                     if len(story.outbox()) == 5 else None, "rows")
        until(lambda: sorted(row["state"] for row in story.outbox()) ==
              ["accepted"] * 4 + ["unknown-final"],
              "four are accepted and one is unknown: %r" % rows)
        tap.same(sorted(text["to"] for text in smsc.texts()), people,
                 "each was sent once")


def slow_answers(tap):
    """More than one in flight, none twice."""
    with Story("peers") as story:
        smsc = node(story, "--latency", "700")
        story.conf([story.sms(smsc.port)])
        people = ["+3247000%04d" % (100 + i) for i in range(25)]
        story.people(*[story.person("p%d" % i, number) for i, number in
                       enumerate(people)])
        story.event(start=due_in(3))
        story.daemon("-v")
        smsc.wait_texts(25)
        story.wait_state("delivered")
        at = [int(text["at"]) for text in smsc.texts()]
        tap.ok(at[9] - at[0] < 500e6 <= at[10] - at[0],
               "ten are in flight at a time", at)
        tap.same(sorted(text["to"] for text in smsc.texts()), people,
                 "each was sent once")


need_node()
run(three_channels, the_answer_is_lost, the_line_breaks, slow_answers)
