#!/usr/bin/env python3
# The smtp plugin against servers that refuse, drop, hang, lie and inject at
# every step: each mail gets the one outcome that delivery.md names, and no
# address ever leaves through a reason, a state or the log.

import email
import email.policy
import os
import socket
import sys

sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(os.environ.get("ALLO_SRCDIR", "."), place)
                for place in ("tests/lib", "tests/faults")]
from plugin_test import Certificates, Plugin, Tap
from smtp_server import DROP, HANG, Server

tap = Tap()
TO = "lien.secret@politie.example"
FROM = "ALLO?! <allo@lejo.example>"
told = ""


def plugin(port=25, **settings):
    settings = {"host": "127.0.0.1", "port": port, "from": FROM,
                "timeout": 1, **settings}
    return Plugin("smtp", **settings)


def finish(channel):
    global told
    code = channel.close()
    told += channel.said
    if code != 0 or channel.violations():
        tap.ok(False, "the plugin keeps the contract", code, channel.said)


def one(server, count=1, **settings):
    """Send mails in one batch; their results in order, and the plugin."""
    channel = plugin(server.port, **settings)
    for i in range(count):
        channel.send(str(i), TO, subject="S%d" % i, text="T%d" % i)
    results = channel.run()
    finish(channel)
    server.stop()
    return [results.get(str(i)) for i in range(count)], channel


def check(name, outcome, code="", count=1, settings={}, **steps):
    """One step that goes wrong: the outcome, and a reason with the code."""
    server = Server(**steps)
    results, channel = one(server, count, **settings)
    wanted = [outcome] * count if isinstance(outcome, str) else outcome
    good = ([r["outcome"] for r in results] == wanted and
            (wanted[0] == "accepted" or code in results[0]["reason"]) and
            channel.took < 4)
    tap.ok(good, name, results, channel.took, server.heard)
    return server, channel, results


# --- what goes right
server, channel, results = check("three mails in one session", "accepted",
                                 count=3)
tap.same((server.connections, len(server.mails)), (1, 3),
         "... over one connection")
tap.same(results[0]["remote"], "4F3A9C", "... with the queue's name for it")
tap.same(channel.states(), [("1", "")], "... and the link is up")
tap.same(server.heard[:3], ["EHLO lejo.example",
                            "MAIL FROM:<allo@lejo.example>",
                            "RCPT TO:<%s>" % TO], "... said as it should be")

server = Server()
results, channel = one(server, 5, batch=2)
tap.same(([r["outcome"] for r in results], server.connections),
         (["accepted"] * 5, 3), "a batch of two makes three sessions of five")

server, _, results = check("pipelining changes nothing",
                           ["accepted", "rejected", "accepted"], count=3,
                           offers=["PIPELINING", "ENHANCEDSTATUSCODES"],
                           rcpt=["250 2.1.5 ok", "550 5.1.1 no",
                                 "250 2.1.5 ok"])
tap.same(len(server.mails), 2, "... and a refused recipient gets no DATA")

# --- a no before the mail
for step, texts in (("greeting", ("421 4.3.2 busy", "554 5.7.1 go away")),
                    ("ehlo", ("421 busy", "550 no"))):
    for text in texts:
        _, channel, _ = check("%s answered with %s" % (step, text), "retry",
                              text[:3], **{step: text})
        tap.ok(channel.states() and channel.states()[-1][0] == "0",
               "... and the link is down", channel.states())
for step in ("mail", "rcpt", "data"):
    check("%s answered with 451" % step, "retry", "451 4.7.1",
          **{step: "451 4.7.1 <%s> later" % TO})
    check("%s answered with 550" % step, "rejected", "550 5.7.1",
          **{step: "550 5.7.1 <%s> never" % TO})
for step in ("greeting", "ehlo", "mail", "rcpt", "data"):
    check("dropped at " + step, "retry", **{step: DROP})
    check("silence at " + step, "retry", **{step: HANG})
    check("nonsense at " + step, "retry", **{step: "hello there"})
check("DATA answered with 250 is no acceptance", "retry", data="250 ok")
check("421 in the middle leaves the rest for later",
      ["accepted", "retry", "retry"], count=3,
      mail=["250 ok", "421 4.3.2 bye", "421 4.3.2 bye"])
check("530 at MAIL is for want of a login", "retry", "login",
      mail="530 5.7.0 Authentication required")

# --- behind the final dot
check("refused for now behind the dot", "retry", "452 4.3.1",
      final="452 4.3.1 disk full")
check("refused for ever behind the dot", "rejected", "554 5.6.0",
      final="554 5.6.0 <%s> spam" % TO)
check("dropped behind the dot, and the rest untouched",
      ["unknown", "retry", "retry"], count=3, final=DROP)
check("silence behind the dot, and the rest untouched",
      ["accepted", "unknown", "retry"], count=3,
      final=["250 ok", HANG, HANG])
check("two codes in one answer are no answer", "unknown",
      final="250-fine\r\n550 or not")
check("half an answer is no answer", "unknown",
      final=lambda server, link: (link.write(b"250-fine\r\n"),
                                  link.sock.shutdown(socket.SHUT_RDWR)))
check("nonsense behind the dot is no answer", "unknown", final="thanks")


def cut_in_the_text(server, link):
    link.write(b"354 go\r\n")
    link.sock.shutdown(socket.SHUT_RDWR)


_, _, results = check("cut after 354 is never called refused or accepted",
                      "unknown", data=cut_in_the_text)

# --- CHUNKING: not used, unless the offer comes in two halves
server, _, results = check("an offer of chunks is not taken", "accepted",
                           count=2, offers=["CHUNKING", "PIPELINING"])
tap.ok("BDAT" not in server.verbs() and "DATA" in server.verbs(),
       "... and mails go with DATA", server.heard)


def halves(server, link):
    link.write(b"250-test\r\n250-PIPELINING\r\n250-CHUN")
    server.stopped.wait(0.1)
    link.write(b"KING\r\n250 fine\r\n")


server, _, results = check("mails in chunks", "accepted", count=2,
                           ehlo=halves)
tap.same((results[1]["remote"], "BDAT" in server.verbs()), ("B1D2A3", True),
         "... with the queue's name")
tap.ok(server.mails[0].endswith(b"\r\n\r\nT0\r\n"), "... and whole",
       server.mails)
for echo in ("503 5.5.1 what", "551 5.0.0 Discarded 9 bytes"):
    check("chunks refused for now, then " + echo[:3], "retry", echo[:3],
          ehlo=halves, bdat=["452 4.3.1 full", echo, echo])
check("chunks refused for ever", "rejected", "554", ehlo=halves,
      bdat="554 5.6.0 spam")
check("dropped behind the last chunk", "unknown", ehlo=halves,
      bdat=["250 a", "250 b", DROP])

# --- time
server = Server(ehlo=lambda server, link: [
    (link.write(b"250-X-%d\r\n" % i), server.stopped.wait(0.2))
    for i in range(1000)])
results, channel = one(server, limit=2)
tap.ok(results[0]["outcome"] == "retry" and channel.took < 3.5,
       "an endless answer ends at the session's limit", results, channel.took)

server = Server(rcpt=lambda server, link: (
    server.stopped.wait(0.7), link.write(b"250 ok\r\n")))
results, channel = one(server, 6, limit=3)
outcomes = [r["outcome"] for r in results]
tap.ok(outcomes[0] == "accepted" and outcomes[-1] == "retry" and
       "unknown" not in outcomes and channel.took < 3.6,
       "a slow server gets no mail that would be cut", outcomes, channel.took)

full = socket.socket()
full.bind(("127.0.0.1", 0))
full.listen(0)
stuck = []
for _ in range(4):
    stuck.append(socket.socket())
    stuck[-1].setblocking(False)
    stuck[-1].connect_ex(full.getsockname())
channel = plugin(full.getsockname()[1])
result = channel.outcome(to=TO)
finish(channel)
tap.ok(result["outcome"] == "retry" and 0.8 < channel.took < 2.5 and
       "connect" in result["reason"],
       "a connect that nobody answers ends in time", result, channel.took)
for sock in stuck + [full]:
    sock.close()
channel = plugin(1)
result = channel.outcome(to=TO)
tap.same((result["outcome"], result["reason"]), (
    "retry", "the server cannot be reached: Connection refused"),
    "nobody listens")
server = Server()
finish(channel)
server.stop()

# --- login
LOGIN = {"user": "allo", "password": "geheim"}
server, channel, _ = check("a login", "accepted", offers=["AUTH PLAIN"],
                           settings=LOGIN)
tap.ok("AUTH PLAIN AGFsbG8AZ2VoZWlt" in server.heard, "... as it should be",
       server.heard)
server, channel, _ = check("a login that is refused", "retry", "login (535)",
                           offers=["AUTH PLAIN LOGIN"], settings=LOGIN,
                           auth="535 5.7.8 no")
tap.ok("MAIL" not in server.verbs(), "... and no mail without it",
       server.heard)
tap.ok(channel.states()[-1] == ("0", "the server refused the login (535)"),
       "... and the link is down", channel.states())
server, _, _ = check("a server that offers no login", "retry",
                     "offers no login", settings=LOGIN)
tap.ok("MAIL" not in server.verbs(), "... and no mail without it")
check("a login that hangs", "retry", offers=["AUTH PLAIN"], settings=LOGIN,
      auth=HANG)
tap.ok("geheim" not in told and "Z2VoZWlt" not in told,
       "the password is never told")

# --- TLS
certificates = Certificates()
fine = certificates.issue("localhost", "DNS:localhost,IP:127.0.0.1")
other = certificates.issue("other.example", "DNS:other.example")
selfmade = certificates.issue("self", "DNS:localhost,IP:127.0.0.1", True)
expired = certificates.issue("expired", "DNS:localhost,IP:127.0.0.1",
                             days="-1")
TLS = {"tls": "required", "ca": certificates.ca, "host": "localhost"}
OFFERS = ["STARTTLS", "AUTH PLAIN"]
server, channel, _ = check("STARTTLS and a login", "accepted", count=2,
                           offers=OFFERS, certificate=fine,
                           settings={**TLS, **LOGIN})
tap.same((server.names, server.versions), (["localhost"], ["TLSv1.3"]),
         "... with the server's name and TLS 1.3")
tap.same(server.verbs()[:5], ["EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL"],
         "... in the right order")
check("a certificate for an IP address", "accepted", offers=OFFERS,
      certificate=fine, settings={**TLS, "host": "127.0.0.1"})
server, _, _ = check("tls_max is obeyed", "accepted", offers=OFFERS,
                     certificate=fine, settings={**TLS, "tls_max": "1.2"})
tap.same(server.versions, ["TLSv1.2"], "... to the version")
for name, certificate, word in (
        ("for another name", other, "hostname mismatch"),
        ("signed by itself", selfmade, "self-signed"),
        ("that has expired", expired, "expired")):
    server, channel, results = check(
        "a certificate " + name, "retry", word, offers=OFFERS,
        certificate=certificate, settings={**TLS, **LOGIN})
    tap.ok("AUTH" not in server.verbs() and "MAIL" not in server.verbs() and
           channel.states()[-1][0] == "0",
           "... nothing is said and the link is down", server.heard)
check("... unless it may", "accepted", offers=OFFERS, certificate=selfmade,
      settings={**TLS, "insecure": "true"})
check("... or TLS is opportunistic", "accepted", offers=OFFERS,
      certificate=selfmade, settings={**TLS, "tls": "opportunistic"})
check("opportunistic takes a server without TLS", "accepted",
      settings={**TLS, "tls": "opportunistic"})
server, _, _ = check("required takes none", "retry", "STARTTLS",
                     offers=["AUTH PLAIN"], settings={**TLS, **LOGIN})
tap.ok("AUTH" not in server.verbs() and "MAIL" not in server.verbs(),
       "... and says nothing to it", server.heard)
check("STARTTLS refused", "retry", "STARTTLS (454)", offers=OFFERS,
      certificate=fine, starttls="454 4.7.0 not now", settings=TLS)
check("STARTTLS and then silence", "retry", "", offers=OFFERS,
      settings=TLS, starttls=lambda server, link: (
          link.write(b"220 go\r\n"), server.stopped.wait(30)))
server, channel, _ = check(
    "bytes behind the answer to STARTTLS", "retry", "in clear",
    offers=OFFERS, certificate=fine, settings={**TLS, **LOGIN},
    starttls=lambda server, link: (link.write(
        b"220 go\r\n250-evil\r\n250 AUTH PLAIN\r\n"), "220")[1])
tap.ok("AUTH" not in server.verbs() and "MAIL" not in server.verbs(),
       "... and no password is sent", server.heard)

late = []
for delay in (0, 0, 0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.05, 0.1, 0.3):
    for gap in (0, 0.0001, 0.02):
        server = Server(offers=OFFERS, certificate=fine, delay=delay, gap=gap)
        results, channel = one(server, timeout=5, **TLS)
        if results[0]["outcome"] != "accepted" or channel.took > 2:
            late.append((delay, gap, results, channel.took))
tap.same(late, [], "33 sessions of TLS 1.3 with late tickets do not stall")

# --- what goes in comes out, and nothing else
server = Server()
channel = plugin(server.port, unsubscribe="stop@lejo.example")
texts = [("Zoë’s overleg", "Kom je? Één ding: ’t is om 19 u.\n\nGroet\n"),
         ("أهلا وسهلا", "أهلا وسهلا " * 30), ("x\r\nBcc: evil@x.example",
          "a\r\n.\r\nMAIL FROM:<evil@x>\n.\n..\nFrom me\n"),
         ("=?utf-8?B?eA==?=", "=3D=\n  two  \nend "),
         ("S" * 190, "long " * 400), ("👍" * 40, "👍" * 200 + "\n"),
         ("\ttabs\t", "\t.\t\n")]
for i, (subject, text) in enumerate(texts):
    channel.send("m%d" % i, TO, subject=subject, text=text)
results = channel.run()
tap.same({r["outcome"] for r in results.values()}, {"accepted"},
         "mails in many alphabets are taken")
for i, (subject, text) in enumerate(texts):
    raw = server.mails[i]
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    wanted = " ".join(subject.replace("\r\n", "\n").split("\n"))
    got = (mail["Subject"].strip(),
           mail.get_content().replace("\r\n", "\n"), mail["From"],
           mail["To"], mail["Message-ID"], mail["Auto-Submitted"],
           len(mail.keys()), mail.defects)
    body = text.replace("\r\n", "\n")
    body += "" if body.endswith("\n") else "\n"
    tap.same(got, (wanted.replace("\t", " ").strip(), body,
                   "ALLO?! <allo@lejo.example>", TO,
                   "<allo.m%d@lejo.example>" % i, "auto-generated", 10, []),
             "mail %d is read back as it was" % i)
    tap.ok(max(raw) < 128 and b"\n" not in raw.replace(b"\r\n", b"") and
           max(map(len, raw.split(b"\r\n"))) <= 78,
           "... in short 7-bit lines", raw)
before = server.connections
for i, bad in enumerate(["a@b>\r\nRCPT TO:<evil@x.example", "a@b\nDATA",
                         "", "a b@c", "x" * 300 + "@b.example", "lien"]):
    channel.send("bad%d" % i, bad)
results = channel.run()
tap.same(({r["outcome"] for r in results.values()}, len(results),
          server.connections - before), ({"rejected"}, 6, 0),
         "no bad address comes near the wire")
channel.send("late", TO)
finish(channel)
tap.same([f["outcome"] for f in channel.frames if f.get("id") == "late"],
         ["retry"], "what is queued at the end is given back")
server.stop()

# --- settings
for settings in ({"port": 465}, {"port": 0}, {"from": "x"}, {"host": "a b"},
                 {"host": "::1"}, {"tls": "yes"}, {"domain": "a b"},
                 {"batch": 101}, {"timeout": "x"}, {"user": "allo"},
                 {"unsubscribe": "x"}, {"tls": "required", "ca": "/none"},
                 {"user": "u" * 256, "password": "x"},
                 {"host": "mx.example", "tls": "none", **LOGIN},
                 {"host": "mx.example", "tls": "opportunistic", **LOGIN},
                 {"from": "A <a@b>\r\nBcc: <c@d>"}):
    channel = plugin(**settings)
    tap.ok(not channel.opened and any(f["verb"] == "log"
                                      for f in channel.frames),
           "refused: " + ", ".join(settings), channel.said)
    told += channel.said
    channel.process.stdin.close()
    channel.process.wait()

tap.ok("lien" not in told and "politie" not in told and
       "allo@" not in told, "no address was told anywhere")
tap.done()
