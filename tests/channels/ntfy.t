#!/usr/bin/env python3
# The ntfy plugin against a small HTTP server that answers, refuses, hangs,
# drops and redirects: the request byte for byte, and each outcome.

import json
import os
import socket
import ssl
import struct
import sys
import threading

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.environ.get("ALLO_SRCDIR", "."),
                                "tests/lib"))
from plugin_test import Certificates, Plugin, Tap, in_background

tap = Tap()
TOPIC = "lien_secret-8fK2"
DROP, HANG, RESET, HALF = "drop", "hang", "reset", "half"
told = ""


def ok(identity="xE73Iyuabi"):
    return 200, {}, json.dumps({"id": identity, "event": "message"})


class Server:
    """Answers in turn; the last for all that follow."""

    def __init__(self, *answers, certificate=None, together=0):
        self.answers, self.requests = list(answers) or [ok()], []
        self.connections = 0
        self.stopped = threading.Event()
        self.barrier = threading.Barrier(together) if together else None
        self.context = None
        if certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(certificate)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = "%s://localhost:%d" % ("https" if certificate else "http",
                                          self.port)
        in_background(self.accept)

    def accept(self):
        while True:
            try:
                sock = self.listener.accept()[0]
            except OSError:
                return
            self.connections += 1
            in_background(self.serve, sock)

    def serve(self, sock):
        try:
            if self.context:
                sock = self.context.wrap_socket(sock, server_side=True)
            with sock, sock.makefile("rb") as file:
                while self.one(sock, file):
                    pass
        except OSError:
            pass

    def one(self, sock, file):
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = file.readline()
            if not line:
                return False
            head += line
        fields = dict(line.split(": ", 1) for line in
                      head.decode().split("\r\n")[1:-2])
        body = file.read(int(fields.get("Content-Length", 0)))
        self.requests.append((head.decode(), fields, body))
        if self.barrier:
            self.barrier.wait(10)
        answer = (self.answers.pop(0) if len(self.answers) > 1
                  else self.answers[0])
        if answer == HANG:
            self.stopped.wait(30)
        if answer == RESET:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                            struct.pack("ii", 1, 0))
        if answer == HALF:
            sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"id")
        if isinstance(answer, str):
            return False
        status, headers, text = answer
        sock.sendall(("HTTP/1.1 %d x\r\nContent-Length: %d\r\n%s\r\n" % (
            status, len(text), "".join("%s: %s\r\n" % pair for pair in
                                       headers.items())) + text).encode())
        return True

    def stop(self):
        self.stopped.set()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


def finish(channel):
    global told
    code = channel.close()
    told += channel.said
    if code != 0 or channel.violations():
        tap.ok(False, "the plugin keeps the contract", code, channel.said)


def check(name, outcome, word, *answers, state=None, certificate=None,
          **settings):
    """One message with this answer."""
    server = Server(*answers, certificate=certificate)
    channel = Plugin("ntfy", **{"server": server.url, "timeout": 1,
                                **settings})
    result = channel.outcome(to=TOPIC)
    finish(channel)
    server.stop()
    tap.ok(result["outcome"] == outcome and word in result["reason"] and
           channel.took < 3, name, result, channel.took)
    if state is not None:
        tap.same([up for up, reason in channel.states()], [state],
                 "... and the link is " + ("up" if state == "1" else "down"))
    return server, channel, result


# --- the request
server, _, result = check("a message is accepted", "accepted", "", ok(),
                          state="1", token="tk_abc")
tap.same(result["remote"], "xE73Iyuabi", "... under the server's id")
head, fields, body = server.requests[0]
tap.same((head.split("\r\n")[0], fields["Content-Type"],
          fields["Authorization"], "Expect" in fields, body),
         ("POST / HTTP/1.1", "application/json", "Bearer tk_abc", False,
          b'{"topic":"%s","message":"Hallo"}' % TOPIC.encode()),
         "... as it should be asked")
server = Server()
channel = Plugin("ntfy", server=server.url + "/base", timeout=5)
evil = "Zoë: \"x\"\r\nX-Evil: 1\n\t\\ 👍"
first = channel.outcome(to=TOPIC, subject=evil, text=evil, urgency="high")
tap.same((first["outcome"], json.loads(server.requests[0][2]),
          "Authorization" in server.requests[0][1],
          server.requests[0][0].split(" ")[1]),
         ("accepted", {"topic": TOPIC, "title": evil, "message": evil,
                       "priority": 4}, False, "/base"),
         "any text comes through, and no header with it")
tap.ok("X-Evil" not in server.requests[0][1], "... really not")
for _ in range(3):
    channel.outcome(to=TOPIC)
tap.same(server.connections, 1, "one connection is used again")
before = len(server.requests)
for i, bad in enumerate(["", "a/b", "../x", "a b", "é", "x" * 65, "a\r\nb"]):
    channel.send("bad%d" % i, bad)
channel.send("empty", TOPIC, text="")
results = channel.run()
tap.same(({r["outcome"] for r in results.values()}, len(results),
          len(server.requests) - before), ({"rejected"}, 8, 0),
         "what is no topic is refused here")
finish(channel)
server.stop()

server = Server(together=8)
channel = Plugin("ntfy", server=server.url, timeout=10)
for i in range(9):
    channel.send(str(i), TOPIC)
results = channel.run()
tap.same(sorted(r["outcome"] for r in results.values()),
         ["accepted"] * 8 + ["retry"], "eight are in flight at a time")
finish(channel)
server.stop()

# --- answers
check("429 is a no for now", "retry", "429", (429, {"Retry-After": "17"}, ""))
_, _, result = check("... with the server's own wait", "retry", "42901",
                     (429, {"Retry-After": "17"}, '{"code":42901}'),
                     state="1")
tap.same(result["retry_after"], "17", "... in seconds")
for status in (400, 403, 404, 413):
    check("%d is a no for ever" % status, "rejected", str(status),
          (status, {}, TOPIC))
check("401 is the token's fault", "retry", "token", (401, {}, ""), state="0")
for status in (500, 502, 503):
    check("%d leaves it open" % status, "unknown", str(status),
          (status, {"Retry-After": "5"}, ""))
check("a page for all is no acceptance", "unknown", "not that of",
      (200, {}, "<html>welcome</html>"))
check("nor is a long one", "unknown", "", (200, {}, "x" * 200000))
other = Server()
check("a redirect is not followed", "retry", "elsewhere",
      (307, {"Location": other.url + "/"}, ""), state="0", token="tk_abc")
tap.same(other.connections, 0, "... really not")
other.stop()

# --- no answer
for answer in (DROP, HANG, RESET, HALF):
    check("%s behind the request leaves it open" % answer, "unknown",
          "no answer", answer)
server = Server(ok(), DROP)
channel = Plugin("ntfy", server=server.url, timeout=5)
outcomes = [channel.outcome(to=TOPIC)["outcome"] for _ in range(2)]
tap.same((outcomes, len(server.requests)), (["accepted", "unknown"], 2),
         "a used connection that dies is not tried twice")
finish(channel)
server.stop()
server = Server()
server.stop()
channel = Plugin("ntfy", server=server.url, timeout=1)
result = channel.outcome(to=TOPIC)
tap.same((result["outcome"], [s[0] for s in channel.states()]),
         ("retry", ["0"]), "nobody listens: a no for now, and the link down")
channel.send("last", TOPIC)
finish(channel)
tap.same([f["outcome"] for f in channel.frames if f.get("id") == "last"],
         ["retry"], "what is in flight at the end is given back")
full = socket.socket()
full.bind(("127.0.0.1", 0))
full.listen(0)
stuck = []
for _ in range(4):
    stuck.append(socket.socket())
    stuck[-1].setblocking(False)
    stuck[-1].connect_ex(full.getsockname())
channel = Plugin("ntfy", server="http://127.0.0.1:%d" %
                 full.getsockname()[1], timeout=1)
result = channel.outcome(to=TOPIC)
finish(channel)
tap.ok(result["outcome"] == "retry" and channel.took < 2,
       "a connect that nobody answers ends in time", result, channel.took)

# --- TLS
certificates = Certificates()
fine = certificates.issue("localhost", "DNS:localhost")
foreign = certificates.issue("other.example", "DNS:other.example")
server, _, _ = check("TLS with a certificate that is checked", "accepted", "",
                     certificate=fine, ca=certificates.ca)
for name, certificate, settings in (
        ("another name", foreign, {"ca": certificates.ca}),
        ("an unknown signer", fine, {})):
    server, _, _ = check("a certificate of " + name, "retry", "",
                         certificate=certificate, state="0", **settings)
    tap.same(server.requests, [], "... and nothing is said")
check("... unless it may", "accepted", "", certificate=foreign,
      insecure="true")

# --- settings
for settings in ({"server": "http://ntfy.example"}, {"server": "ntfy"},
                 {"server": "file:///etc/passwd"}, {"server": "https://"},
                 {"server": "https://u:p@ntfy.example"},
                 {"server": "https://ntfy.example/?x=1"},
                 {"server": "https://x", "token": "a\r\nb"},
                 {"server": "https://x", "timeout": "0"}, {}):
    channel = Plugin("ntfy", **settings)
    tap.ok(not channel.opened, "refused: %r" % settings, channel.said)
    told += channel.said
    channel.process.stdin.close()
    channel.process.wait()

tap.ok("lien" not in told and "tk_abc" not in told,
       "no topic and no token was told anywhere")
tap.done()
