#!/usr/bin/env python3
# The dependency rule: who includes whom.
import os
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.environ.get("ALLO_SRCDIR", "."),
                                "tests/style"))
from style import Tap, code, data, files, matches, read

PURE = ("calendar", "message", "delivery", "programme", "belief", "plan")
tap = Tap()
rooms = {room: set(allowed) for room, allowed in data("rooms")}
headers = data("headers")


def room_of(path):
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] == "plugins" else parts[1]


wrong, strange, edges, used = [], [], {}, set()
for path in files("src", "plugins"):
    room = room_of(path)
    name = room.split("/")[-1]
    if room not in rooms:
        wrong.append("%s: a room that tests/style/rooms does not have" % room)
        continue
    for header in re.findall(r'^\s*#\s*include\s*["<]([^">]+)[">]',
                             read(path), re.M):
        folder = header.split("/")[0] if "/" in header else None
        if folder in rooms or folder in ("allo", "smpp", "exec"):
            edges.setdefault(room, set()).add(folder)
            used.add((room, folder))
            if folder != name and folder not in rooms[room]:
                wrong.append("%s includes %s" % (path, header))
        for pattern, allowed in headers:
            if matches(header, [pattern]) and not matches(path, allowed):
                strange.append("%s includes %s" % (path, header))
tap.empty("a room includes only rooms below it", wrong)
tap.empty("a library is known in one place only", strange)
tap.empty("no edge is allowed that nobody needs",
          sorted("%s: %s" % (room, other) for room in edges
                 for other in rooms[room]
                 if other != "base" and (room, other) not in used and
                 room not in ("outbox", "daemon")))


def circle(room, way):
    if room in way:
        return way[way.index(room):] + [room]
    for other in sorted(edges.get(room, set()) - {room, room.split("/")[-1]}):
        found = circle(other, way + [room])
        if found:
            return found
    return None


found = [circle(room, []) for room in sorted(edges)]
tap.empty("no circle", sorted({" -> ".join(way) for way in found if way}))

impure = []
for path in files(*("src/" + room for room in PURE)):
    for word in re.findall(r"\b(clock_system|clock_now|clock_monotonic|"
                           r"random_system|getenv|log_event|sqlite3_\w+|"
                           r"socket|connect|evbuffer_\w+|event_\w+_new)\b"
                           r"(?!\s*=)", code(read(path))):
        impure.append("%s: %s" % (path, word))
tap.empty("pure rooms ask no clock, no network, no environment", impure)
tap.done()
