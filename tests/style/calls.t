#!/usr/bin/env python3
# Functions that are not called here, with their exceptions in the file calls.
import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.environ.get("ALLO_SRCDIR", "."),
                                "tests/style"))
from style import Tap, code, data, files, matches, read

tap = Tap()
sources = {path: code(read(path)) for path in files("src", "plugins",
                                                    "include")}
needed = set()
for name, allowed in data("calls"):
    # a member or a pointer of that name is something else
    call = re.compile(r"(?<![\w.>])%s\s*\(" % re.escape(name))
    found = []
    for path, text in sources.items():
        for match in call.finditer(text):
            if matches(path, allowed):
                needed.add(name)
            else:
                found.append("%s:%d" % (path,
                                        text.count("\n", 0, match.start()) +
                                        1))
    tap.empty("nobody calls %s()%s" % (name, " but %s" % " ".join(allowed)
                                       if allowed else ""), found)
tap.empty("each exception is needed",
          [name for name, allowed in data("calls")
           if allowed and name not in needed])
tap.done()
