# manual - what the tests of the manual share: its pages taken apart, TAP.
#
# Every display in a page has a remark before it that says how it is tried:
#
#   .\" file: NAME          it is this file of a configuration
#   .\" each: event         each line is part of an event
#   .\" each: timed event   the same, of one that has a start
#   .\" each: event text    the same
#   .\" channel             it is part of a channel
#   .\" error: TEXT         it is what `alloctl check` says of a file with TEXT
#   .\" run                 commands, after `$ `, in a configuration
#   .\" run with a daemon   the same, and the daemon runs
#   .\" run the SMSC        starts a practice SMSC, after `$ `
#   .\" run the probe       the same, where the example of a plugin is
#   .\" plugin              a plugin in C
#   .\" script              a program for the channel `exec`
#   .\" wire                frames: `> ` from the daemon, `< ` to it
#   .\" not run: WHY
import glob
import os
import re
import sys

SOURCE = os.environ.get("ALLO_SRCDIR", ".")
BUILD = os.environ.get("ALLO_BUILDDIR", ".")


class Tap:
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

    def skip(self, name, why):
        self.count += 1
        print("ok %d - %s # SKIP %s" % (self.count, name, why))

    def done(self):
        print("1..%d" % self.count)
        sys.exit(1 if self.failed else 0)


def pages():
    return sorted(path for path in glob.glob(SOURCE + "/man/*.[1-9]"))


def read(page):
    with open(os.path.join(SOURCE, "man", page), encoding="utf-8") as file:
        return file.read().split("\n")


def plain(line):
    """A line of a display as a reader sees it."""
    for written, seen in (("\\e", "\\"), ("\\&", ""), ("\\-", "-"),
                          ("\\(dq", '"'), ("\\(aq", "'")):
        line = line.replace(written, seen)
    return line


class Example:
    def __init__(self, page, line, remark):
        self.page, self.line, self.remark = page, line, remark
        self.lines = []

    @property
    def text(self):
        return "".join(line + "\n" for line in self.lines)

    @property
    def name(self):
        return "%s:%d" % (self.page, self.line)

    def is_a(self, kind):
        """What stands behind the kind in the remark, or None."""
        if self.remark == kind:
            return ""
        if self.remark.startswith(kind + ": "):
            return self.remark[len(kind) + 2:]
        return None


def examples(page):
    found, example, before = [], None, ""
    for number, line in enumerate(read(page), 1):
        if example is not None:
            if line == ".Ed":
                found.append(example)
                example = None
            else:
                example.lines.append(plain(line))
        elif re.match(r"\.Bd .*-literal", line):
            remark = re.match(r'\.\\" (.*)', before)
            example = Example(page, number, remark.group(1) if remark else "")
        before = line
    return found


def all_examples():
    return [example for path in pages()
            for example in examples(os.path.basename(path))]
