"""Kannel with a store, as fast as it goes: no logs, no receipts."""
import os
import selectors
import shutil
import socket
import time

import machine

CONF = """
group = core
admin-port = {admin}
admin-password = bench
smsbox-port = {box}
box-allow-ip = 127.0.0.1
log-level = 4
log-file = {directory}/bearerbox.log
store-type = {store}
store-location = {directory}/{store}
dlr-storage = internal

group = smsc
smsc = smpp
smsc-id = peer
host = 127.0.0.1
port = {port}
transceiver-mode = true
smsc-username = bench
smsc-password = bench
system-type = bench
max-pending-submits = {window}
reconnect-delay = 1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {http}
global-sender = 32470000000
log-level = 4
log-file = {directory}/smsbox.log

group = sendsms-user
username = bench
password = bench
"""

REQUEST = ("GET /cgi-bin/sendsms?username=bench&password=bench&"
           "from=32470000000&to=3247%07d&text=%s HTTP/1.1\r\n"
           "Host: localhost\r\n\r\n")


PATH = "/usr/sbin:/usr/bin"


def installed():
    return shutil.which("bearerbox", path=PATH) is not None


class Client:
    """One connection that is kept alive, one request at a time."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.seen = b""

    def ask(self, number, text):
        self.socket.send((REQUEST % (number, text)).encode())

    def answered(self):
        """Whether a whole answer is there; it must be a 202."""
        self.seen += self.socket.recv(65536)
        head, separator, body = self.seen.partition(b"\r\n\r\n")
        if not separator:
            return False
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"content-length:"):
                if len(body) < int(line.split(b":")[1]):
                    return False
        if b" 202 " not in head.split(b"\r\n")[0]:
            raise machine.Failed(f"Kannel refused: {self.seen!r}")
        self.seen = b""
        return True


class Kannel:
    """`store` is "spool" (a file a message) or "file" (one journal, which is
    quicker, and slower to start from)."""

    def __init__(self, directory, port, window, store):
        self.directory = directory
        if store == "spool":
            os.makedirs(os.path.join(directory, store))
        self.http = machine.free_port()
        conf = os.path.join(directory, "kannel.conf")
        with open(conf, "w") as out:
            out.write(CONF.format(directory=directory, port=port,
                                  window=window, http=self.http,
                                  store=store,
                                  admin=machine.free_port(),
                                  box=machine.free_port()))
        self.bearerbox = self._start("bearerbox", conf)
        time.sleep(1)
        self.smsbox = self._start("smsbox", conf)
        machine.wait_until(self._accepts, 20, "smsbox starts", self.smsbox)
        time.sleep(1)

    def _start(self, box, conf):
        return machine.start([box, "-v", "4", conf],
                             os.path.join(self.directory, box + ".out"),
                             {"PATH": PATH})

    def _accepts(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.http)) == 0

    @property
    def pids(self):
        return [self.bearerbox.pid, self.smsbox.pid]

    def send(self, count, text, clients=32):
        """Gives it so many messages; every one was accepted."""
        text = text.replace(" ", "+").replace("\n", "%0A")
        selector = selectors.DefaultSelector()
        sent = done = 0
        for _ in range(min(clients, count)):
            client = Client(self.http)
            selector.register(client.socket, selectors.EVENT_READ, client)
            sent += 1
            client.ask(sent, text)
        while done < count:
            for key, _ in selector.select():
                if key.data.answered():
                    done += 1
                    if sent < count:
                        sent += 1
                        key.data.ask(sent, text)
        for key in list(selector.get_map().values()):
            key.data.socket.close()
        selector.close()

    def stop(self):
        machine.stop(self.smsbox)
        machine.stop(self.bearerbox)
