# story - what the tests of the whole daemon share: a configuration in a
# folder of its own, allod and its far sides as processes, alloctl, the peers'
# own logs, and what the store says once the daemon is gone.
#
# Nothing here sleeps for a time that somebody guessed: everything waits until
# something is so, and says what it waited for when it never was.

import collections
import concurrent.futures
import datetime
import glob
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import traceback

from plugin_test import BUILD, Tap, skip_all  # noqa: F401 (for the tests)

SRC = os.environ.get("ALLO_SRCDIR", ".")
SENDER = "+32470000000"
PATIENCE = 30                   # seconds; only a failure waits so long

STATES = ("planned due sending accepted delivered undelivered rejected "
          "unknown unknown-final no-receipt expired cancelled held").split()
PURPOSES = ("reminder", "moved", "placed", "changed", "cancelled",
            "restored", "stopped", "started")


class TooLate(Exception):
    pass


def until(condition, what, patience=PATIENCE):
    """What `condition` gives, as soon as that is something."""
    end = time.monotonic() + patience
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise TooLate("waited in vain until " + what)
        time.sleep(0.02)


def json_lines(text):
    return [json.loads(line) for line in text.splitlines()]


def alive(pid):
    """Whether the process runs (a zombie does not)."""
    try:
        with open("/proc/%d/stat" % pid) as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


class Process:
    """A program of which every line is kept with the time that it came."""

    def __init__(self, command, env=None, name=None, stdout=subprocess.PIPE):
        self.name = name or os.path.basename(command[0])
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=stdout,
            stderr=subprocess.PIPE, env=env)
        self.pid = self.process.pid
        self.out, self.err = [], []
        self.readers = [self.reader(self.process.stderr, self.err)]
        if self.process.stdout is not None:
            self.readers.append(self.reader(self.process.stdout, self.out))

    @staticmethod
    def reader(stream, lines):
        def read():
            for line in stream:
                lines.append(line.decode("utf-8", "replace").rstrip("\n"))
            stream.close()
        thread = threading.Thread(target=read, daemon=True)
        thread.start()
        return thread

    def running(self):
        return self.process.poll() is None

    def wait(self, patience=PATIENCE):
        """The exit code; -9 for one that was killed."""
        try:
            code = self.process.wait(patience)
        except subprocess.TimeoutExpired:
            raise TooLate("%s did not end" % self.name) from None
        self.process.stdin.close()
        for reader in self.readers:
            reader.join(10)
        return code

    def end(self, number=signal.SIGTERM):
        if self.running():
            self.process.send_signal(number)
        return self.wait()

    def __repr__(self):
        return "%s:\n%s" % (self.name, "\n".join(self.err[-60:]))


class Smsc(Process):
    """allo-smsc, or another one that tells of itself in JSON lines."""

    def __init__(self, *flags, port=0, command=None):
        command = command or [os.path.join(BUILD, "allo-smsc")]
        super().__init__(command + ["--listen", "127.0.0.1:%d" % port,
                                    "--json"] + list(flags), name="smsc")
        until(lambda: self.events("listening") or not self.running(),
              "the SMSC listens: %r" % self)
        self.port = int(self.events("listening")[0]["port"])

    def events(self, *kinds, **wanted):
        found = []
        for line in list(self.out):
            event = json.loads(line)
            if event["event"] in kinds and all(
                    event.get(key) == value for key, value in wanted.items()):
                found.append(event)
        return found

    def texts(self, **wanted):
        """The texts on the phones."""
        return self.events("submit", **wanted)

    def type(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def wait_texts(self, count, **wanted):
        return until(lambda: len(self.texts(**wanted)) >= count and
                     self.texts(**wanted),
                     "%d texts %r are on the phones: %r" %
                     (count, wanted, self.out[-20:]))


class Daemon(Process):
    def __init__(self, story, *arguments, env=None, wrapper=(), wait=True,
                 name="allod"):
        environment = dict(os.environ, ALLO_LIBEXEC=os.path.join(
            BUILD, "src/host"), ALLO_PLUGINDIR=story.plugins)
        for key in ("ALLO_FAILPOINT", "NOTIFY_SOCKET", "JOURNAL_STREAM"):
            environment.pop(key, None)
        environment.update(env or {})
        super().__init__(list(wrapper) +
                         [os.path.join(BUILD, "src/allod"), "-c", story.path(),
                          *arguments], env=environment, name=name)
        if wait:
            self.wait_log("daemon.ready")

    def logged(self, *words):
        return [line for line in list(self.err)
                if all(word in line for word in words)]

    def wait_log(self, *words, count=1):
        """The lines with all words, when there are so many."""
        until(lambda: len(self.logged(*words)) >= count or
              not self.running(), "the daemon logs %r: %r" % (words, self))
        if not self.running():      # its last words
            for reader in self.readers:
                reader.join(10)
        if len(self.logged(*words)) < count:
            raise TooLate("the daemon ended before it logged %r: %r" %
                          (words, self))
        return self.logged(*words)


Answer = collections.namedtuple("Answer", "code rows out err")


class Story:
    """A folder with a configuration, and everything that was started."""

    def __init__(self, name="story"):
        self.top = tempfile.mkdtemp(prefix="allo-%s-" % name)
        self.plugins = self.path("plugins")
        self.started = []
        self.control = "control"
        for folder in ("texts.d", "events.d", "people.d", "plugins"):
            os.mkdir(self.path(folder))
        for library in glob.glob(os.path.join(BUILD, "plugins/*/.libs/*.so")):
            os.symlink(library, os.path.join(self.plugins,
                                             os.path.basename(library)))

    def path(self, *names):
        return os.path.join(self.top, *names)

    def write(self, name, text):
        """As an editor does: another file, then its name."""
        with open(self.path(name + "~new"), "w") as file:
            file.write(text)
        os.chmod(self.path(name + "~new"), 0o600)
        os.rename(self.path(name + "~new"), self.path(name))

    # --- the configuration

    def conf(self, channels, groups=None, clock="trusted", more="",
             settle="1 seconds", useful="0 minutes"):
        self.write("allo.conf", """
organisation = { id = "proef"; name = "ALLO?!"; timezone = "UTC";
                 contact = "Sam, 0470 00 00 00"; };
store = { path = "allo.db"; };
control = "%s";
clock = "%s";
settle = "%s";
useful_before = "%s";
%s
channels = ( %s );
groups = ( %s );
""" % (self.control, clock, settle, useful, more, ", ".join(channels),
       groups or '{ id = "jongeren"; reach = [ "sms" ]; quiet = "none"; }'))

    @staticmethod
    def sms(port, name="sms", **more):
        text = "".join(" %s = %s;" % (key, json.dumps(value))
                       for key, value in more.items())
        return ('{ name = "%s"; plugin = "smpp"; host = "127.0.0.1"; '
                'port = %d; insecure = true; system_id = "proef"; '
                'password = "proef"; sender = "%s"; reconnect = 1;%s }'
                % (name, port, SENDER, text))

    @staticmethod
    def person(id, phone=None, group="jongeren", **more):
        fields = {"phone": phone, **more}
        return '{ id = "%s"; name = "%s"; groups = [ "%s" ];%s }' % (
            id, id.capitalize(), group, "".join(
                ' %s = "%s";' % item for item in fields.items() if item[1]))

    def people(self, *people, file="mensen"):
        self.write("people.d/%s.conf" % file,
                   "people = ( %s );\n" % ",\n".join(people))

    @staticmethod
    def event_text(id, start, remind="1 hour before", place="De Kouter",
                   title="Straatoverleg", invite="jongeren", more=""):
        return ('events = (\n  { id = "%s"; title = "%s"; start = "%s";\n'
                '    place = "%s"; invite = [ "%s" ];\n'
                '    remind = [ "%s" ]; %s }\n);\n' % (
                    id, title, start.strftime("%Y-%m-%d %H:%M:%S"), place,
                    invite, remind, more))

    def event(self, id="overleg", start=None, file=None, **more):
        self.write("events.d/%s.conf" % (file or id),
                   self.event_text(id, start, **more))
        return start

    # --- processes

    def start(self, process):
        self.started.append(process)
        return process

    def smsc(self, *flags, **more):
        return self.start(Smsc(*flags, **more))

    def daemon(self, *arguments, **more):
        return self.start(Daemon(self, *arguments, **more))

    def alloctl(self, *words, expect_json=True):
        """The command with --json, and its rows."""
        command = [os.path.join(BUILD, "bin/alloctl"), "--config", self.top,
                   *words] + (["--json"] if expect_json else [])
        done = subprocess.run(command, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=PATIENCE)
        out = done.stdout.decode()
        return Answer(done.returncode,
                      json_lines(out) if expect_json else out.splitlines(),
                      out, done.stderr.decode())

    def outbox(self, **wanted):
        """Rows of what goes on now; of a person, all there ever were."""
        of = ["--person", wanted["person"]] if "person" in wanted else []
        return [row for row in self.alloctl("outbox", *of).rows
                if all(row[key] == value for key, value in wanted.items())]

    def wait_state(self, *states, **wanted):
        """The rows, when there are some and all are in one of the states."""
        rows = []

        def there():
            rows[:] = self.outbox(**wanted)
            return rows and all(row["state"] in states for row in rows)
        try:
            until(there, "messages are %r" % (states,))
        except TooLate as late:
            raise TooLate("%s: %r" % (late, rows)) from None
        return rows

    def channel(self, name="sms"):
        return [row for row in self.alloctl("channels").rows
                if row["name"] == name][0]

    def wait_channel(self, name="sms", state="ready"):
        return until(lambda: self.channel(name)["state"] == state and
                     self.channel(name),
                     "channel %s is %s" % (name, state))

    # --- the store, once nobody has it open

    def store(self):
        return Store(self.path("allo.db"))

    def close(self):
        for process in reversed(self.started):
            try:
                if process.running():
                    process.end(signal.SIGKILL)
            except (TooLate, OSError):
                pass
        shutil.rmtree(self.top, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.close()
        for process in self.started:
            for line in process.err:
                if "Sanitizer" in line or "runtime error:" in line:
                    raise AssertionError("a sanitizer speaks: %r" % process)
        if kind is not None:    # what they said goes with what went wrong
            value.args = ("%s\n%s" % (value, "\n".join(
                repr(process) for process in self.started)),)


class Store:
    """What a copy of the store says: looking must not mend the original."""

    def __init__(self, path):
        with tempfile.TemporaryDirectory() as folder:
            for name in glob.glob(path + "*"):
                shutil.copy(name, folder)
            db = sqlite3.connect(os.path.join(folder, os.path.basename(path)))
            db.row_factory = sqlite3.Row
            self.rows = [dict(row) for row in db.execute(
                "SELECT o.id >> 32 AS wave, p.handle AS person, w.event,"
                " w.purpose, w.version, w.until, o.state, o.attempt,"
                " o.unknowns, o.epoch, o.due, o.remote, o.reason,"
                " c.text AS channel"
                " FROM outbox o JOIN wave w ON w.id = o.id >> 32"
                " JOIN person p ON p.id = o.id & 0xffffffff"
                " LEFT JOIN word c ON c.id = o.channel ORDER BY o.id")]
            self.inbound = [dict(row) for row in
                            db.execute("SELECT kind, at FROM inbound")]
            self.stops = db.execute("SELECT count(*) FROM stop").fetchone()[0]
            self.notices = [row[0] for row in
                            db.execute("SELECT text FROM notice")]
            db.close()
        for row in self.rows:
            row["state"] = STATES[row["state"]]

    def of(self, **wanted):
        return [row for row in self.rows
                if all(row[key] == value for key, value in wanted.items())]


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def due_in(seconds, before=3600):
    """The start of an event whose reminder, so many seconds before it, falls
    due in so many seconds."""
    start = now() + datetime.timedelta(seconds=seconds + before)
    # whole seconds, and never sooner than asked
    return start.replace(microsecond=0) + datetime.timedelta(seconds=1)


class Scene:
    """What one scene found out, told when its turn comes: they run side by
    side, because they spend their time waiting."""

    def __init__(self, function):
        self.function, self.found, self.took = function, [], 0

    def ok(self, condition, name, *details):
        self.found.append((bool(condition), name, details))
        return condition

    def same(self, got, wanted, name):
        return self.ok(got == wanted, name, "got    %r" % (got,),
                       "wanted %r" % (wanted,))

    def skip(self, why):
        self.ok(True, "# SKIP " + why)

    def play(self):
        begun = time.monotonic()
        try:
            self.function(self)
        except Exception:       # its failure, and of no other
            self.ok(False, "it came to its end", traceback.format_exc())
        self.took = time.monotonic() - begun

    def tell(self, tap):
        for condition, name, details in self.found:
            tap.ok(condition, "%s: %s" % (
                self.function.__name__.replace("_", " "), name), *details)
        print("# %s took %.1f s" % (self.function.__name__, self.took))
        sys.stdout.flush()


def run(*functions, side_by_side=4, last=None):
    """Each function is a test of its own, and `last` is one of all the
    others.  Words on the command line choose some by their names."""
    tap = Tap()
    scenes = [Scene(function) for function in functions
              if not sys.argv[1:] or function.__name__ in sys.argv[1:]]
    with concurrent.futures.ThreadPoolExecutor(side_by_side) as pool:
        playing = [pool.submit(scene.play) for scene in scenes]
        for scene, play in zip(scenes, playing):
            play.result()
            scene.tell(tap)
    if last is not None and not sys.argv[1:]:
        end = Scene(last)
        end.play()
        end.tell(tap)
    tap.done()
