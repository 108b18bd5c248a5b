#!/usr/bin/env python3
# The smtp plugin against a real Postfix of its own: STARTTLS with a checked
# certificate, the extensions that Postfix offers, and the mails read back from
# the mailbox.

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.environ.get("ALLO_SRCDIR", "."),
                                "tests/lib"))
from plugin_test import Certificates, Plugin, Tap
from postfix import BOX as TO
from postfix import Postfix, need

need()
tap = Tap()


def check(postfix, certificates):
    settings = {"host": "localhost", "port": postfix.port,
                "tls": "required", "ca": certificates.ca,
                "from": "ALLO?! Zoë <allo@lejo.example>",
                "unsubscribe": "stop@lejo.example"}
    channel = Plugin("smtp", **settings)
    text = "Dag Zoë,\n\n.\n’t Is om 19 u. Kom je? €0\n"
    channel.send("first", TO, subject="Overleg met Zoë", text=text)
    channel.send("nobody", "nobody@allo.test", subject="x")
    channel.send("relay", "a@elsewhere.example", subject="x")
    channel.send("big", TO, subject="x", text="b" * 40000)
    channel.send("last", TO, subject="Laatste", text="Tot dan")
    results = channel.run()
    tap.same({k: f["outcome"] for k, f in results.items()},
             {"first": "accepted", "nobody": "rejected", "relay": "rejected",
              "big": "rejected", "last": "accepted"},
             "each mail of a batch has its own outcome")
    tap.ok("550 5.1.1" in results["nobody"]["reason"],
           "an unknown person is told apart", results["nobody"])
    tap.ok("552 5.3.4" in results["big"]["reason"], "so is a mail too long",
           results["big"])
    mails = {m["Message-ID"]: m for m in postfix.mails(2)}
    tap.same(sorted(mails), ["<allo.first@lejo.example>",
                             "<allo.last@lejo.example>"],
             "what was accepted is in the mailbox")
    if len(mails) != 2:
        print("# " + postfix.log().replace("\n", "\n# "))
        return
    mail = mails["<allo.first@lejo.example>"]
    tap.same((mail["Subject"], mail["From"], mail["To"], mail["X-Original-To"],
              mail.get_content().replace("\r\n", "\n"), mail.defects),
             ("Overleg met Zoë", "ALLO?! Zoë <allo@lejo.example>", TO, TO,
              text, []), "and it is read as it was written")
    tap.same((len(mail.get_all("Date")), len(mail.get_all("Message-ID")),
              mail["Auto-Submitted"], mail["List-Unsubscribe"]),
             (1, 1, "auto-generated",
              "<mailto:stop@lejo.example?subject=STOP>"),
             "with each header field once")
    log = postfix.log()
    tap.ok(all("%s: client=localhost" % results[k]["remote"] in log
               for k in ("first", "last")),
           "under the queue's name that the plugin reports", results, log)
    tap.ok("TLS connection established" in log and "TLSv1.3" in log,
           "over TLS 1.3", log)
    tap.ok("data=" in log and "bdat=" not in log, "never in chunks", log)

    before = log.count(": connect from")
    for i in range(100):
        channel.send("many%d" % i, TO, subject="Nr %d" % i)
    results = channel.run()
    tap.same({f["outcome"] for f in results.values()}, {"accepted"},
             "a hundred mails are accepted")
    mails = postfix.mails(102)
    tap.same(len({m["Message-ID"] for m in mails}), 102,
             "and arrive, each once")
    tap.same(postfix.log().count(": connect from") - before, 1,
             "over one connection")

    postfix.stop()
    result = channel.outcome(to=TO)
    tap.same((result["outcome"], channel.states()[-1][0]), ("retry", "0"),
             "a server that is down is tried again later")
    tap.same((channel.close(), channel.violations()), (0, []),
             "and the plugin ends well")
    tap.ok("lien" not in channel.said and "@" not in channel.said,
           "without having told an address", channel.said)


certificates = Certificates()
server = Postfix(certificates.issue("localhost", "DNS:localhost"))
try:
    server.start()
    check(server, certificates)
finally:
    server.remove()
tap.done()
