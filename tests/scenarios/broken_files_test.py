# SPDX-License-Identifier: Apache-2.0
"""A mistake is saved in the files of a running service: nobody notices but the coordinators, by one mail a day."""

import datetime
import unittest

import smtp_sink
import support

ONE = "coordinator@example.org"
PROGRAMME = "programmes/gezinsaanpak-2023/programme.toml"
GOOD, BAD = "date = 2023-09-19\n", "date = 2023-09-31\n"
ENGLISH = '\n[[coordinator]]\nname = "Second"\nemail = "second@example.org"\nlanguage = "en"\n'
WORDS = ("Niet gepubliceerd", "Not published")


class BrokenFilesTest(unittest.TestCase):
    """Rehearsals: a quarter of an hour passes in three seconds, and every mail goes to one address."""

    def setUp(self):
        self.sink = self.enterContext(smtp_sink.SmtpSink())
        self.service = support.Service(arguments=self.time("2023-08-14T08:00"))
        self.service.mail_through(self.sink.port)
        with open(self.service.config / "service.toml", "a", encoding="utf-8") as file:
            file.write(ENGLISH)

    @staticmethod
    def time(now):
        return ["--now", now, "--speed", "300", "--mail-to", ONE, "--continue"]

    def restart(self, now):
        self.service.stop()
        self.service.arguments = self.time(now)
        self.service.start()

    def mails(self):
        return [message for message in self.sink.messages if any(words in message.subject for words in WORDS)]

    def wait_for_mails(self, count):
        support.wait_until(lambda: len(self.mails()) >= count, 40, f"{count} mails about the files")

    def test_coordinators_are_told_once_a_day_until_it_is_mended(self):
        with self.service:
            line = 1 + (self.service.config / PROGRAMME).read_text().splitlines().index(GOOD.strip())
            self.service.edit(PROGRAMME, GOOD, BAD)
            support.wait_until(lambda: f"{PROGRAMME}:{line}:" in self.service.says("files"), what="the problem in /status")
            self.wait_for_mails(2)
            dutch, english = sorted(self.mails(), key=lambda message: "Not published" in message.subject)
            self.assertEqual(dutch.subject, f"[REPETITIE voor {ONE}] Niet gepubliceerd: in de bestanden klopt iets niet")
            text = " ".join(dutch.parsed.get_body(("plain",)).get_content().split())
            self.assertIn(f"- {PROGRAMME}:{line}:18: ", text)
            self.assertIn("blijft zoals het was: versie 1 van maandag 14 augustus 2023", text)
            self.assertIn("[REHEARSAL for second@example.org]", english.subject)
            self.restart("2023-08-15T07:55")
            self.wait_for_mails(4)
            due = sorted(datetime.datetime.fromisoformat(row["due"].replace("Z", "+00:00"))
                         for row in self.service.mails(purpose="files"))
            self.assertGreaterEqual(due[2] - due[0], datetime.timedelta(days=1))
            self.assertLess(due[2] - due[0], datetime.timedelta(days=1, minutes=5))
            self.service.edit(PROGRAMME, BAD, "date = 2023-09-20\n")
            support.wait_until(lambda: self.service.status()["parts"]["files"]["state"] == "ok", what="the mended files")
            self.restart("2023-08-16T12:00")
            self.service.run("mail", "test", "--to", ONE, "--now", "2023-08-16T12:00")
            support.wait_until(lambda: any("Proefmail" in message.subject for message in self.sink.messages), 20,
                               "a test mail, which goes after what is wrong in the files was decided on")
            self.assertEqual(len(self.mails()), 4, "mended")


if __name__ == "__main__":
    unittest.main()
