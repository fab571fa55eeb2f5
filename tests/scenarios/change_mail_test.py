# SPDX-License-Identifier: Apache-2.0
"""A date is changed in the files of a running service: the feed has it, and each person concerned gets one mail."""

import pathlib
import shutil
import signal
import tempfile
import unittest

import smtp_sink
import support

ONE = "coordinator@example.org"
PROGRAMME = "programmes/gezinsaanpak-2023/programme.toml"
OLD, NEW = "date = 2023-09-19", "date = 2023-10-03"
TITLES = ("Werksessie 2 – Externe samenwerking", "Work session 2 – Working together with partners")
PARTICIPANTS = 12


class ChangeMailTest(unittest.TestCase):
    """Rehearsals: minutes pass as seconds, and every mail goes to one address that names whom it is for."""

    def setUp(self):
        self.sink = self.enterContext(smtp_sink.SmtpSink())

    def service(self, now, speed=60, prepare=lambda service: None):
        service = support.Service(arguments=("--now", now, "--speed", str(speed), "--mail-to", ONE))
        service.mail_through(self.sink.port)
        prepare(service)
        return self.enterContext(service)

    def edit(self, service, before, after):
        """Saves the file and waits until the service has published it."""
        revision = service.revision()
        service.edit(PROGRAMME, before, after)
        support.wait_until(lambda: service.revision() > revision, 20, "the next revision")

    def announced(self, service):
        return service.ask("mail", "status")["announced"]

    def changes(self):
        """The change mails that arrived, without those of reminder rules."""
        return [message for message in self.sink.messages if any(title in message.subject for title in TITLES)]

    def wait_for_changes(self, count=PARTICIPANTS):
        support.wait_until(lambda: len(self.changes()) >= count, 60, f"{count} change mails")
        return self.changes()

    def feed(self, service, person):
        return service.get(service.feed_path(f"person:{person}")).text.replace("\r\n ", "")

    def test_a_moved_session_is_in_the_feed_and_in_one_mail_each(self):
        service = self.service("2023-08-14T08:00")
        before = self.feed(service, "eemland-jeugd")
        self.assertIn("DTSTART;TZID=Europe/Amsterdam:20230919T100000", before)
        self.edit(service, OLD, NEW)
        after = self.feed(service, "eemland-jeugd")
        self.assertIn("DTSTART;TZID=Europe/Amsterdam:20231003T100000", after)
        self.assertNotIn("20230919T100000", after)
        messages = self.wait_for_changes()
        support.wait_until(lambda: self.announced(service) == 2, what="the announcement")
        support.wait_until(lambda: service.mail_states(purpose="change") == {"sent": PARTICIPANTS},
                           what="every outcome")
        meant = [message.subject.partition("]")[0] for message in messages]
        self.assertEqual(len(set(meant)), PARTICIPANTS, "each once")
        self.assertEqual(len(messages), PARTICIPANTS)
        self.assertFalse([who for who in meant if "manager" in who], "the session is not for managers")
        text = next(message for message in messages if "Verzet" in message.subject).parsed.get_body(("plain",)).get_content()
        for line in ("Was: dinsdag 19 september 2023, 10.00–13.00 uur", "Wordt: dinsdag 3 oktober 2023, 10.00–13.00 uur",
                     "Wordt: uiterlijk dinsdag 26 september 2023"):
            self.assertIn(line, text.replace("\r\n", "\n"))
        self.assertEqual({message.to for message in messages}, {ONE})

    def test_moved_and_moved_back_tells_nobody(self):
        service = self.service("2023-08-14T08:00", speed=120)
        self.edit(service, OLD, NEW)
        self.edit(service, NEW, OLD)
        support.wait_until(lambda: self.announced(service) == 3, 40, "the announcement")
        self.assertEqual(service.mails(purpose="change"), [])

    def test_a_day_that_is_near_is_told_at_once(self):
        service = self.service("2023-09-17T09:00", speed=1)
        self.edit(service, OLD, NEW)
        for message in self.wait_for_changes():
            self.assertRegex(message.subject, "Dringend|Urgent")

    def test_a_programme_may_want_to_be_asked(self):
        def ask(service):
            service.edit(PROGRAMME, "[programme]\n", '[programme]\nannounce = "ask"\n')

        service = self.service("2023-08-14T08:00", prepare=ask)
        self.edit(service, OLD, NEW)
        support.wait_until(lambda: service.mail_states(purpose="change") == {"waiting": PARTICIPANTS}, 40,
                           "mails that wait")
        shown = service.run("announce", "--now", "2023-08-14T08:30", check=False)
        self.assertEqual(shown.returncode, 64)
        self.assertIn(f"{PARTICIPANTS} mensen krijgen mail", shown.stdout)
        self.assertEqual(self.changes(), [])
        service.run("announce", "--yes", "--now", "2023-08-14T08:30")
        self.wait_for_changes()

    def publish_silently(self, service, edits):
        """Of a copy of the folder, with the service running."""
        with tempfile.TemporaryDirectory(prefix="traject-") as folder:
            config = pathlib.Path(folder, "config")
            shutil.copytree(service.config, config)
            path = config / PROGRAMME
            text = path.read_text(encoding="utf-8")
            for before, after in edits:
                self.assertEqual(text.count(before), 1)
                text = text.replace(before, after)
            path.write_text(text, encoding="utf-8")
            return support.run("publish", "--yes", "--no-mail", "--now", "2023-08-14T08:01", config=config,
                               data=service.store, check=False)

    def test_silence_does_not_wait_for_what_concerns_nobody(self):
        service = self.service("2023-08-14T08:00", speed=20)
        self.edit(service, "Digitale afsluiting van het werktraject.", "Digitale afsluiting, met taart.")
        silent = self.publish_silently(service, [(OLD, NEW)])
        self.assertEqual(silent.returncode, 0, silent.stderr)
        support.wait_until(lambda: self.announced(service) == 3, 40, "what need not be told")
        self.assertEqual(service.mails(purpose="change"), [])

    def test_silence_is_refused_while_people_are_still_to_be_told(self):
        service = self.service("2023-08-14T08:00", speed=1)
        self.edit(service, OLD, NEW)
        refused = self.publish_silently(service, [("date = 2023-06-20", "date = 2023-06-21")])
        self.assertEqual(refused.returncode, 75)
        self.assertIn("mensen weten nog niet van versie 2", refused.stderr)
        self.assertEqual(service.revision(), 2)

    def test_killed_before_it_was_announced_it_is_announced_after(self):
        service = self.service("2023-08-14T08:00", speed=1)
        self.edit(service, OLD, NEW)
        service.process.send_signal(signal.SIGKILL)
        service.process.wait(10)
        service.process = None
        service.arguments = ["--now", "2023-08-14T08:20", "--speed", "60", "--mail-to", ONE, "--continue"]
        service.start()
        self.assertEqual(len(self.wait_for_changes()), PARTICIPANTS)


if __name__ == "__main__":
    unittest.main()
