# postfix - a private Postfix on a free port, with a mailbox of its own; only
# root can start one.

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
import tempfile
import time

from plugin_test import skip_all

BOX = "lien@allo.test"


def missing():
    """Why there can be none here, or None."""
    if "/usr/sbin" not in os.environ["PATH"].split(":"):
        os.environ["PATH"] += ":/usr/sbin:/sbin"
    if not shutil.which("postfix"):
        return "postfix is not installed"
    if os.geteuid() != 0:
        return "only root can start a private Postfix"
    return None


def need():
    """Skip the test where there can be none."""
    if missing():
        skip_all(missing())


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
            """.format(top=self.top, to=BOX, box=box))
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
        raise OSError("Postfix does not start: %s %s" %
                      (said.stdout.decode(), self.log()))

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

    def remove(self):
        self.stop()
        shutil.rmtree(self.top, ignore_errors=True)
