# plugin_test - what the tests of channel plugins in Python share: TAP on
# stdout, a plugin driven through drive_plugin, certificates of our own.

import os
import subprocess
import sys
import tempfile
import threading
import time

BUILD = os.environ.get("ALLO_BUILDDIR", ".")


class Tap:
    """One line for each check; exits non-zero when one failed."""

    def __init__(self):
        self.count = self.failed = 0

    def ok(self, condition, name, *details):
        self.count += 1
        if not condition:
            self.failed += 1
        print("%s %d - %s" % ("ok" if condition else "not ok", self.count,
                              name))
        if not condition:
            for detail in details:
                for line in str(detail).splitlines():
                    print("#   " + line)
        sys.stdout.flush()
        return condition

    def same(self, got, wanted, name):
        return self.ok(got == wanted, name, "got    %r" % (got,),
                       "wanted %r" % (wanted,))

    def done(self):
        print("1..%d" % self.count)
        sys.exit(1 if self.failed else 0)


def skip_all(why):
    print("1..0 # SKIP " + why)
    sys.exit(0)


ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def frame(verb, **fields):
    text = verb
    for key, value in fields.items():
        text += "\t%s=%s" % (key, "".join(ESCAPES.get(c, c) for c in
                                          str(value)))
    return (text + "\n").encode("utf-8", "surrogateescape")


def parse(line):
    verb, *rest = line.rstrip("\n").split("\t")
    fields = dict(part.split("=", 1) for part in rest)
    fields["verb"] = verb
    return fields


class Plugin:
    """A plugin in a process of its own; all it ever said is in `said`."""

    def __init__(self, name, **settings):
        driver = os.path.join(BUILD, "tests/lib/drive_plugin")
        library = os.path.join(BUILD, "plugins", name, ".libs", name + ".so")
        self.process = subprocess.Popen(
            [driver, library] + ["%s=%s" % item for item in settings.items()],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.said = ""
        self.frames = []
        self.opened = self.read_until("open", "failed")["verb"] == "open"

    def read_until(self, *verbs):
        while True:
            line = self.process.stdout.readline().decode()
            if line == "":
                raise EOFError("the plugin's process ended: %s" % self.said)
            self.said += line
            self.frames.append(parse(line))
            if self.frames[-1]["verb"] in verbs:
                return self.frames[-1]

    def send(self, id, to, text="Hallo", **fields):
        self.process.stdin.write(frame("send", id=id, to=to, text=text,
                                       **fields))

    def run(self, ms=60000):
        """Serve until all is settled; the results by id."""
        start = len(self.frames)
        begun = time.monotonic()
        self.process.stdin.write(frame("run", ms=ms))
        self.process.stdin.flush()
        self.unsettled = int(self.read_until("idle")["unsettled"])
        self.took = time.monotonic() - begun
        return {f["id"]: f for f in self.frames[start:]
                if f["verb"] == "result"}

    def outcome(self, to="lien@politie.example", **fields):
        """Send one message and give its result."""
        self.send("1", to, **fields)
        return self.run()["1"]

    def states(self):
        return [(f["up"], f["reason"]) for f in self.frames
                if f["verb"] == "state"]

    def close(self):
        """How the process ended: 0 when all was well."""
        self.process.stdin.close()
        rest = self.process.stdout.read().decode()
        self.said += rest
        self.frames += [parse(line) for line in rest.splitlines()]
        self.process.stdout.close()
        return self.process.wait()

    def violations(self):
        return [f for f in self.frames if f["verb"] == "violation"]


def in_background(function, *arguments):
    thread = threading.Thread(target=function, args=arguments, daemon=True)
    thread.start()
    return thread


class Certificates:
    """A certificate authority in a folder of its own."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="allo-ca-")
        self.ca = self.path("ca.pem")
        self.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt",
                     "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                     "-subj", "/CN=Test CA", "-keyout", self.path("ca.key"),
                     "-out", self.ca)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def openssl(self, *arguments):
        subprocess.run(("openssl",) + arguments, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def issue(self, name, names, self_signed=False, days="2"):
        """Certificate and key for `names` ("DNS:x,IP:y") in one file."""
        key, request, cert = (self.path(name + end) for end in
                              (".key", ".csr", ".crt"))
        extensions = self.path(name + ".ext")
        with open(extensions, "w") as file:
            file.write("subjectAltName=%s\n" % names)
        self.openssl("req", "-new", "-newkey", "ec", "-pkeyopt",
                     "ec_paramgen_curve:P-256", "-nodes", "-subj",
                     "/CN=" + name, "-keyout", key, "-out", request)
        signer = (("-signkey", key) if self_signed else
                  ("-CA", self.ca, "-CAkey", self.path("ca.key"),
                   "-CAcreateserial"))
        self.openssl("x509", "-req", "-in", request, "-days", days,
                     "-extfile", extensions, "-out", cert, *signer)
        both = self.path(name + ".pem")
        with open(both, "w") as out:
            for part in (key, cert):
                with open(part) as file:
                    out.write(file.read())
        return both
