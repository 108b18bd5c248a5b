#!/usr/bin/env python3
# Nothing here names the place where it was written, or is left undone.
import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.environ.get("ALLO_SRCDIR", "."),
                                "tests/style"))
from style import TOP, Tap, files, read

ENDS = (".c", ".h", ".t", ".py", ".sh", ".mk", ".conf", ".replay", ".md",
        ".txt", ".ac", ".am", ".in", ".1", ".3", ".5", ".7", ".8", ".json",
        ".js", ".yml")
WORDS = {
    # put together, so that this file is not found
    "a path of somebody's machine": r"/" r"work/|/tmp/" r"wt\b|/home/(?!\$)\w|"
                                    r"(?<![\w}])/ro" r"ot/|/tmp/b-\w",
    "something undone": r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b(?!XX)",
    "a word for later": r"(?i)\bfor " r"now,? (this|we)\b|simplified "
                        r"for|not yet " r"implemented",
    "a name of the workplace": r"(?i)\b(work" r"tree|sub" r"agent|chat" r"gpt|"
                               r"copi" r"lot|clau" r"de|anthro" r"pic|"
                               r"open" r"ai)\b",
}
tap = Tap()
paths = files("src", "plugins", "include", "tests", "etc", "man",
              "packaging", ends=ENDS)
paths += [name for name in ("README.md", "CHANGES.md", "CONTRIBUTING.md",
                            "configure.ac", "Makefile.am", "setup")
          if os.path.exists(os.path.join(TOP, name))]
texts = {}
for path in paths:
    try:
        texts[path] = read(path)
    except UnicodeDecodeError:
        pass                    # a fixture that is wrong on purpose
for what, pattern in WORDS.items():
    tap.empty("nowhere " + what,
              ["%s:%d: %s" % (path, text.count("\n", 0, match.start()) + 1,
                              match.group(0))
               for path, text in texts.items()
               for match in re.finditer(pattern, text)])
tap.done()
