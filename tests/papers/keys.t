#!/usr/bin/python3
"""allo.conf(5) has every key of the tables of settings, says of each what the
table says, and has no other."""
import glob
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.environ.get("ALLO_SRCDIR", "."), "tests",
                                "papers"))
sys.dont_write_bytecode = True
import manual  # noqa: E402


def documented():
    """{(section, key): what it takes}, as the page has it."""
    found, section, key = {}, None, None
    for line in manual.read("allo.conf.5"):
        line = line.rstrip()
        remark = re.match(r'\.\\" section: (.*)', line)
        item = re.match(r"\.It Ic (\S+)$", line)
        if remark:
            section = remark.group(1)
        elif line == ".El":
            section = None
        elif section is not None and item:
            key = item.group(1)
        elif key is not None:
            found[section, key] = manual.plain(line)
            key = None
    return found


def built(section):
    return os.path.exists("%s/plugins/%s/.libs/%s.so" % (manual.BUILD,
                                                         section, section))


tap = manual.Tap()
plugins = [path for path in glob.glob(manual.BUILD + "/plugins/*/.libs/*.so")
           if os.path.exists("%s/plugins/%s" % (
               manual.SOURCE, os.path.basename(path)[:-3]))]
program = manual.BUILD + "/tests/papers/settings"
result = subprocess.run([program] + sorted(plugins), stdout=subprocess.PIPE,
                        text=True)
tap.ok(result.returncode == 0, "the tables can be read")
tables = {}
for line in result.stdout.splitlines():
    section, key, takes = line.split("\t")
    tables[section, key] = takes
tap.ok(len(tables) > 50, "there are many keys")
page = documented()
for (section, key), takes in tables.items():
    tap.ok(page.get((section, key)) == takes, "%s: %s" % (section, key),
           "the page: %s" % page.get((section, key)),
           "the table: %s" % takes)
sections = {section for section, key in tables}
for section, key in page:
    if section not in sections and not built(section):
        tap.skip("%s: %s" % (section, key), "this plugin is not built")
        continue
    tap.ok((section, key) in tables, "%s: %s exists" % (section, key))

with open(manual.SOURCE + "/src/message/template.c", encoding="utf-8") as file:
    fields = set(re.findall(r'\[TEMPLATE_\w+\] = "([a-z_.]+)"', file.read()))
shown = {match for line in manual.read("allo.conf.5")
         for match in re.findall(r"^\.It Ql {([a-z_.]+)}", line)}
tap.ok(len(fields) > 10, "there are fields")
tap.ok(fields == shown, "every field of a text is there",
       "only in the code: %s" % (fields - shown),
       "only in the page: %s" % (shown - fields))

with open(manual.SOURCE + "/src/message/purpose.c", encoding="utf-8") as file:
    purposes = re.findall(r'\[PURPOSE_\w+\] = "([a-z]+)"', file.read())
page = "\n".join(manual.read("allo.conf.5"))
part = page.partition('.\\" purposes\n')[2].partition("\n.El\n")[0]
shown = re.findall(r"^\.It Ic (\w+)$", part, re.M)
tap.ok(len(purposes) > 5 and purposes == shown, "every kind of message is "
       "there", "in the code: %s" % purposes, "in the page: %s" % shown)
tap.done()
