#!/usr/bin/env python3
# alloctl forecast --diff: what it says an edit changes is what happens, and
# to have looked changes nothing.

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.environ.get("ALLO_SRCDIR", "."),
                                "tests/lib"))
from story import Story, due_in, run

AYA, BRAM, CARO = "+32470000001", "+32470000002", "+32470000003"


def told(story, daemon_flags=("-v",)):
    """A daemon, and three people who were told of a meeting."""
    smsc = story.smsc()
    story.conf([story.sms(smsc.port, price=0.075)], settle="2 seconds")
    story.people(story.person("aya", AYA), story.person("bram", BRAM),
                 story.person("caro", CARO, language="fr"))
    start = story.event(start=due_in(3))
    daemon = story.daemon(*daemon_flags)
    smsc.wait_texts(3)
    story.wait_state("delivered")
    return smsc, daemon, start


def messages(answer):
    return [row for row in answer.rows if "change" in row]


def words(answer, kind):
    return [row["text"] for row in answer.rows if row.get("kind") == kind]


def an_edit(tap):
    with Story() as story:
        smsc, daemon, start = told(story)
        smsc.type(BRAM + " stop")
        smsc.wait_texts(4)          # and its answer
        story.event(start=start, place="Stationsplein")
        story.event("nieuw", start=due_in(86400), title="Nieuw")
        look = story.alloctl("forecast", "--diff")
        found = {(row["change"], row["event"], row["person"])
                 for row in messages(look)}
        tap.same(found, {("comes", "overleg", "aya"),
                         ("comes", "overleg", "caro"),
                         ("comes", "nieuw", "aya"),
                         ("comes", "nieuw", "caro")},
                 "who was told gets a correction, who said STOP nothing")
        tap.ok(any(text.startswith("overleg of ") and
                   ": 2 people get a correction at " in text
                   for text in words(look, "effect")),
               "it says what follows", look)
        tap.ok("+32" not in look.out, "no address leaves the daemon", look)
        tap.ok(not daemon.logged("wave.open", "nieuw") and
               not daemon.logged("occurrence.changed") and
               [row["event"] for row in story.alloctl("events").rows] ==
               ["overleg"], "to look changes nothing")
        tap.same(len(smsc.texts()), 4, "and sends nothing")
        reload = story.alloctl("reload")
        tap.same([text.split(" at ")[0] for text in words(reload, "effect")],
                 [text.split(" at ")[0] for text in words(look, "effect")],
                 "reload says the same")
        tap.same(words(reload, "change"), words(look, "change"),
                 "of what is different too")
        smsc.wait_texts(6)
        phones = {"aya": AYA, "caro": CARO}
        tap.same({(text["to"], text["text"]) for text in smsc.texts()[4:]},
                 {(phones[row["person"]], row["text"])
                  for row in messages(look) if row["event"] == "overleg"},
                 "and that is what is sent, word for word")
        look = story.alloctl("forecast", "--diff")
        tap.same((look.code, messages(look), words(look, "effect")),
                 (0, [], []),
                 "what is loaded is no difference any more")


def a_typo(tap):
    with Story() as story:
        smsc, daemon, start = told(story)
        story.event(start=start, title="Straat-overleg")
        look = story.alloctl("forecast", "--diff")
        tap.same(messages(look), [], "a slip of the pen tells nobody")
        shown = story.alloctl("forecast", "--diff", expect_json=False).out
        tap.ok("overleg is changed" in shown and
               "No message is different." in shown, "and that is said",
               shown)


def a_reminder_to_come(tap):
    with Story() as story:
        smsc, daemon, start = told(story)
        first = due_in(2 * 86400)
        story.event("later", start=first, title="Later")
        story.alloctl("reload")
        story.event("later", start=due_in(3 * 86400), title="Later")
        look = story.alloctl("forecast", "--diff", "--event", "later")
        tap.same({row["change"] for row in messages(look)}, {"changes"},
                 "a reminder goes at another moment")
        tap.ok(all(row["was_at"] and row["was_at"] < row["at"]
                   for row in messages(look)), "and was before", look)
        os.unlink(story.path("events.d/later.conf"))
        look = story.alloctl("forecast", "--diff")
        tap.same([(row["change"], row["person"]) for row in messages(look)],
                 [("goes", "aya"), ("goes", "bram"), ("goes", "caro")],
                 "or not at all")
        shown = story.alloctl("forecast", "--diff", expect_json=False).out
        tap.ok("0 messages come, 3 go, 0 change; 0.225 euro less" in shown,
               "and what that saves", shown)


def a_broken_file(tap):
    with Story() as story:
        smsc, daemon, start = told(story)
        story.write("events.d/nieuw.conf", "events = (")
        look = story.alloctl("forecast", "--diff")
        tap.ok(look.code == 0 and words(look, "error"),
               "a file with an error is told, the rest is looked at", look)
        tap.same(messages(look), [], "as a reload would")
        story.write("allo.conf", "nonsense")
        look = story.alloctl("forecast", "--diff", "--socket",
                             story.path("control"))
        tap.same(look.code, 1, "allo.conf that would be refused is a no")
        look = story.alloctl("forecast", "--diff", "--event", "ovrleg",
                             "--socket", story.path("control"))
        tap.same(look.code, 1, "it comes before the rest")


def what_cannot_be(tap):
    with Story() as story:
        smsc, daemon, start = told(story)
        for flags, said in (
                (["--event", "ovrleg"], "overleg"),
                (["--group", "niemand"], "no group 'niemand'"),
                (["--to", "2020-01-01"], "past"),
                (["--to", "morgen"], "--to")):
            answer = story.alloctl("forecast", "--diff", *flags)
            tap.ok(answer.code == 1 and said in answer.err,
                   "%s is told" % " ".join(flags), answer)
        answer = story.alloctl("forecast", "--diff", "--from", "2027-01-01")
        tap.same(answer.code, 2, "a daemon begins now")
        daemon.end()
        answer = story.alloctl("forecast", "--diff")
        tap.ok(answer.code == 69 and "--against DIR" in answer.err,
               "without a daemon it says what can be done", answer)


def who_said_stop(tap):
    """A forecast from the files leaves out whom the daemon knows to be left in
    peace; one of other files is not of the same people."""
    with Story() as story, Story() as other:
        smsc = story.smsc()
        for one in (story, other):
            one.conf([one.sms(smsc.port)])
            one.people(one.person("aya", AYA), one.person("bram", BRAM))
            one.event(start=due_in(86400))
        daemon = story.daemon("-v")
        smsc.type(BRAM + " stop")
        smsc.wait_texts(1, to=BRAM)
        look = story.alloctl("forecast")
        tap.same([row["person"] for row in look.rows], ["aya"],
                 "who said STOP is in no forecast")
        shown = story.alloctl("forecast", expect_json=False).out
        tap.ok("1 person said STOP and gets nothing." in shown,
               "and that is said", shown)
        elsewhere = other.alloctl("forecast", "--socket",
                                  story.path("control"))
        tap.same(sorted(row["person"] for row in elsewhere.rows),
                 ["aya", "bram"], "another configuration has its own people")
        smsc.type(BRAM + " start")
        smsc.wait_texts(2, to=BRAM)
        tap.same(sorted(row["person"]
                        for row in story.alloctl("forecast").rows),
                 ["aya", "bram"], "START brings back")
        daemon.end()


run(who_said_stop, an_edit, a_typo, a_reminder_to_come, a_broken_file, what_cannot_be)
