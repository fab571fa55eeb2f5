# SPDX-License-Identifier: Apache-2.0
"""Coordinators and the operator hear of every mail that did not go, also while all other mail is held."""

import re
import unittest

import smtp_sink
import support

ONE = "coordinator@example.org"
OPERATOR = '\n[operator]\nemail = "beheer@example.org"\nlanguage = "en"\n'


def text_of(message):
    """The plain text, in one line."""
    return " ".join(message.parsed.get_body(("plain",)).get_content().split())


class AccountTest(unittest.TestCase):
    def setUp(self):
        self.sink = self.enterContext(smtp_sink.SmtpSink())

    def accounts(self):
        """Subject and text of each account mail that was accepted."""
        return [(message.subject, text_of(message)) for message in self.sink.messages
                if re.search(r"niet gegaan|did not go|Er gaat geen mail|No mail goes", message.subject)]

    def wait_for_accounts(self, count):
        support.wait_until(lambda: len(self.accounts()) >= count, 40, f"{count} account mails")
        return self.accounts()

    def figures(self, service):
        rows = re.findall(r"^(traject_mail_\w+) (\S+)$", service.get("/metrics").text, re.MULTILINE)
        return {name: float(value) for name, value in rows}

    def test_a_broken_template_then_a_hold(self):
        service = support.Service(arguments=["--now", "2023-06-19T08:58", "--speed", "300", "--mail-to", ONE])
        service.mail_through(self.sink.port)
        file = service.config / "service.toml"
        file.write_text(file.read_text(encoding="utf-8") + OPERATOR, encoding="utf-8")
        service.edit("templates/nl/samen.md", "Beste {{naam}},", "Beste {{naaam}},")
        with service:
            found = self.wait_for_accounts(2)
            self.assertEqual({subject.split("] ")[0] for subject, _ in found},
                             {"[REPETITIE voor coordinator@example.org", "[REHEARSAL for beheer@example.org"})
            dutch = next(text for subject, text in found if "REPETITIE" in subject)
            self.assertIn("Mislukt: het sjabloon klopt niet", dutch)
            self.assertIn("templates/nl/samen.md:3:7: ", dutch)
            self.assertIn("Verbeter het sjabloon en geef daarna traject mail retry ", dutch)
            self.assertIn("You get this mail as the operator", next(text for subject, text in found if "REH" in subject))
            failed = service.mails(state="failed")
            self.assertGreater(len(failed), 0)
            for row in failed:
                self.assertIn("templates/nl/samen.md:3:7: ", row["detail"])
                self.assertIn(f"(mail {row['id']}, ", dutch)
            self.assertIn("; its mails fail until it is mended", service.log())
            support.wait_until(lambda: self.figures(service)["traject_mail_accounted_today"] >= len(failed), 10, "figures")
            figures = self.figures(service)
            self.assertEqual(figures["traject_mail_paused_since_timestamp_seconds"], 0)
            self.assertEqual(figures["traject_mail_oldest_due_seconds"], 0)
            self.assertGreater(figures["traject_mail_last_sent_timestamp_seconds"], 1_687_150_000)
            self.assertGreaterEqual(figures["traject_mail_expected_today"],
                                    figures["traject_mail_sent_today"] + figures["traject_mail_accounted_today"])

            # Three weeks later, with a database that was put back: held, and what passed meanwhile is named.
            service.stop()
            self.sink.clear()
            service.run("publish", "--restored", "--yes", "--now", "2023-09-12T08:00")
            service.arguments = ["--now", "2023-09-12T08:00", "--speed", "300", "--mail-to", ONE, "--continue"]
            service.start()
            dutch = next(text for subject, text in self.wait_for_accounts(2) if "REPETITIE" in subject)
            self.assertIn("Alle mail wordt vastgehouden sinds dinsdag 12 september 2023", dutch)
            self.assertIn("Gemist, terwijl er geen mail ging", dutch)
            self.assertEqual(len(self.sink.messages), 2, "and no other mail goes")
            support.wait_until(lambda: self.figures(service)["traject_mail_paused_since_timestamp_seconds"] >
                               1_694_000_000, 10, "the pause")
            waiting = service.mails(state="queued", purpose="reminder")
            for row in waiting:
                self.assertEqual(row["detail"], "all mail is held: `traject mail release` shows what goes then")


if __name__ == "__main__":
    unittest.main()
