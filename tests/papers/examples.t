#!/usr/bin/python3
"""Every example of the manual is tried."""
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.environ.get("ALLO_SRCDIR", "."), "tests",
                                "papers"))
sys.dont_write_bytecode = True
import manual  # noqa: E402

tap = manual.Tap()
work = tempfile.mkdtemp()
ALLOCTL = manual.BUILD + "/bin/alloctl"
examples = manual.all_examples()


def write(name, text):
    path = os.path.join(work, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, 0o600)


def run(words, **more):
    return subprocess.run(words, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, **more)


def forget(folder):
    shutil.rmtree(os.path.join(work, folder), ignore_errors=True)


def files():
    """The configuration of allo.conf(5), whole."""
    forget("conf")
    for example in examples:
        name = example.is_a("file")
        if name is not None:
            write("conf/" + name, example.text)


def check(name, folder="conf"):
    result = run([ALLOCTL, "check", os.path.join(work, folder)])
    tap.ok(result.returncode == 0, name, result.stdout)


EVENT = """events = ( {{ id = "x"; title = "X"; place = "Plein";
  invite = [ "jongeren" ];
  {}{}
}} );
"""


def try_files():
    files()
    check("the files of allo.conf(5), together")
    for example in examples:
        name = example.is_a("file")
        if name is None or name == "allo.conf":
            continue
        files()
        forget("conf/events.d")
        forget("conf/people.d")
        write("conf/" + name, example.text)
        check("%s: %s alone" % (example.name, name))


def try_lines():
    for example in examples:
        start = {"event": "", "event text": 'start = "2027-01-13 19:00"; ',
                 "timed event": 'start = "2027-01-13 19:00"; '}.get(
                     example.is_a("each"))
        if start is None:
            continue
        for line in example.lines:
            files()
            write("conf/events.d/x.conf", EVENT.format(start, line))
            check("%s: %s" % (example.name, line))


def plugin_there(text):
    name = re.search(r'plugin *= *"(\w+)"', text).group(1)
    return os.path.isdir("%s/plugins/%s" % (manual.SOURCE, name))


def try_channels():
    for example in examples:
        if example.is_a("channel") is None:
            continue
        files()
        write("conf/allo.conf", 'organisation = { id = "a"; name = "A"; };\n'
              'channels = ( { name = "sms"; %s } );\n'
              'groups = ( { id = "jongeren"; }, { id = "politie"; } );\n'
              % example.text)
        forget("conf/people.d")
        forget("conf/events.d")
        forget("conf/texts.d")
        check(example.name)
        tap.ok(plugin_there(example.text), example.name + " has a plugin")


def try_errors():
    for example in examples:
        text = example.is_a("error")
        if text is None:
            continue
        files()
        forget("conf/events.d")
        write("conf/events.d/a.conf", text + "\n")
        said = run([ALLOCTL, "check", work + "/conf"]).stdout.splitlines()
        tap.ok([line for line in said if line.startswith("events.d/a")] ==
               example.lines, example.name, "\n".join(said))


# -- commands ---------------------------------------------------------------

def make_commands():
    """alloctl and allod as installed, of the configuration at hand."""
    for name, place, where in (("alloctl", ALLOCTL, '--config "$CONF"'),
                               ("allod", manual.BUILD + "/src/allod", "")):
        write("bin/" + name, '#!/bin/sh\nexec "%s" %s "$@"\n'
              % (place, where))
        os.chmod(work + "/bin/" + name, 0o700)


def environment():
    plugins = work + "/plugins"
    os.makedirs(plugins, exist_ok=True)
    for name in ("console", "exec", "ntfy", "smpp", "smtp"):
        path = "%s/plugins/%s/.libs/%s.so" % (manual.BUILD, name, name)
        if not os.path.exists(plugins + "/" + name + ".so"):
            os.symlink(path, plugins + "/" + name + ".so")
    return dict(os.environ, CONF=work + "/conf",
                PATH=work + "/bin:" + os.environ["PATH"],
                ALLO_LIBEXEC=manual.BUILD + "/src/host",
                ALLO_PLUGINDIR=plugins)


def try_commands(kind):
    for example in examples:
        if example.is_a(kind) is None:
            continue
        for line in example.lines:
            result = run(["sh", "-ec", line[2:]], cwd=work + "/conf",
                         env=environment())
            tap.ok(line.startswith("$ ") and result.returncode == 0,
                   "%s: %s" % (example.name, line), result.stdout)


def fields(folder, *words):
    """The keys of the first object that a command gives."""
    result = subprocess.run([ALLOCTL, "--config", folder] + list(words) +
                            ["--json"], stdout=subprocess.PIPE, text=True)
    return [list(json.loads(line)) for line in result.stdout.splitlines()]


def shown_fields():
    """What alloctl(8) says: {command: keys}."""
    found, command = {}, None
    for line in manual.read("alloctl.8"):
        remark = re.match(r'\.\\" json (\S+)', line)
        if remark:
            command = remark.group(1)
        elif command is not None and line.startswith(".Dl "):
            found[command] = line[4:].split()
            command = None
    return found


def same_fields(shown, name, got):
    wanted = shown.pop(name, None)
    tap.ok(wanted is not None and wanted in got, "the fields of " + name,
           "the page: %s" % wanted, "the command: %s" % got[:3])


def try_fields_of_files(shown):
    files()
    write("conf/events.d/a.conf", "events = ( { } );\n")
    same_fields(shown, "check", fields(work + "/conf", "check")[:1])
    same_fields(shown, "check-summary", fields(work + "/conf", "check")[-1:])
    files()
    write("conf/events.d/a.conf", """events = ( {
    id = "a"; title = "A"; start = "2027-01-13 19:00"; place = "Hier";
    invite = "politie"; repeat = "weekly"; } );
""")
    same_fields(shown, "check-dates", fields(work + "/conf", "check")[-2:-1])
    files()
    forecast = ["forecast", "--from", "2027-01-01"]
    same_fields(shown, "forecast", fields(work + "/conf", *forecast)[:1])
    same_fields(shown, "forecast-totals", fields(work + "/conf", *forecast,
                                                 "--totals")[:1])
    shutil.copytree(work + "/conf", work + "/edited")
    write("edited/events.d/nieuw.conf", 'events = ( { id = "nieuw"; '
          'title = "Nieuw"; start = "2027-01-20 19:00"; '
          'place = "Plein"; invite = "politie"; } );\n')
    same_fields(shown, "forecast-change",
                fields(work + "/edited", *forecast, "--against",
                       work + "/conf")[:1])


DAEMON = """organisation = { id = "proef"; name = "Proef"; };
store = { path = "allo.db"; };
control = "control";
clock = "trusted";
useful_before = "0 minutes";
channels = ( { name = "toon"; plugin = "console"; path = "%s/shown"; }%s );
groups = ( { id = "politie"; role = "officer"; reach = "toon"; }%s );
"""

PERSON = """people = ( { id = "lien"; phone = "0470 00 00 01";
  groups = "politie"; }%s );
"""

SOON = """events = ( { id = "straatoverleg"; title = "Straatoverleg";
  start = "%s"; place = "Plein"; invite = [ "politie"%s ];
  remind = "1 minute before"; } );
"""


def soon(seconds):
    os.environ["TZ"] = "Europe/Brussels"
    time.tzset()
    return time.strftime("%Y-%m-%d %H:%M:%S",
                         time.localtime(time.time() + seconds))


def has_told(path):
    """Whether the text is in the file, or in one of the folder's."""
    if os.path.isdir(path):
        return any(has_told(path + "/" + name) for name in os.listdir(path))
    try:
        with open(path, encoding="utf-8") as file:
            return "Straatoverleg" in file.read()
    except FileNotFoundError:
        return False


def make_own():
    """The channels of one's own: [(settings of it, where messages go)]."""
    own = []
    for example in examples:
        number = len(own)
        if example.is_a("plugin") is not None:
            write("own%d.c" % number, example.text)
            result = run(os.environ.get("CC", "cc").split() + [
                "-Wall", "-Wextra", "-Werror", "-O2", "-shared", "-fPIC",
                "-I" + manual.SOURCE + "/include", "-o",
                work + "/own%d.so" % number, work + "/own%d.c" % number])
            tap.ok(result.returncode == 0, example.name + " compiles",
                   result.stdout)
            folder = work + "/folder%d" % number
            os.mkdir(folder)
            own.append(('plugin = "%s/own%d.so"; folder = "%s";'
                        % (work, number, folder), folder, example.name))
        elif example.is_a("script") is not None:
            write("own%d.sh" % number, example.text)
            os.chmod(work + "/own%d.sh" % number, 0o700)
            path = work + "/written%d" % number
            own.append(('plugin = "exec"; command = "%s/own%d.sh %s";'
                        % (work, number, path), path, example.name))
    return own


def write_daemon(own):
    """A configuration in which each channel has a group of one person."""
    files()
    names = ["own%d" % number for number in range(len(own))]
    write("conf/allo.conf", DAEMON % (work, "".join(
        ', { name = "%s"; %s }' % (name, own[number][0])
        for number, name in enumerate(names)), "".join(
            ', { id = "%s"; reach = "%s"; quiet = "none"; }' % (name, name)
            for name in names)))
    write("conf/events.d/straatoverleg.conf", SOON % (soon(66), "".join(
        ', "%s"' % name for name in names)))
    os.unlink(work + "/conf/events.d/groot.conf")
    write("conf/people.d/politie.conf", PERSON % "".join(
        ', { id = "%s"; phone = "0470 00 00 %02d"; groups = "%s"; }'
        % (name, number + 2, name) for number, name in enumerate(names)))


def try_daemon(shown):
    own = make_own()
    tap.ok(len(own) >= 2, "a plugin and a script")
    write_daemon(own)
    places = [work + "/shown"] + [place for _, place, _ in own]
    with open(work + "/log", "w", encoding="utf-8") as log:
        daemon = subprocess.Popen([manual.BUILD + "/src/allod", "-c",
                                   work + "/conf"], stderr=log,
                                  env=environment())
    try:
        for _ in range(300):
            if all(map(has_told, places)) or daemon.poll() is not None:
                break
            time.sleep(0.1)
        log = open(work + "/log").read()
        tap.ok(has_told(places[0]), "the daemon reminds", log)
        for _, place, name in own:
            tap.ok(has_told(place), name + " takes a message", log)
        folder = work + "/conf"
        same_fields(shown, "status", fields(folder, "status"))
        same_fields(shown, "events", fields(folder, "events"))
        same_fields(shown, "outbox", fields(folder, "outbox"))
        same_fields(shown, "why", fields(folder, "why", "lien",
                                         "straatoverleg"))
        same_fields(shown, "channels", fields(folder, "channels"))
        write("conf/events.d/leeg.conf", "events = ( { } );\n")
        same_fields(shown, "reload", fields(folder, "reload"))
        os.unlink(work + "/conf/events.d/leeg.conf")
        same_fields(shown, "hold", fields(folder, "hold", "channel:toon"))
        same_fields(shown, "release", fields(folder, "release",
                                             "channel:toon"))
        try_commands("run with a daemon")
    finally:
        daemon.send_signal(signal.SIGTERM)
        code = daemon.wait(30)
    tap.ok(code == 0, "the daemon stops", open(work + "/log").read())


# -- other programs -----------------------------------------------------------

def started(words):
    """Whether the practice SMSC starts with these words, and ends well."""
    smsc = manual.BUILD + "/allo-smsc"
    if not os.path.exists(smsc):
        smsc = manual.BUILD + "/bin/allo-smsc"
    process = subprocess.Popen([smsc] + words, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True)
    line = process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    rest = process.communicate(timeout=30)[0]
    return process.returncode == 0, line + rest


def try_smsc():
    for example in examples:
        if example.is_a("run the SMSC") is None:
            continue
        for line in example.lines:
            fine, said = started(line.split()[2:])
            tap.ok(line.startswith("$ allo-smsc") and fine,
                   "%s: %s" % (example.name, line), said)


def try_probe():
    """In a folder that has the plugin of allo_channel(3)."""
    place = work + "/probe"
    os.mkdir(place)
    for name in os.listdir(work):
        if re.match(r"own\d+\.so$", name):
            shutil.copy(work + "/" + name, place + "/folder.so")
    write("bin/allo-probe", '#!/bin/sh\nexec "%s/bin/allo-probe" "$@"\n'
          % manual.BUILD)
    os.chmod(work + "/bin/allo-probe", 0o700)
    for example in examples:
        if example.is_a("run the probe") is None:
            continue
        for line in example.lines:
            result = run(["sh", "-ec", line[2:]], cwd=place,
                         env=environment())
            tap.ok(line.startswith("$ ") and result.returncode == 0,
                   "%s: %s" % (example.name, line), result.stdout)


def speak(lines):
    """allo-host with the plugin `console`, as these lines want it; what was
    different, or None."""
    ours, theirs = socket.socketpair()
    with open(work + "/host.log", "w", encoding="utf-8") as log:
        process = subprocess.Popen(
            ["sh", "-c", 'exec "$0" "$1" 3<&%d' % theirs.fileno(),
             manual.BUILD + "/src/host/allo-host",
             manual.BUILD + "/plugins/console/.libs/console.so"],
            pass_fds=[theirs.fileno()], stderr=log)
    theirs.close()
    ours.settimeout(20)
    reader = ours.makefile("r", encoding="utf-8", newline="\n")
    different = None
    for line in lines:
        frame = line[2:].replace("  ", "\t")
        if line.startswith("> "):
            frame = frame.replace("/var/lib/allo", work)
            ours.sendall(frame.encode() + b"\n")
            continue
        heard = reader.readline()
        if heard != frame + "\n":
            different = "wanted %r, heard %r" % (frame, heard)
            break
    if different is None and reader.readline() != "":
        different = "more was said after the last line"
    ours.close()
    process.wait(30)
    return different


def try_wire():
    for example in examples:
        if example.is_a("wire") is not None:
            different = speak(example.lines)
            tap.ok(different is None, example.name, different,
                   open(work + "/host.log").read())


KINDS = ("file", "each", "channel", "error", "run", "run with a daemon",
         "run the SMSC", "run the probe", "plugin", "script", "wire",
         "not run")


def main():
    for example in examples:
        tap.ok(any(example.is_a(kind) is not None for kind in KINDS),
               "%s says how it is tried" % example.name)
    tap.ok(len(examples) > 10, "there are examples")
    try_files()
    try_lines()
    try_channels()
    try_errors()
    make_commands()
    files()
    try_commands("run")
    shown = shown_fields()
    try_fields_of_files(shown)
    try_daemon(shown)
    try_wire()
    try_smsc()
    try_probe()
    tap.ok(not shown, "every command's fields were tried", list(shown))


try:
    main()
finally:
    shutil.rmtree(work)
tap.done()
