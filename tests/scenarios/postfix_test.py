#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The courier and a real Postfix: what it delivers is what was sent, and what it refuses is understood."""

import contextlib
import email
import email.message
import email.policy
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest

import courier_probe
import support

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = /dev/stdout
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.example.org
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
virtual_mailbox_domains = example.org
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = inline:{{ {{ b@example.org = b/ }}, {{ c@example.org = c/ }}, {{ grey@example.org = grey/ }} }}
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
smtpd_recipient_restrictions =
    check_recipient_access inline:{{ {{ grey@example.org = 450 4.2.0 Greylisted, come back later }} }},
    reject_unauth_destination
default_transport = error:only local delivery
biff = no
"""

# Services that local delivery needs; none in a chroot.
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup   unix n - n 60 1 pickup
cleanup  unix n - n - 0 cleanup
qmgr     unix n - n 300 1 qmgr
rewrite  unix - - n - - trivial-rewrite
bounce   unix - - n - 0 bounce
defer    unix - - n - 0 bounce
trace    unix - - n - 0 bounce
verify   unix - - n - 1 verify
flush    unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error    unix - - n - - error
virtual  unix - n n - - virtual
anvil    unix - - n - 1 anvil
postlog  unix-dgram n - n - 1 postlogd
"""


class Postfix(contextlib.AbstractContextManager):
    """Postfix with everything of its own in a temporary folder, on a free port of 127.0.0.1."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="traject-postfix-"))
        self.folder.chmod(0o755)  # Its services run as another user.
        self.port = support.free_port()
        nobody = pwd.getpwnam("nobody")
        for name in ("config", "queue", "data", "mail"):
            (self.folder / name).mkdir(mode=0o755)
        shutil.chown(self.folder / "mail", nobody.pw_uid, nobody.pw_gid)
        shutil.chown(self.folder / "data", "postfix")
        (self.folder / "config/main.cf").write_text(
            MAIN.format(folder=self.folder, uid=nobody.pw_uid, gid=nobody.pw_gid), encoding="ascii")
        (self.folder / "config/master.cf").write_text(MASTER.format(port=self.port), encoding="ascii")
        self._log = open(self.folder / "log", "wb")
        self.process = subprocess.Popen(["postfix", "-c", str(self.folder / "config"), "start-fg"],
                                        stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log,
                                        env={**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin"})

    def __enter__(self):
        try:
            deadline = time.monotonic() + 60
            while not self._greets():
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise AssertionError(f"Postfix does not start\n{self.log()}")
                time.sleep(0.05)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, *_):
        # The command that starts it is a shell script; the server itself is another process, and ends its children.
        with contextlib.suppress(OSError, ValueError, subprocess.TimeoutExpired):
            os.kill(int((self.folder / "queue/pid/master.pid").read_text()), signal.SIGTERM)
            self.process.wait(15)
        support.terminate(self.process)
        self._log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _greets(self):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=5) as client:
            return client.recv(512).startswith(b"220 ")
        return False

    def log(self):
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def delivered(self, mailbox, count, within=60):
        """Octets of the messages in a mailbox, in no order, once there are as many."""
        deadline = time.monotonic() + within
        folder = self.folder / "mail" / mailbox / "new"
        while True:
            found = list(folder.iterdir()) if folder.is_dir() else []
            if len(found) >= count or time.monotonic() > deadline:
                return [file.read_bytes() for file in found]
            time.sleep(0.05)


def plain(number, body, subject="Onderwerp"):
    return (f"From: Traject <a@example.org>\r\nTo: b@example.org\r\nSubject: {subject}\r\n"
            f"Date: Mon, 05 Jun 2023 09:00:00 +0200\r\nMessage-ID: <{number}@example.org>\r\n"
            "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
            f"\r\n{body}").encode("utf-8")


def composed(number, subject, text, html=None, attachment=None):
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["From"] = "Coördinator <a@example.org>"
    message["To"] = "b@example.org"
    message["Subject"] = subject
    message["Date"] = "Mon, 05 Jun 2023 09:00:00 +0200"
    message["Message-ID"] = f"<{number}@example.org>"
    message.set_content(text, cte="quoted-printable")
    if html:
        message.add_alternative(html, subtype="html", cte="base64")
    if attachment:
        message.add_attachment(attachment, maintype="text", subtype="calendar", filename="werksessie.ics")
    return message.as_bytes()


def messages():
    bodies = [
        ".\r\n", "..\r\n", "...\r\n.\r\n..\r\n.\r\n", ".a\r\n..b\r\na.\r\n", "\r\n\r\n\r\n", "a\r\n\r\n.\r\n\r\nb\r\n",
        "From the first word on\r\nFrom: nobody@example.org\r\n", "QUIT\r\nRSET\r\nDATA\r\n", "x" * 998 + "\r\n",
        "." * 998 + "\r\n", "tab\there \r\n  spaces  \r\n", "één cliënt\r\n", "=2E=\r\n", ("." + "y" * 70 + "\r\n") * 3000,
        "\r\n".join("." * width for width in range(60)) + "\r\n",
    ]
    found = [plain(number, body) for number, body in enumerate(bodies)]
    number = len(found)
    return found + [
        composed(number, "Werksessie 1 — dinsdag 20 juni 2023 in Café Zoë", "Beste deelnemer,\n\nTot dan.\n"),
        composed(number + 1, "Een heel lang onderwerp " * 20, "kort\n"),
        composed(number + 2, "Twee vormen", "Dag\n", "<p>Dag, <b>Zoë</b></p>\n"),
        composed(number + 3, "Met bijlage", "Dag\n", "<p>Dag</p>\n", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
        composed(number + 4, "Punten", ".\n..\n.\nna de punten\n"),
        plain(number + 5, "gevouwen\r\n", "een\r\n twee\r\n\tdrie"),
    ]


@unittest.skipIf(os.geteuid() != 0, "Postfix starts as root only")
class PostfixTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.postfix = cls.enterClassContext(Postfix())

    def send(self, pairs, connections=1):
        results, _ = courier_probe.send(pairs, port=self.postfix.port, host="127.0.0.1", security="none",
                                        connections=connections)
        return results

    def test_what_is_delivered_is_what_was_sent(self):
        sent = messages()
        self.assertGreaterEqual(len(sent), 20)
        results = self.send([("b@example.org", octets) for octets in sent], connections=4)
        for result in results:
            self.assertEqual((result.outcome, result.code), ("sent", 250), result)
            self.assertRegex(result.detail, "^250 2.0.0 Ok: queued as ")
        delivered = {email.message_from_bytes(octets)["Message-ID"]: octets
                     for octets in self.postfix.delivered("b", len(sent))}
        self.assertEqual(len(delivered), len(sent), self.postfix.log())
        for octets in sent:
            original = email.message_from_bytes(octets, policy=email.policy.default)
            with self.subTest(original["Message-ID"]):
                arrived = delivered[original["Message-ID"]]
                # Postfix puts its own headers before them, and a mailbox has the line ends of its system.
                self.assertTrue(arrived.endswith(b"\n" + octets.replace(b"\r\n", b"\n")), arrived[:2000])
                parsed = email.message_from_bytes(arrived, policy=email.policy.default)
                self.assertEqual(parsed["Delivered-To"], "b@example.org")
                self.assertEqual(parsed["Return-Path"], "<a@example.org>")
                self.assertEqual(parsed["Subject"], original["Subject"])
                self.assertEqual([part.get_content() for part in parsed.walk() if not part.is_multipart()],
                                 [part.get_content() for part in email.message_from_bytes(
                                     octets.replace(b"\r\n", b"\n"), policy=email.policy.default).walk()
                                  if not part.is_multipart()])
                self.assertEqual(parsed.defects, [])

    def test_refusals_are_understood_and_stop_no_other(self):
        octets = plain("refusals", "Dag\r\n")
        results = self.send([("nobody@example.org", octets), ("c@example.org", octets), ("grey@example.org", octets),
                             ("b@example.net", octets), ("c@example.org", octets)])
        unknown, first, grey, relayed, second = results
        self.assertEqual((unknown.outcome, unknown.code, unknown.blame), ("failed", 550, "recipient"))
        self.assertEqual(unknown.detail, "RCPT TO: 550 5.1.1 <nobody@example.org>: Recipient address rejected: "
                                         "User unknown in virtual mailbox table")
        self.assertEqual((grey.outcome, grey.code, grey.blame), ("retry", 450, "recipient"))
        self.assertIn("Greylisted", grey.detail)
        self.assertEqual((relayed.outcome, relayed.code, relayed.blame), ("failed", 554, "recipient"))
        self.assertEqual((first.outcome, second.outcome), ("sent", "sent"))
        self.assertEqual(len(self.postfix.delivered("c", 2)), 2)
        self.assertEqual(self.postfix.delivered("grey", 0), [])

    def test_message_that_is_too_large(self):
        result, = self.send([("b@example.org", plain("large", "x" * 900 + "\r\n" + ("y" * 900 + "\r\n") * 12000))])
        self.assertEqual((result.outcome, result.code, result.blame), ("retry", 552, "relay"))
        self.assertRegex(result.detail, "^MAIL FROM: 552 5.3.4 ")


if __name__ == "__main__":
    unittest.main()
