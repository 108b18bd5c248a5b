# style - what the tests of the sources share: which files there are, their
# code without comments and texts, data with reasons, TAP.

import fnmatch
import os
import re

TOP = os.environ.get("ALLO_SRCDIR", ".")


def files(*folders, ends=(".c", ".h")):
    """Paths below these folders, from the top of the sources, in order."""
    found = []
    for folder in folders:
        for path, folders_in_it, names in os.walk(os.path.join(TOP, folder)):
            folders_in_it[:] = [name for name in folders_in_it
                                if name not in ("node_modules", ".libs",
                                                "__pycache__")]
            found += [os.path.relpath(os.path.join(path, name), TOP)
                      for name in names if name.endswith(ends)]
    return sorted(found)


def read(path):
    with open(os.path.join(TOP, path), encoding="utf-8") as file:
        return file.read()


def code(text):
    """Comments and the insides of texts blanked out; lines stay lines."""
    def blank(match):
        part = match.group(0)
        if part[0] == '"' or part[0] == "'":
            return part[0] + part[0]
        return re.sub(r"[^\n]", " ", part)
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"'
                  r"|'(?:\\.|[^'\\\n])*'", blank, text, flags=re.S)


def data(name):
    """Lines "key: value", and what stands behind # is why."""
    rows = []
    for line in read(os.path.join("tests/style", name)).splitlines():
        line = line.split("#")[0].strip()
        if line:
            key, _, value = line.partition(":")
            rows.append((key.strip(), value.split()))
    return rows


def matches(path, patterns):
    return any(fnmatch.fnmatch(path, pattern) for pattern in patterns)


class Tap:
    def __init__(self):
        self.count = self.failed = 0

    def empty(self, name, found):
        """Fine when nothing was found."""
        self.count += 1
        self.failed += bool(found)
        print("%s %d - %s" % ("not ok" if found else "ok", self.count, name))
        for line in found:
            print("#   " + line)

    def done(self):
        print("1..%d" % self.count)
        raise SystemExit(self.failed > 0)
