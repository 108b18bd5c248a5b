#!/usr/bin/env python3
# The daemon as a process, one text at a time: what is promised of a reminder,
# whatever the SMSC does.

import datetime
import os
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.environ.get("ALLO_SRCDIR", "."),
                                "tests/lib"))
from story import Story, due_in, run, until

AYA, BRAM = "+32470000001", "+32470000002"
SHORT = "1 hour before"         # less than three hours to go
LONG, LONG_S = "4 hours before", 4 * 3600


def hour_of(moment):
    """As a Dutch text says it: 19u30, and 19u on the hour."""
    if moment.minute == 0:
        return "%du" % moment.hour
    return "%du%02d" % (moment.hour, moment.minute)


def tell(story, *flags, seconds=3, remind=SHORT, before=3600, people=None,
         options=None, **more):
    """One reminder on its way: the SMSC and the daemon."""
    smsc = story.smsc(*flags)
    story.conf([story.sms(smsc.port, **(options or {}))])
    story.people(*(people or [story.person("aya", AYA)]))
    start = story.event(start=due_in(seconds, before), remind=remind, **more)
    return smsc, story.daemon("-v"), start


def a_text_and_its_receipt(tap):
    with Story() as story:
        smsc, daemon, start = tell(story)
        text = smsc.wait_texts(1)[0]
        tap.ok("Straatoverleg" in text["text"] and
               hour_of(start) in text["text"] and
               "De Kouter" in text["text"], "the text says what, when, where",
               text)
        tap.same((text["to"], text["from"]), (AYA, "+32470000000"),
                 "it goes to the phone, from the sender")
        tap.same(text["validity"][:12], start.strftime("%y%m%d%H%M%S"),
                 "the carrier knows until when it is of use")
        row = story.wait_state("delivered")[0]
        tap.same((row["person"], row["event"], row["channel"],
                  row["attempt"]), ("aya", "overleg", "sms", 1),
                 "the outbox has it as delivered")
        tap.same([(e["event"], e["delivered"], e["invited"])
                  for e in story.alloctl("events").rows],
                 [("overleg", 1, 1)], "so have the events")
        status = story.alloctl("status")
        tap.same((status.code, status.rows[0]["delivered"],
                  status.rows[0]["clock"]), (0, 1, "trusted"),
                 "so has the status")
        why = story.alloctl("why", "aya", "overleg", expect_json=False)
        tap.ok(why.code == 0 and "sent over sms, delivered" in why.out,
               "why says it in a line", why)
        tap.same(daemon.end(), 0, "it stops when it is told to")
        tap.same(len(smsc.texts()), 1, "and there was one text")


def not_a_moment_too_soon(tap):
    """It is written down a little before its instant, and leaves at it."""
    with Story() as story:
        smsc = story.smsc()
        story.conf([story.sms(smsc.port)])
        story.people(story.person("aya", AYA))
        dues = []
        for second in range(3, 9):
            # the same text six times to one phone would be a loop
            start = story.event("e%d" % second, start=due_in(second),
                                title="Overleg %d" % second)
            dues.append(start - datetime.timedelta(hours=1))
        story.daemon("-v")
        late = [datetime.datetime.fromisoformat(
                    text["at"].replace("Z", "+00:00")) - due
                for text, due in zip(smsc.wait_texts(len(dues)), dues)]
        tap.ok(min(late) >= datetime.timedelta(0), "none is early", late)


def receipts(tap, *flags):
    """Each is one message that arrived, however it is told."""
    with Story() as story:
        smsc, daemon, _ = tell(story, *flags, people=[
            story.person("aya", AYA), story.person("bram", BRAM)])
        smsc.wait_texts(2)
        rows = story.wait_state("delivered")
        tap.same((len(rows), len(smsc.texts())), (2, 2), " ".join(flags))


def receipts_in_hexadecimal(tap):
    receipts(tap, "--receipt-hex")


def receipts_twice(tap):
    receipts(tap, "--double-receipts")


def receipts_before_the_answer(tap):
    receipts(tap, "--receipt-early", "--latency", "300")


def receipts_with_all_that(tap):
    receipts(tap, "--receipt-early", "--receipt-hex", "--double-receipts",
             "--receipt-delay", "0", "--latency", "300")


def what_did_not_arrive(tap):
    with Story() as story:
        smsc, _, _ = tell(story, "--undelivered", "100")
        story.wait_state("undelivered")
        tap.same(len(smsc.texts()), 1, "it is sent once")
        tap.same(story.alloctl("events").rows[0]["failed"], 1,
                 "and counted as failed")
        tap.ok("UNDELIV" in story.alloctl("why", "aya", "overleg").out,
               "why says what the network said")


def a_refusal(tap):
    with Story() as story:
        smsc, _, _ = tell(story, "--refuse", "11")
        row = story.wait_state("rejected")[0]
        tap.ok("number is not valid" in row["reason"], "it says why", row)
        tap.same(len(smsc.events("refused")), 1, "and was tried once")


def throttling(tap):
    with Story() as story:
        people = [story.person("p%d" % i, "+3247000%04d" % (100 + i))
                  for i in range(3)]
        smsc, daemon, _ = tell(story, "--throttle", "2", people=people)
        smsc.wait_texts(3)
        story.wait_state("delivered")
        tap.same(sorted(text["to"] for text in smsc.texts()),
                 ["+3247000%04d" % (100 + i) for i in range(3)],
                 "each gets one text in the end")
        tap.ok(smsc.events("refused"), "though some were refused at first")


def the_smsc_is_away(tap):
    """Nobody listens when it is due; it leaves when somebody does."""
    with Story() as story:
        gone = story.smsc()
        port = gone.port
        gone.end()
        story.conf([story.sms(port)])
        story.people(story.person("aya", AYA))
        story.event(start=due_in(3))
        daemon = story.daemon("-v")
        daemon.wait_log("wave.open")
        until(lambda: story.channel()["last_error"], "the channel complains")
        channels = story.alloctl("channels")
        tap.ok(channels.code == 1 and channels.rows[0]["state"] != "ready",
               "channels says that it is away", channels)
        why = story.alloctl("why", "aya", "overleg")
        tap.ok(why.code == 1 and "waits" in why.out, "why: it waits", why)
        back = story.smsc(port=port)
        back.wait_texts(1)
        story.wait_state("delivered")
        tap.same(len(back.texts()), 1, "it comes when the SMSC is back")
        tap.same(story.wait_channel()["last_error"] != "", True,
                 "the last error is not forgotten")


def a_lost_answer(tap):
    """Sent, and no answer: less than three hours to go and no other way."""
    with Story() as story:
        smsc, _, _ = tell(story, "--lose-resp", "1", "--no-receipts",
                          options={"timeout": 1})
        row = story.wait_state("unknown-final")[0]
        tap.ok("answer was lost" in row["reason"], "it is unknown, and that "
               "is said", row)
        tap.same(story.alloctl("events").rows[0]["unknown"], 1,
                 "it is counted as unknown")
        notices = [r["text"] for r in story.alloctl("status").rows
                   if "notice" in r]
        tap.ok(any("aya" in text and "call" in text for text in notices),
               "the coordinator is told to call", notices)
        why = story.alloctl("why", "aya", "overleg")
        tap.ok("not certain" in why.out or "unknown" in why.out,
               "why says so", why)
        tap.same(len(smsc.texts()), 1, "it is not sent again")


def a_lost_answer_with_time(tap):
    """More than three hours to go: it waits for a receipt first."""
    with Story() as story:
        smsc, _, _ = tell(story, "--lose-resp", "1", "--no-receipts",
                          options={"timeout": 1}, remind=LONG, before=LONG_S)
        row = story.wait_state("unknown")[0]
        tap.ok(row["due"], "it says when it is looked at again", row)
        tap.same((len(smsc.texts()), row["attempt"]), (1, 1),
                 "and is not sent again before")


def a_receipt_settles_what_is_unknown(tap):
    """The answer was lost; the receipt carries the message's reference."""
    with Story() as story:
        smsc, _, _ = tell(story, "--lose-resp", "1", "--receipt-delay",
                          "2500", options={"timeout": 1}, remind=LONG,
                          before=LONG_S)
        smsc.wait_texts(1)
        story.wait_state("unknown")
        row = story.wait_state("delivered", "undelivered")[0]
        tap.same((row["state"], len(smsc.texts())), ("delivered", 1),
                 "it is delivered after all, and sent once")


def another_channel_when_it_is_urgent(tap):
    with Story() as story:
        smsc = story.smsc("--lose-resp", "1", "--no-receipts")
        other = story.smsc()
        story.conf([story.sms(smsc.port, timeout=1),
                    story.sms(other.port, name="tweede")],
                   groups='{ id = "jongeren"; reach = [ "sms", "tweede" ]; '
                          'quiet = "none"; }')
        story.people(story.person("aya", AYA))
        story.event(start=due_in(3))
        story.daemon("-v")
        other.wait_texts(1)
        row = story.wait_state("delivered")[0]
        tap.same((row["channel"], row["attempt"], len(smsc.texts()),
                  len(other.texts())), ("tweede", 2, 1, 1),
                 "the next channel at once, two submissions at most")


def started_too_late(tap):
    """What is of no use any more expires before anything is sent."""
    with Story() as story:
        smsc = story.smsc()
        story.conf([story.sms(smsc.port)], useful="3598 seconds")
        story.people(story.person("aya", AYA))
        start = story.event(start=due_in(4))
        first = story.daemon("-v")
        first.end()             # before it is due
        tap.same(smsc.texts(), [], "stopped before it was due")
        useless = start.timestamp() - 3598
        until(lambda: time.time() > useless, "its time is over")
        daemon = story.daemon("-v")
        daemon.wait_log("wave.expired")
        until(lambda: story.channel()["state"] == "ready", "all is up")
        event = story.alloctl("events").rows[0]
        tap.same(len(smsc.texts()), 0, "nothing is sent")
        why = story.alloctl("why", "aya", "overleg")
        tap.ok("expired" in why.out or "too late" in why.out,
               "why says that it expired", why, event)


def started_late_but_in_time(tap):
    """What fell due while nobody was there leaves at the start."""
    with Story() as story:
        smsc = story.smsc()
        story.conf([story.sms(smsc.port)])
        story.people(story.person("aya", AYA))
        start = story.event(start=due_in(4))
        story.event("ver", start=due_in(86400), title="Ver weg")
        first = story.daemon("-v")
        first.end(9)
        due = start.timestamp() - 3600
        until(lambda: time.time() > due + 0.1, "it is due")
        story.daemon("-v")
        smsc.wait_texts(1)
        story.wait_state("delivered")
        tap.same(len(smsc.texts()), 1, "and leaves once")


def stop_and_start(tap):
    with Story() as story:
        smsc = story.smsc()
        story.conf([story.sms(smsc.port)])
        story.people(story.person("aya", AYA), story.person("bram", BRAM))
        daemon = story.daemon("-v")
        story.wait_channel()
        smsc.type(AYA + " sToP!")
        smsc.wait_texts(1, to=AYA)
        until(lambda: smsc.events("acknowledged"), "it is acknowledged")
        smsc.type(AYA + " stop")
        until(lambda: len(smsc.events("acknowledged")) == 2, "again")
        start = story.event(start=due_in(2))
        tap.same(story.alloctl("reload").code, 0, "an event is written")
        smsc.wait_texts(1, to=BRAM)
        story.wait_state("delivered", person="bram", event="overleg")
        story.event(start=start, place="Stationsplein")
        story.alloctl("reload")
        smsc.wait_texts(2, to=BRAM)
        tap.same(len(smsc.texts(to=AYA)), 1,
                 "one confirmation, and nothing after it")
        why = story.alloctl("why", "aya", "overleg")
        tap.ok("STOP" in why.out, "why says STOP", why)
        tap.ok(story.outbox(person="aya", event="overleg")[0]["state"] ==
               "cancelled", "the reminder is cancelled")
        daemon.end()
        tap.same(story.store().stops, 1, "the store has it")
        story.daemon("-v")
        story.wait_channel()
        smsc.type(AYA + " start")
        smsc.wait_texts(2, to=AYA)
        story.event("tweede", start=due_in(2), title="Tweede")
        story.alloctl("reload")
        text = smsc.wait_texts(3, to=AYA)[2]["text"]
        tap.ok("Tweede" in text, "START brings a person back", text)


def moved_and_cancelled(tap):
    with Story() as story:
        smsc, _, start = tell(story)
        smsc.wait_texts(1)
        story.wait_state("delivered")
        moved = due_in(2, 7200)
        story.event(start=moved)
        tap.same(story.alloctl("reload").code, 0, "another hour is written")
        text = smsc.wait_texts(2)[1]["text"]
        tap.ok(text.startswith("Verplaatst: Straatoverleg") and
               hour_of(moved) in text,
               "whoever was told hears that it is moved", text)
        why = story.alloctl("why", "aya", "overleg")
        tap.ok("corrected: now " in why.out, "why says moved", why)
        until(lambda: story.alloctl("status").rows[0]["delivered"] == 2,
              "the status counts both")
        os.unlink(story.path("events.d/overleg.conf"))
        tap.same(story.alloctl("reload").code, 0, "the event is removed")
        text = smsc.wait_texts(3)[2]["text"]
        tap.ok(text.startswith("Gaat niet door: Straatoverleg"),
               "whoever was told hears that it is off", text)
        # a slip that was put right within the settle time says nothing
        story.wait_state("delivered")
        tap.same(len(smsc.texts()), 3, "three texts in all")


def a_slip_costs_nothing(tap):
    with Story() as story:
        smsc = story.smsc()
        story.conf([story.sms(smsc.port)], settle="3 seconds")
        story.people(story.person("aya", AYA))
        start = story.event(start=due_in(3))
        daemon = story.daemon("-v")
        smsc.wait_texts(1)
        story.wait_state("delivered")
        story.event(start=start, place="Elders")
        answer = story.alloctl("reload")
        tap.ok(any("1 person gets a correction" in row["text"]
                   for row in answer.rows), "reload says what follows",
               answer.out)
        story.event(start=start, title="Straat-overleg")
        story.alloctl("reload")
        story.event("later", start=due_in(5), title="Later")
        story.alloctl("reload")
        smsc.wait_texts(2)
        tap.ok("Later" in smsc.texts()[1]["text"] and
               not daemon.logged("occurrence.changed"),
               "nobody heard of the slip, nor of the new spelling",
               smsc.texts())


def quiet_hours(tap):
    """A window that is open all day but for a moment far from now."""
    with Story() as story:
        far = due_in(0, 0).hour + 12
        smsc = story.smsc()
        story.conf([story.sms(smsc.port)], groups='{ id = "jongeren"; reach '
                   '= [ "sms" ]; quiet = "%02d:30-%02d:29"; }, { id = "wakker"'
                   '; reach = [ "sms" ]; quiet = "none"; }'
                   % (far % 24, far % 24))
        story.people(story.person("aya", AYA),
                     story.person("bram", BRAM, group="wakker"))
        story.event(start=due_in(3), invite='jongeren", "wakker')
        story.daemon("-v")
        smsc.wait_texts(1, to=BRAM)
        story.wait_state("delivered", person="bram")
        why = story.alloctl("why", "aya", "overleg")
        tap.ok("quiet hours" in why.out, "why says quiet hours", why)
        tap.same(smsc.texts(to=AYA), [], "nothing is sent in them")


def hold_and_release(tap):
    with Story() as story:
        smsc = story.smsc()
        story.conf([story.sms(smsc.port)])
        story.people(story.person("aya", AYA))
        story.event("overleg", start=due_in(4))
        story.event("ander", start=due_in(4), title="Ander")
        daemon = story.daemon("-v")
        tap.same(story.alloctl("hold", "overleg").code, 0, "an event is held")
        tap.same(story.alloctl("hold", "overlg").code, 1, "a slip is a no")
        smsc.wait_texts(1)
        daemon.wait_log("wave.open", count=2)
        story.wait_state("delivered")
        tap.same([text["text"][:5] for text in smsc.texts()], ["Ander"],
                 "only the other one leaves")
        tap.same([row["status"] for row in story.alloctl("events").rows
                  if row["event"] == "overleg"], ["held"], "events says held")
        why = story.alloctl("why", "aya", "overleg")
        tap.ok("held" in why.out, "so does why", why)
        daemon.end()
        daemon = story.daemon("-v")
        story.wait_channel()
        tap.same([row["status"] for row in story.alloctl("events").rows
                  if row["event"] == "overleg"], ["held"],
                 "it is still held after a restart")
        tap.same(story.alloctl("release", "overleg").code, 0, "released")
        smsc.wait_texts(2)
        tap.ok("Straatoverleg" in smsc.texts()[1]["text"], "and it leaves")
        tap.same(story.alloctl("hold", "channel:sms").code, 0,
                 "a channel is held")
        channels = story.alloctl("channels")
        tap.same((channels.code, channels.rows[0]["reason"]), (1, "held"),
                 "channels says so")
        story.event("derde", start=due_in(2), title="Derde")
        story.alloctl("reload")
        daemon.wait_log("wave.open", "derde")
        story.alloctl("release", "channel:sms")
        smsc.wait_texts(3)
        tap.same(smsc.texts()[2]["text"][:5], "Derde", "it leaves when "
                 "the channel is released")


run(a_text_and_its_receipt, not_a_moment_too_soon, receipts_in_hexadecimal, receipts_twice,
    receipts_before_the_answer, receipts_with_all_that, what_did_not_arrive,
    a_refusal, throttling, the_smsc_is_away, a_lost_answer,
    a_lost_answer_with_time, a_receipt_settles_what_is_unknown,
    another_channel_when_it_is_urgent, started_too_late, started_late_but_in_time, stop_and_start,
    moved_and_cancelled, a_slip_costs_nothing, quiet_hours, hold_and_release)
