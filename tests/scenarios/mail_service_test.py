# SPDX-License-Identifier: Apache-2.0
"""The running service mails through a server on loopback: in earnest, in rehearsal, held, and killed."""

import pathlib
import shutil
import tempfile
import unittest
import urllib.parse

import smtp_sink
import support

ONE = "coordinator@example.org"


class MailServiceTest(unittest.TestCase):
    def setUp(self):
        self.sink = self.enterContext(smtp_sink.SmtpSink())

    def service(self, *arguments, settings="", **options):
        """A service that mails to the sink; not started yet."""
        service = support.Service(arguments=arguments, **options)
        service.mail_through(self.sink.port)
        for before, after in settings or ():
            service.edit("service.toml", before, after)
        return service

    def rehearsal(self, now, speed, *more, **options):
        return self.service("--now", now, "--speed", str(speed), "--mail-to", ONE, *more, **options)

    def wait_for_mails(self, count, within=40):
        support.wait_until(lambda: len(self.sink.messages) >= count, within, f"{count} mails")

    # --- In earnest

    def test_a_test_mail_goes_at_once(self):
        service = self.enterContext(self.service())
        service.run("mail", "test", "--to", "beheer@example.org")
        self.wait_for_mails(1)
        self.assertEqual(self.sink.messages[0].to, "beheer@example.org")
        support.wait_until(lambda: service.mail_states() == {"sent": 1}, what="the recorded result")

    def test_nothing_reaches_back(self):
        """Started in the middle of the year, nobody gets the mails of the months before."""
        service = self.enterContext(self.service())
        service.run("mail", "test", "--to", "beheer@example.org")
        self.wait_for_mails(1)  # by then the worker has decided about everything that is past
        self.assertEqual([message.to for message in self.sink.messages], ["beheer@example.org"])

    # --- In rehearsal

    def test_rehearsal_mails_one_address_only(self):
        service = self.enterContext(self.rehearsal("2023-06-19T08:58", 60))
        self.wait_for_mails(12)
        self.assertEqual({message.to for message in self.sink.messages}, {ONE})
        self.assertTrue(all("REPETITIE" in message.subject or "REHEARSAL" in message.subject
                            for message in self.sink.messages))
        real = support.ask("mail", "status", config=service.config, data=service.data)
        self.assertEqual((real["last_active"], real["published"]), (None, 0), "the real data know of no rehearsal")

    def test_rehearsal_without_an_address_mails_nobody(self):
        service = self.enterContext(self.service("--now", "2023-06-19T08:58", "--speed", "60"))
        folder = service.data / "rehearsal/mail"
        support.wait_until(lambda: folder.is_dir() and len(list(folder.glob("*.eml"))) >= 12, 40, "twelve files")
        self.assertEqual(self.sink.messages, [])

    def test_hand_in_on_the_page_spares_a_reminder_and_shows_in_the_feed(self):
        # 13 June is the deadline of the first preparatory assignment; who has not handed in is mailed on the 14th.
        service = self.enterContext(self.rehearsal("2023-06-14T08:40", 60))
        row = service.links()["person:eemland-jeugd"]
        page = urllib.parse.urlsplit(row["page"]).path
        feed = urllib.parse.urlsplit(row["https"]).path
        before = service.get(feed).text
        answer = service.get(f"{page}klaar/gezinsaanpak-2023/voorbereiding-1", method="POST", body="stand=ingeleverd",
                             headers={"Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual(answer.status, 303, answer.text)
        support.wait_until(lambda: "✓ Ingeleverd" in service.get(feed).text.replace("\r\n ", ""), 10, "the feed")
        self.assertNotIn("✓ Ingeleverd", before)
        self.wait_for_mails(11)
        service.run("mail", "test", "--to", ONE, "--now", "2023-06-14T09:00")
        self.wait_for_mails(12)
        addressed = [message.subject for message in self.sink.messages]
        self.assertFalse(any("jeugd.eemland@" in subject for subject in addressed), addressed)

    # --- Held

    def test_a_copied_data_folder_is_held_until_released(self):
        service = self.service()
        with service:
            service.run("mail", "test", "--to", "beheer@example.org")
            self.wait_for_mails(1)
            service.stop()
            original = service.data.resolve()
            copy = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="traject-"))).resolve() / "copy"
            shutil.copytree(original, copy)
            service.data = copy
            service.start()
            support.wait_until(lambda: "is a copy of" in service.says("mail"), 10, "the hold")
            status = service.ask("mail", "status")
            self.assertTrue(status["held"])
            self.assertTrue(status["why"].startswith(f"the data folder {copy} is a copy of {original} on "), status)
            self.assertIn(", which is still there; all mail is held until `traject mail release`", status["why"])
            service.run("mail", "test", "--to", "tweede@example.org")
            shown = service.run("mail", "release", "--yes").stdout
            self.assertIn("tweede@example.org", shown)
            self.wait_for_mails(2, within=70)
            support.wait_until(lambda: service.status()["parts"]["mail"]["state"] == "ok", 10, "the release")
            self.assertFalse(service.ask("mail", "status")["held"])
            service.stop()
            service.start()
            self.assertFalse(service.ask("mail", "status")["held"], "it is at home now")

    def test_many_mails_right_after_a_change_wait(self):
        service = self.enterContext(self.rehearsal("2023-06-19T08:58", 60,
                                                   settings=[("ask_above = 50", "ask_above = 5")]))
        support.wait_until(lambda: service.mail_states() == {"waiting": 12}, 40, "twelve that wait")
        self.assertEqual(self.sink.messages, [])
        service.run("mail", "release", "--yes", "--now", "2023-06-19T09:05")
        self.wait_for_mails(12)


if __name__ == "__main__":
    unittest.main()
