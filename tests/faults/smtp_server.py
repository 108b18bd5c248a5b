# smtp_server - an SMTP server for tests, polite unless it is told otherwise
# for each step, that remembers all it heard.

import socket
import ssl
import threading
import time

from plugin_test import in_background

DROP, HANG = object(), object()


class Gone(Exception):
    pass


class Clear:
    """A connection without TLS."""

    def __init__(self, sock):
        self.sock, self.data = sock, b""

    def more(self):
        got = self.sock.recv(65536)
        if not got:
            raise Gone()
        self.data += got

    def line(self):
        while b"\n" not in self.data:
            self.more()
        line, self.data = self.data.split(b"\n", 1)
        return line + b"\n"

    def take(self, count):
        while len(self.data) < count:
            self.more()
        taken, self.data = self.data[:count], self.data[count:]
        return taken

    def write(self, data):
        self.sock.sendall(data)


class Secure(Clear):
    """TLS by hand, so that session tickets leave when the test wants it."""

    def __init__(self, sock, context, delay, gap):
        super().__init__(sock)
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, True)
        while True:
            try:
                self.tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                self.flush()
                self.feed()
        time.sleep(delay)
        self.flush(gap)

    def feed(self):
        got = self.sock.recv(65536)
        if not got:
            raise Gone()
        self.incoming.write(got)

    def flush(self, gap=0):
        """Send what waits; with a gap, record by record."""
        data = self.outgoing.read()
        while data:
            size = len(data)
            if gap:
                size = 5 + int.from_bytes(data[3:5], "big")
            self.sock.sendall(data[:size])
            data = data[size:]
            if data:
                time.sleep(gap)

    def more(self):
        while True:
            try:
                got = self.tls.read(65536)
                if not got:
                    raise Gone()
                self.data += got
                return
            except ssl.SSLWantReadError:
                self.flush()
                self.feed()

    def write(self, data):
        self.tls.write(data)
        self.flush()


class Server:
    """Replies are texts, DROP, HANG, functions of the connection, or lists of
    these for one mail after the other."""

    steps = {"greeting": "220 test ESMTP", "ehlo": "250 fine",
             "mail": "250 2.1.0 Ok", "rcpt": "250 2.1.5 Ok", "data": "354 go",
             "final": "250 2.0.0 Ok: queued as 4F3A9C", "rset": "250 ok",
             "starttls": "220 go", "auth": "235 2.7.0 fine",
             "bdat": "250 2.0.0 Ok: queued as B1D2A3", "quit": "221 bye"}

    def __init__(self, offers=(), certificate=None, only_12=False, delay=0,
                 gap=0, **steps):
        self.steps = {**Server.steps, **{key: list(value) if
                      isinstance(value, list) else value
                      for key, value in steps.items()}}
        self.offers, self.delay, self.gap = list(offers), delay, gap
        self.heard, self.mails, self.names = [], [], []
        self.versions, self.connections = [], 0
        self.stopped = threading.Event()
        self.context = None
        if certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(certificate)
            self.context.sni_callback = (
                lambda sock, name, context: self.names.append(name))
            if only_12:
                self.context.maximum_version = ssl.TLSVersion.TLSv1_2
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        in_background(self.accept)

    def accept(self):
        while not self.stopped.is_set():
            try:
                sock = self.listener.accept()[0]
            except OSError:
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections += 1
            in_background(self.serve, sock)

    def serve(self, sock):
        self.tls = False
        try:
            with sock:
                self.talk(Clear(sock))
        except (Gone, OSError):
            pass

    def reply(self, link, step):
        answer = self.steps[step]
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        if answer is HANG:
            self.stopped.wait(60)
            raise Gone()
        if answer is DROP:
            raise Gone()
        if callable(answer):
            return answer(self, link)
        link.write(answer.encode() + b"\r\n")
        return answer

    def talk(self, link):
        self.reply(link, "greeting")
        while True:
            line = link.line().decode("latin-1").rstrip("\r\n")
            self.heard.append(line)
            verb = line.split(" ")[0].upper()
            if verb == "EHLO" and self.steps["ehlo"] == "250 fine":
                offers = [o for o in self.offers
                          if not (self.tls and o == "STARTTLS")]
                link.write(b"250-test\r\n" +
                           b"".join(b"250-%s\r\n" % o.encode()
                                    for o in offers) +
                           b"250 fine\r\n")
            elif verb in ("EHLO", "MAIL", "RCPT", "RSET", "AUTH"):
                self.reply(link, verb.lower())
            elif verb == "DATA":
                self.on_data(link)
            elif verb == "BDAT":
                self.on_chunk(link, line)
            elif verb == "STARTTLS":
                link = self.on_starttls(link)
            elif verb == "QUIT":
                self.reply(link, "quit")
                return
            else:
                link.write(b"500 what?\r\n")

    def on_data(self, link):
        if not str(self.reply(link, "data")).startswith("354"):
            return
        lines = []
        while True:
            line = link.line()
            if line == b".\r\n":
                break
            lines.append(line[1:] if line.startswith(b".") else line)
        self.mails.append(b"".join(lines))
        self.reply(link, "final")

    def on_chunk(self, link, line):
        words = line.split(" ")
        self.chunk = getattr(self, "chunk", b"") + link.take(int(words[1]))
        if "LAST" in words:
            self.mails.append(self.chunk)
            self.chunk = b""
        self.reply(link, "bdat")

    def on_starttls(self, link):
        if not str(self.reply(link, "starttls")).startswith("220"):
            return link
        link = Secure(link.sock, self.context, self.delay, self.gap)
        self.tls = True
        self.versions.append(link.tls.version())
        return link

    def verbs(self):
        return [line.split(" ")[0].upper() for line in self.heard]

    def stop(self):
        self.stopped.set()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
