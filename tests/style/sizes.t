#!/usr/bin/env python3
# How long files, functions and lines are, and that they say what they are
# for.
import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.environ.get("ALLO_SRCDIR", "."),
                                "tests/style"))
from style import Tap, code, data, files, read

FILE, FUNCTION, MOST = 600, 60, 80
tap = Tap()
excused = {key for key, _ in data("sizes")}
needed = set()


def excuse(key):
    needed.add(key)
    return key in excused


def functions(text):
    """(name, lines) of each: its name at column 0, its braces too."""
    lines = code(text).splitlines()
    name = start = None
    for number, line in enumerate(lines):
        match = re.match(r"(?:\w[\w\s*]*?[\s*])?(\w+)\(", line)
        if match and not line.endswith(";"):
            name, start = match.group(1), number
        elif line.startswith("}") and name is not None:
            yield name, number - start + 1
            name = None
        elif line.startswith(("struct", "enum", "static const", "#")):
            name = None


sources = files("src", "plugins", "include")
texts = {path: read(path) for path in sources}
long_files, long_functions, too_long = [], [], []
for path, text in texts.items():
    count = text.count("\n")
    if count > FILE and not excuse(path):
        long_files.append("%s: %d lines" % (path, count))
    for name, lines in functions(text):
        if lines > MOST:
            too_long.append("%s: %s, %d lines" % (path, name, lines))
        elif lines > FUNCTION and not excuse("%s %s" % (path, name)):
            long_functions.append("%s: %s, %d lines" % (path, name, lines))
tap.empty("no file is over %d lines" % FILE, long_files)
tap.empty("no function is over %d lines" % FUNCTION, long_functions)
tap.empty("none at all is over %d lines" % MOST, too_long)
tap.empty("each exception is needed", sorted(excused - needed))

tap.empty("no line is over 80 columns, none ends in a space, no tab",
          ["%s:%d" % (path, number)
           for path, text in texts.items()
           for number, line in enumerate(text.splitlines(), 1)
           if len(line) > 80 or line != line.rstrip() or "\t" in line])
tap.empty("each file starts by saying what it is for",
          [path for path, text in texts.items()
           if not text.startswith("/*")] +
          [path for path in files("tests", ends=(".c", ".h", ".t", ".py",
                                                 ".sh"))
           if not re.match(r'(#!.*\n)?(/\*|# \S|#\n|""")', read(path))])


def prototypes(text):
    """Those that stand in a paragraph without a comment."""
    before = ""
    for paragraph in re.split(r"\n[ \t]*\n", text):
        bare = code(paragraph)
        # what lies within braces is a struct or an inline function
        while re.search(r"\{[^{}]*\}", bare):
            bare = re.sub(r"\{[^{}]*\}", "", bare)
        bare = re.sub(r"^\s*#(?:[^\n]*\\\n)*[^\n]*", "", bare, flags=re.M)
        names = re.findall(r"^(?!static|typedef|return|extern \"C\")"
                           r"[a-zA-Z_][\w\s*]*?[\s*](\w+)\s*\([^;{}]*;",
                           bare, re.M)
        if names and "/*" not in paragraph and not (
                before.startswith("/*") and not code(before).strip()):
            yield from names
        before = paragraph.strip()


tap.empty("each prototype has a comment",
          ["%s: %s" % (path, name) for path, text in texts.items()
           if path.endswith(".h") for name in prototypes(text)])
guards = []
for path, text in texts.items():
    if path.endswith(".h") and path != "include/allo/channel.h":
        parts = path[:-2].upper().split("/")[1:]
        guard = "_".join(parts)
        if "#ifndef %s_H\n#define %s_H\n" % (guard, guard) not in text:
            guards.append("%s: %s_H" % (path, guard))
tap.empty("each header has its guard, named after it", guards)
tap.done()
