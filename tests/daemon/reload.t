#!/usr/bin/env python3
# Files change under a daemon that runs: nothing takes effect before it is
# valid, and nothing restarts that did not change.

import os
import signal
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.environ.get("ALLO_SRCDIR", "."),
                                "tests/lib"))
from story import Story, due_in, run, until

AYA = "+32470000001"


def ready(story, **more):
    """A daemon with one person, and an event that is far away."""
    smsc = story.smsc()
    story.conf([story.sms(smsc.port)], **more)
    story.people(story.person("aya", AYA))
    story.event("ver", start=due_in(86400), title="Ver weg")
    daemon = story.daemon("-v")
    story.wait_channel()
    return smsc, daemon


def titles(story):
    return sorted(row["event"] for row in story.alloctl("events").rows)


def a_new_file(tap):
    with Story() as story:
        smsc, daemon = ready(story)
        story.event(start=due_in(2))
        answer = story.alloctl("reload")
        tap.ok(answer.code == 0 and any("overleg is new" == row["text"]
                                        for row in answer.rows),
               "alloctl reload tells what is new", answer)
        text = smsc.wait_texts(1)[0]["text"]
        tap.ok("Straatoverleg" in text, "and it is sent", text)


def a_signal(tap):
    with Story() as story:
        smsc, daemon = ready(story)
        story.event(start=due_in(3))
        daemon.process.send_signal(signal.SIGHUP)
        daemon.wait_log("config.loaded events=2")
        smsc.wait_texts(1)
        for _ in range(200):
            daemon.process.send_signal(signal.SIGHUP)
        tap.same(story.alloctl("status").code, 0, "a storm of SIGHUP is no "
                 "matter")
        tap.same(daemon.end(), 0, "SIGHUP is as good")


def a_broken_file(tap):
    """It is left out as it is, and its events go on as they were."""
    with Story() as story:
        smsc, daemon = ready(story)
        start = story.event(start=due_in(5))
        story.alloctl("reload")
        text = story.event_text("overleg", start, place="Nergens")
        story.write("events.d/overleg.conf", text.replace("title", "titel"))
        story.event("nieuw", start=due_in(86400), title="Nieuw")
        answer = story.alloctl("reload")
        errors = [row for row in answer.rows if row["kind"] == "error"]
        tap.same([(row["file"], row["line"]) for row in errors][:1],
                 [("events.d/overleg.conf", 2)], "the error has file and line")
        tap.ok(any("title" in row["text"] for row in errors),
               "and says what would be right", answer.out)
        tap.ok(daemon.wait_log("config.error", "file=events.d/overleg.conf",
                               "line=2"), "the log has it too")
        tap.same(titles(story), ["nieuw", "overleg", "ver"],
                 "the other file is taken, the events of this one stay")
        sent = smsc.wait_texts(1)[0]["text"]
        tap.ok("De Kouter" in sent, "as they were", sent)
        story.write("events.d/overleg.conf", "events = (")
        tap.ok(story.alloctl("reload").rows, "half a file")
        daemon.end()
        daemon = story.daemon("-v")
        tap.same(titles(story), ["nieuw", "overleg", "ver"],
                 "they stay over a restart")
        story.event("overleg", start=start, place="Stationsplein")
        story.alloctl("reload")
        sent = smsc.wait_texts(2)[1]["text"]
        tap.ok("Stationsplein" in sent, "until the file is whole again", sent)


def a_broken_allo_conf(tap):
    """Refused as a whole: what runs stays as it was."""
    with Story() as story:
        smsc, daemon = ready(story)
        before = story.channel()["pid"]
        with open(story.path("allo.conf")) as file:
            good = file.read()
        story.write("allo.conf", good.replace("settle", "setle")
                    .replace("sender", "sander", 0).replace('"jongeren"; r',
                                                            '"jongeren"; rr'))
        answer = story.alloctl("reload")
        errors = [row["text"] for row in answer.rows if
                  row["kind"] == "error"]
        tap.same((answer.code, len(errors) >= 2), (1, True),
                 "every error is told, and the answer is no")
        tap.ok(any("settle" in text for text in errors),
               "with what would be right", errors)
        daemon.process.send_signal(signal.SIGHUP)
        daemon.wait_log("config.refused", count=2)
        tap.same((titles(story), story.channel()["pid"]), (["ver"], before),
                 "nothing changed")
        story.write("allo.conf", good)
        tap.same(story.alloctl("reload").code, 0, "mended: it is taken")


def a_changed_channel(tap):
    """It drains and restarts alone, and loses nothing."""
    with Story() as story:
        slow, other, third = story.smsc("--latency", "1500"), story.smsc(), \
            story.smsc()
        groups = ('{ id = "jongeren"; reach = [ "een" ]; quiet = "none"; }, '
                  '{ id = "ouders"; reach = [ "twee" ]; quiet = "none"; }')
        story.conf([story.sms(slow.port, name="een"),
                    story.sms(other.port, name="twee")], groups=groups)
        story.people(story.person("aya", AYA),
                     story.person("bram", "+32470000002", group="ouders"))
        story.event(start=due_in(3), invite='jongeren", "ouders')
        daemon = story.daemon("-v")
        story.wait_channel("een")
        story.wait_channel("twee")
        pids = [story.channel(name)["pid"] for name in ("een", "twee")]
        slow.wait_texts(1)      # in flight for another 1.5 seconds
        story.conf([story.sms(third.port, name="een"),
                    story.sms(other.port, name="twee")], groups=groups)
        tap.same(story.alloctl("reload").code, 0, "another SMSC for 'een'")
        until(lambda: story.channel("een")["pid"] not in ("", None, pids[0])
              and story.channel("een")["state"] == "ready",
              "'een' has another process")
        tap.same(story.channel("twee")["pid"], pids[1],
                 "'twee' has the one it had")
        row = story.outbox(person="aya")[0]
        tap.ok(row["state"] in ("accepted", "delivered"),
               "what was in flight had its answer", row)
        tap.ok(daemon.logged("channel.changed", "een") and
               not daemon.logged("channel.changed", "twee"), "one log line")
        story.event("tweede", start=due_in(2), title="Tweede",
                    invite='jongeren", "ouders')
        story.alloctl("reload")
        third.wait_texts(1)
        other.wait_texts(2, to="+32470000002")
        tap.same(len(slow.texts()), 1, "what follows goes to the new one")


def a_channel_comes_and_goes(tap):
    with Story() as story:
        smsc, daemon = ready(story)
        second = story.smsc()
        groups = ('{ id = "jongeren"; reach = [ "sms", "twee" ]; '
                  'quiet = "none"; }')
        pid = story.channel()["pid"]
        story.conf([story.sms(smsc.port), story.sms(second.port,
                                                    name="twee")],
                   groups=groups)
        answer = story.alloctl("reload")
        tap.ok("channel twee is new" in answer.out, "a new one", answer)
        gone = story.wait_channel("twee")["pid"]
        story.conf([story.sms(smsc.port)])
        answer = story.alloctl("reload")
        tap.ok("channel twee is gone" in answer.out, "it goes", answer)
        until(lambda: not os.path.exists("/proc/%d" % gone),
              "its process is gone")
        tap.same([(row["name"], row["pid"]) for row in
                  story.alloctl("channels").rows], [("sms", pid)],
                 "the other one did not notice")


def people_come_and_go(tap):
    with Story() as story:
        smsc, daemon = ready(story)
        story.people(story.person("bram", "+32470000002"))
        answer = story.alloctl("reload")
        tap.ok("1 person stands in no file any more" in answer.out,
               "who is gone is told", answer.out)
        story.event(start=due_in(2))
        story.alloctl("reload")
        smsc.wait_texts(1)
        story.wait_state("delivered")
        tap.same([text["to"] for text in smsc.texts()], ["+32470000002"],
                 "only who stands in a file is reminded")


def watched_files(tap):
    with Story() as story:
        smsc, daemon = ready(story, more="watch = true;")
        story.event(start=due_in(6))
        daemon.wait_log("config.loaded events=2")
        tap.ok(smsc.wait_texts(1), "watch = true: an edit is picked up")
        os.unlink(story.path("events.d/ver.conf"))
        daemon.wait_log("config.loaded events=1", count=2)
        tap.same(titles(story), ["overleg"], "and so is a file that goes")


def watched_words(tap):
    with Story() as story:
        os.rmdir(story.path("texts.d"))
        smsc, daemon = ready(story, more="watch = true;")
        os.mkdir(story.path("texts.d"))
        story.alloctl("reload")
        story.write("texts.d/eigen.conf",
                    'texts = { reminder = "Anders: {event.title}"; };\n')
        daemon.wait_log("config.loaded events=1", count=3)
        story.write("texts.d/eigen.conf", "texts = { remender = 5; };\n")
        story.event(start=due_in(6))
        tap.ok(smsc.wait_texts(1)[0]["text"].startswith("Anders: "),
               "words of texts.d are picked up, and stay when it is broken")


def watch_is_switched_on(tap):
    with Story() as story:
        smsc, daemon = ready(story)
        story.conf([story.sms(smsc.port)], more="watch = true;")
        story.alloctl("reload")
        story.event(start=due_in(86400))
        daemon.wait_log("config.loaded events=2")
        tap.same(titles(story), ["overleg", "ver"], "by a reload")
        story.conf([story.sms(smsc.port)])
        daemon.wait_log("config.loaded events=2", count=2)
        story.event("nog", start=due_in(86400))
        story.alloctl("reload")
        tap.same(len(daemon.logged("config.loaded events=3")), 1,
                 "and off again")


run(a_new_file, a_signal, a_broken_file, a_broken_allo_conf,
    a_changed_channel, a_channel_comes_and_goes, people_come_and_go,
    watched_files, watched_words, watch_is_switched_on)
