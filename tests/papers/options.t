#!/usr/bin/python3
"""Every option that a program's --help tells is in its page, and every option
of its page is one."""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.environ.get("ALLO_SRCDIR", "."), "tests",
                                "papers"))
sys.dont_write_bytecode = True
import manual  # noqa: E402

PROGRAMS = {
    "allod.8": "src/allod",
    "alloctl.8": "bin/alloctl",
    "allo-smsc.1": "bin/allo-smsc",
    "allo-probe.1": "bin/allo-probe",
}

tap = manual.Tap()


def program(path):
    for place in (path, os.path.basename(path)):
        whole = os.path.join(manual.BUILD, place)
        if os.access(whole, os.X_OK):
            return whole
    return None


def told(words):
    """The options in a --help."""
    result = subprocess.run(words + ["--help"], stdout=subprocess.PIPE,
                            text=True)
    tap.ok(result.returncode == 0, "%s --help" % " ".join(
        [os.path.basename(words[0])] + words[1:]))
    found = set()
    for line in result.stdout.splitlines():
        if re.match(r"\s+-", line):
            left = re.split(r"\s{2,}", line.strip())[0]
            found |= set(re.findall(r"(?<![\w-])--?[\w-]+", left))
    return found


def shown(page):
    """The options in a page: {of which command, or "": options}."""
    found, command, depth = {"": set()}, "", 0
    for line in manual.read(page):
        if line.startswith(".Bl "):
            depth += 1
        elif line == ".El":
            depth -= 1
        item = re.match(r"\.It Cm (\w+)", line)
        if item and depth == 1:
            command = item.group(1)
            found[command] = set()
        if line.startswith(".Sh"):
            command = ""
        if line.startswith(".It Fl"):
            found[command] |= {"-" + name for name in
                               re.findall(r"Fl (-?[\w-]+)", line)}
    return found


def compare(name, help_has, page_has):
    tap.ok(help_has and help_has == page_has, name + ": help and page agree",
           "only in --help: %s" % sorted(help_has - page_has),
           "only in the page: %s" % sorted(page_has - help_has))


for page, path in PROGRAMS.items():
    if not os.path.exists(os.path.join(manual.SOURCE, "man", page)):
        continue
    words = program(path)
    if not tap.ok(words is not None, page + ": there is such a program"):
        continue
    options = shown(page)
    general = told([words])
    compare(page, general, options[""])
    if page != "alloctl.8":
        continue
    listing = subprocess.run([words, "help"], stdout=subprocess.PIPE,
                             text=True).stdout
    listing = listing[listing.index("Commands:"):listing.index("Options")]
    commands = set(re.findall(r"^  (\w+)", listing, re.M))
    tap.ok(commands == set(options) - {""}, "the commands agree",
           commands ^ (set(options) - {""}))
    for command in sorted(commands):
        compare("alloctl " + command, told([words, command]),
                options.get(command, set()) | options[""])
tap.done()
