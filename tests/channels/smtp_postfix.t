#!/usr/bin/env python3
# The smtp plugin against a real Postfix of its own: STARTTLS with a checked
# certificate, the extensions that Postfix offers, and the mails read back from
# the mailbox.

import email
import email.policy
import glob
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.environ.get("ALLO_SRCDIR", "."),
                                "tests/lib"))
from plugin_test import Certificates, Plugin, Tap, skip_all

os.environ["PATH"] += ":/usr/sbin:/sbin"
if not shutil.which("postfix"):
    skip_all("postfix is not installed")
if os.geteuid() != 0:
    skip_all("only root can start a private Postfix")

tap = Tap()
TO = "lien@allo.test"


class Postfix:
    def __init__(self, certificate):
        self.top = tempfile.mkdtemp(prefix="allo-postfix-")
        os.chmod(self.top, 0o755)
        for name in ("etc", "queue", "data", "mail"):
            os.mkdir(self.path(name), 0o755)
        owner = pwd.getpwnam("postfix")
        os.chown(self.path("data"), owner.pw_uid, owner.pw_gid)
        box = pwd.getpwnam("nobody")
        os.chown(self.path("mail"), box.pw_uid, box.pw_gid)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        shutil.copy(certificate, self.path("etc/tls.pem"))
        os.chmod(self.path("etc/tls.pem"), 0o600)
        self.write("etc/main.cf", """
            compatibility_level = 3.6
            queue_directory = {top}/queue
            data_directory = {top}/data
            maillog_file = {top}/maillog
            maillog_file_prefixes = {top}
            mail_owner = postfix
            setgid_group = postdrop
            myhostname = mx.allo.test
            mydestination =
            local_recipient_maps =
            alias_maps =
            alias_database =
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            smtpd_relay_restrictions = reject_unauth_destination
            smtpd_tls_security_level = may
            smtpd_tls_chain_files = {top}/etc/tls.pem
            smtpd_tls_loglevel = 1
            message_size_limit = 20480
            virtual_mailbox_domains = allo.test
            virtual_mailbox_base = {top}/mail
            virtual_mailbox_maps = inline:{{ {{{to} = lien/}} }}
            virtual_uid_maps = static:{box.pw_uid}
            virtual_gid_maps = static:{box.pw_gid}
            virtual_minimum_uid = 1
            """.format(top=self.top, to=TO, box=box))
        services = ["127.0.0.1:%d inet n - n - - smtpd" % self.port,
                    "qmgr unix n - n 300 1 qmgr",
                    "pickup unix n - n 60 1 pickup",
                    "cleanup unix n - n - 0 cleanup",
                    "postlog unix-dgram n - n - 1 postlogd"]
        services += ["%s unix - - n - - %s" % pair for pair in (
            ("rewrite", "trivial-rewrite"), ("error", "error"),
            ("retry", "error"), ("smtp", "smtp"), ("discard", "discard"),
            ("proxymap", "proxymap"))]
        services += ["virtual unix - n n - - virtual"]
        services += ["%s unix - - n - 0 %s" % pair for pair in (
            ("bounce", "bounce"), ("defer", "bounce"), ("trace", "bounce"))]
        services += ["tlsmgr unix - - n 1000? 1 tlsmgr",
                     "anvil unix - - n - 1 anvil",
                     "verify unix - - n - 1 verify",
                     "scache unix - - n - 1 scache",
                     "flush unix n - n 1000? 0 flush"]
        self.write("etc/master.cf", "\n".join(services) + "\n")

    def path(self, name):
        return os.path.join(self.top, name)

    def write(self, name, text):
        with open(self.path(name), "w") as file:
            file.write(re.sub("(?m)^ +", "", text))

    def control(self, word):
        return subprocess.run(["postfix", "-c", self.path("etc"), word],
                              stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)

    def start(self):
        said = self.control("start")
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        tap.ok(False, "Postfix starts", said.stdout.decode(), self.log())
        tap.done()

    def stop(self):
        """Returns once the master is gone, so that its folder can go too."""
        try:
            with open(self.path("queue/pid/master.pid")) as file:
                master = int(file.read())
        except (OSError, ValueError):
            return
        self.control("stop")
        for _ in range(100):
            try:
                os.kill(master, 0)
            except ProcessLookupError:
                return
            time.sleep(0.1)
        os.kill(master, signal.SIGKILL)

    def log(self):
        try:
            with open(self.path("maillog")) as file:
                return file.read()
        except OSError:
            return ""

    def mails(self, wanted):
        """The mails in the box, once there are as many as wanted."""
        for _ in range(200):
            files = glob.glob(self.path("mail/lien/new/*"))
            if len(files) >= wanted:
                break
            time.sleep(0.1)
        mails = []
        for name in files:
            with open(name, "rb") as file:
                mails.append(email.message_from_binary_file(
                    file, policy=email.policy.default))
        return mails


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
    server.stop()
    shutil.rmtree(server.top, ignore_errors=True)
tap.done()
