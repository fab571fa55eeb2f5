# SPDX-License-Identifier: Apache-2.0
"""The mail server refuses: all of us, one address, or one mail. What waits, what is said, and what goes afterwards."""

import collections
import datetime
import json
import unittest

import smtp_sink
import support

ONE = "coordinator@example.org"
PROGRAMME = "programmes/gezinsaanpak-2023/programme.toml"
PEOPLE = "programmes/gezinsaanpak-2023/people.csv"
OLD, NEW = "date = 2023-09-19", "date = 2023-10-03"
PARTICIPANTS = 12
# Microsoft 365, when the user of the relay may not send as `sender`.
NOT_AS_SENDER = "550 5.7.60 SMTP; Client does not have permissions to send as this sender"
# Outlook.com, of a mailbox that does not exist.
NO_MAILBOX = "550 5.5.0 Requested action not taken: mailbox unavailable"


class RelayBlameTest(unittest.TestCase):
    def setUp(self):
        self.sink = self.enterContext(smtp_sink.SmtpSink())
        self.offered = collections.Counter()

    def refuse(self, point, answer, to=lambda address: True):
        def answers(at, address):
            if at != point or not to(address):
                return None
            self.offered[address] += 1
            return answer

        self.sink.answers = answers

    def accept(self):
        self.sink.answers = lambda point, to: None

    def service(self, *arguments, settings=()):
        service = support.Service(arguments=arguments)
        service.mail_through(self.sink.port)
        for before, after in settings:
            service.edit("service.toml", before, after)
        return self.enterContext(service)

    def edit(self, service, name, before, after):
        """Saves the file and waits until the service has published it."""
        revision = service.revision()
        service.edit(name, before, after)
        support.wait_until(lambda: service.revision() > revision, 20, "the next revision")

    def wait_for_pause(self, service, reason):
        support.wait_until(lambda: (service.ask("mail", "status")["paused"] or {}).get("reason") == reason, 60,
                           f"a pause because of {reason}")
        support.wait_until(lambda: service.says("relay").startswith("mails wait: "), 15, "the pause in /status")

    # --- All of us

    def test_a_relay_that_refuses_the_sender_loses_none_of_twelve_mails(self):
        service = self.service("--now", "2023-08-14T08:00", "--speed", "120", "--mail-to", ONE)
        self.refuse("dot", NOT_AS_SENDER)
        self.edit(service, PROGRAMME, OLD, NEW)
        self.wait_for_pause(service, "content")
        support.wait_until(lambda: len(service.mails(purpose="change")) == PARTICIPANTS, 20, "twelve mails")

        # What is said.
        status = service.ask("mail", "status")
        self.assertFalse(status["held"])
        self.assertEqual(status["paused"]["what"], "the mail server refuses our mails")
        self.assertEqual(status["paused"]["detail"], "after the content: " + NOT_AS_SENDER)
        self.assertIn("sender under [mail]", status["paused"]["help"])
        text = service.run("mail", "status").stdout
        self.assertIn(f": the mail server refuses our mails: after the content: {NOT_AS_SENDER}\n", text)
        self.assertEqual(service.says("relay"), "mails wait: the mail server refuses our mails")
        self.assertIn("mail is paused: the mail server refuses our mails: after the content: 550 5.7.60", service.log())
        self.assertIn("mail is paused since", service.run("mail", "list").stderr)

        # Nothing failed, and no more was offered than the mails that were under way and one a minute.
        states = service.mail_states(purpose="change")
        self.assertEqual(set(states) & {"failed", "expired", "poison", "unknown"}, set(), states)
        self.assertEqual(self.sink.messages, [])

        self.accept()
        support.wait_until(lambda: service.mail_states(purpose="change") == {"sent": PARTICIPANTS}, 60, "all twelve")
        self.assertIsNone(service.ask("mail", "status")["paused"])
        support.wait_until(lambda: service.says("relay") == "the mail server is 127.0.0.1", 15, "/status without it")
        self.assertIn("mail goes on: the mail server accepts it again", service.log())
        changes = [message for message in self.sink.messages if "Werksessie 2" in message.subject
                   or "Work session 2" in message.subject]
        self.assertEqual(len(changes), PARTICIPANTS)
        self.assertEqual(len({message.message_id for message in changes}), PARTICIPANTS)

    def test_a_pause_survives_a_restart_and_a_test_mail_asks_at_once(self):
        service = self.service(settings=[("# address = ", "address = ")])
        self.refuse("mail", "550 5.7.1 Sender refused")
        service.run("mail", "test", "--to", "een@example.org")
        self.wait_for_pause(service, "sender")
        since = service.ask("mail", "status")["paused"]["since"]
        self.assertEqual(self.sink.hellos, {"agenda.example.org"})
        service.stop()
        self.assertEqual(service.ask("mail", "status")["paused"]["since"], since)
        service.start()
        support.wait_until(lambda: service.ask("mail", "status")["paused"]["since"] == since, 10, "the same pause")
        self.accept()
        shown = service.run("mail", "test", "--to", "twee@example.org")
        self.assertIn("the mail server refuses our sender (MAIL FROM: 550 5.7.1 Sender refused)", shown.stderr)
        support.wait_until(lambda: "twee@example.org" in {message.to for message in self.sink.messages}, 20, "a probe")
        support.wait_until(lambda: service.ask("mail", "status")["paused"] is None, 10, "the end of the pause")

    def test_the_greeting_has_the_name_from_service_toml(self):
        service = self.service(settings=[('# hello = "agenda.example.org"', 'hello = "mail.example.org"')])
        service.run("mail", "test", "--to", "een@example.org")
        support.wait_until(lambda: self.sink.messages, 20, "a mail")
        self.assertEqual(self.sink.hellos, {"mail.example.org"})

    # --- One address

    def soon(self, service):
        """Moves a session to the day after tomorrow, which mails everybody concerned at once, and returns its date."""
        day = datetime.date.today() + datetime.timedelta(days=2)
        self.edit(service, PROGRAMME, OLD, f"date = {day}")
        return day

    def test_an_unknown_mailbox_waits_for_another_address(self):
        gone, new = "jeugd.eemland@example.org", "nieuw.eemland@example.org"
        service = self.service()
        self.refuse("rcpt", NO_MAILBOX, lambda to: to == gone)
        self.soon(service)
        expected = {"sent": PARTICIPANTS - 1, "waiting": 1}
        support.wait_until(lambda: service.mail_states(purpose="change") == expected, 60, "all but one")
        self.assertEqual(self.offered[gone], 1)
        self.assertEqual(self.sink.hellos, {"[127.0.0.1]"})
        self.assertIn(f"{gone} is refused: RCPT TO: {NO_MAILBOX}; mails to it wait for another address, or for "
                      "`traject mail accept`", service.log())
        self.assertEqual(service.says("relay"), "the mail server is 127.0.0.1")

        refused, = service.ask("mail", "refused")
        self.assertEqual((refused["address"], refused["by"], refused["waiting"]), (gone, "relay", 1))
        self.assertRegex(service.run("mail", "refused").stdout,
                         rf"^{gone} +1 mail wacht +geweigerd door onze mailserver op \d+ \w+ \d+: RCPT TO: {NO_MAILBOX}$")
        waiting, = (line for line in service.run("mail", "list").stdout.splitlines() if "waiting" in line)
        self.assertRegex(waiting, r"\[geweigerd door onze mailserver op \d+ \w+ \d+: RCPT TO: 550 5\.5\.0 ")
        shown = service.run("mail", "release", "--yes").stdout
        self.assertEqual(shown, "nothing is held and nothing waits\n")

        self.edit(service, PEOPLE, gone, new)
        # It says what the new revision changed as well, so it goes to the new address when that has settled.
        support.wait_until(lambda: service.mail_states(purpose="change")["waiting"] == 0, 20, "the new address")
        freed, = (mail for mail in service.mails(purpose="change") if mail["state"] != "sent")
        self.assertEqual((freed["address"], freed["waits_for"]), (new, ""))
        support.wait_until(lambda: "something changed since" in service.run("mail", "list", "--state", "retry").stdout,
                           10, "the wait for the revision")
        self.assertEqual(self.offered[gone], 1)

    def test_a_coordinator_marks_an_address_and_frees_it(self):
        marked = "basis.utrecht@example.org"
        service = self.service()
        said = service.run("mail", "refuse", "Basis.Utrecht@example.org", "-m", "komt terug").stdout
        self.assertIn(f"mails aan {marked} wachten vanaf nu", said)
        self.soon(service)
        expected = {"sent": PARTICIPANTS - 1, "waiting": 1}
        support.wait_until(lambda: service.mail_states(purpose="change") == expected, 60, "all but one")
        self.assertRegex(service.run("mail", "refused").stdout,
                         rf"^{marked} +1 mail wacht +door een coördinator gemarkeerd op \d+ \w+ \d+: komt terug$")
        self.assertEqual(service.ask("mail", "status")["refused_addresses"], 1)
        self.assertEqual(service.run("mail", "accept", marked).stdout, f"mails aan {marked} gaan weer weg; die wachtten: 1\n")
        support.wait_until(lambda: service.mail_states(purpose="change") == {"sent": PARTICIPANTS}, 20, "the last one")
        again = service.run("mail", "accept", marked, check=False)
        self.assertEqual((again.returncode, again.stderr),
                         (64, f"{marked} is niet geweigerd; traject mail refused toont de adressen die dat wel zijn\n"))

    def test_a_server_that_refuses_all_recipients_refuses_no_address(self):
        service = self.service()
        self.refuse("rcpt", "554 5.7.1 Relay access denied")
        self.soon(service)
        self.wait_for_pause(service, "recipients")
        support.wait_until(lambda: service.ask("mail", "refused") == [], 10, "no refused address")
        self.assertNotIn("failed", service.mail_states())
        self.accept()
        service.run("mail", "test", "--to", "beheer@example.org")
        support.wait_until(lambda: service.mail_states(purpose="change") == {"sent": PARTICIPANTS}, 100, "all twelve")

    # --- One mail

    def test_a_mail_that_alone_is_refused_fails_alone(self):
        refused = "basis.idea@example.org"
        service = self.service("--now", "2023-06-19T08:58", "--speed", "60")
        service.stop()
        # In a rehearsal all mail goes to one address, so the mail is known by what stands in its subject.
        service = self.service()
        self.refuse("dot", "554 5.7.1 Looks like spam", lambda to: to == refused)
        self.soon(service)
        expected = {"sent": PARTICIPANTS - 1, "failed": 1}
        support.wait_until(lambda: service.mail_states(purpose="change") == expected, 120, "all but one")
        self.assertEqual(self.offered[refused], 2)
        self.assertIsNone(service.ask("mail", "status")["paused"])


if __name__ == "__main__":
    unittest.main()
