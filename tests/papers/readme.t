#!/usr/bin/python3
"""README.md and CONTRIBUTING.md say what is so: snippets of configuration can
be loaded, packages, commands and files are those there are."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.environ.get("ALLO_SRCDIR", "."), "tests",
                                "papers"))
sys.dont_write_bytecode = True
import manual  # noqa: E402

tap = manual.Tap()


def read(name):
    with open(os.path.join(manual.SOURCE, name), encoding="utf-8") as file:
        return file.read()


def check_snippet(number, text):
    """An event beside our sample, or channels in the place of its own."""
    work = tempfile.mkdtemp()
    try:
        conf = work + "/etc"
        shutil.copytree(manual.SOURCE + "/etc", conf)
        for folder, _, names in os.walk(conf):
            os.chmod(folder, 0o700)
            for name in names:
                os.chmod(folder + "/" + name, 0o600)
        if text.lstrip().startswith("channels"):
            with open(conf + "/allo.conf", "r+", encoding="utf-8") as file:
                whole = re.sub(r"channels = \(.*?\n\);\n", lambda _: text,
                               file.read(), flags=re.S)
                file.seek(0)
                file.truncate()
                file.write(whole)
        else:
            with open(conf + "/events.d/straatoverleg.conf", "w",
                      encoding="utf-8") as file:
                file.write(text)
        result = subprocess.run([manual.BUILD + "/bin/alloctl", "check",
                                 conf], stdout=subprocess.PIPE, text=True)
        tap.ok(result.returncode == 0, "snippet %d" % number, result.stdout)
    finally:
        shutil.rmtree(work)


readme, setup = read("README.md"), read("setup")
snippets = re.findall(r"^( *)```libconfig\n(.*?)^ *```", readme, re.M | re.S)
tap.ok(len(snippets) >= 2, "there are snippets")
for number, (indent, text) in enumerate(snippets, 1):
    check_snippet(number, re.sub("^" + indent, "", text, flags=re.M))

wanted = {name for words in re.findall(r"^\w+_packages='([^']*)'", setup,
                                       re.M) for name in words.split()}
rows = re.findall(r"^\| ([a-z][^|]*) \|", readme, re.M)
told = {name for row in rows for name in row.split()} - {"package"}
tap.ok(wanted == told, "the packages are those of setup",
       "only in setup: %s" % sorted(wanted - told),
       "only in README.md: %s" % sorted(told - wanted))

commands = set(re.findall(r"^([a-z]+)\) ", setup, re.M))
for name in ("README.md", "CONTRIBUTING.md"):
    text = read(name)
    for command in sorted(set(re.findall(r"\./setup (\w+)", text))):
        tap.ok(command in commands, "%s: ./setup %s" % (name, command))
    for path in sorted(set(re.findall(
            r"`((?:src|tests|plugins|man|etc|include)/[\w./-]*\w)`", text))):
        if re.search(r"NAME|_X\b", path):      # of a file to be written
            continue
        tap.ok(os.path.exists(os.path.join(manual.SOURCE, path)),
               "%s: %s is there" % (name, path))
    for path in re.findall(r"examples/(etc/[\w./]+)", text):
        tap.ok(os.path.exists(os.path.join(manual.SOURCE, path)),
               "%s: %s is installed" % (name, path))
tap.done()
