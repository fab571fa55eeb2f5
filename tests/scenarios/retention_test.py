#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the running service has kept for long enough is gone, and what is needed stays."""

import unittest

import smtp_sink
import support

ONE = "coordinator@example.org"
TERMS = "\n[retention]\nmessage_days = 7\nmail_days = 30\n"


class RetentionTest(unittest.TestCase):
    """A rehearsal that is continued days and months later."""

    def restart(self, now):
        self.service.stop()
        self.service.arguments = ["--now", now, "--speed", "60", "--mail-to", ONE, "--continue"]
        self.service.start()

    def texts(self):
        return [self.service.ask("mail", "show", str(row["id"]))["message"] for row in self.sent]

    def test_texts_go_first_and_records_later(self):
        sink = self.enterContext(smtp_sink.SmtpSink())
        self.service = support.Service(arguments=["--now", "2023-06-19T08:58", "--speed", "60", "--mail-to", ONE])
        self.service.mail_through(sink.port)
        self.service.edit("service.toml", "\n\n# --- Mail ---", f"\n{TERMS}\n\n# --- Mail ---")
        with self.service:
            support.wait_until(lambda: self.service.mail_states() == {"sent": 12}, 40, "twelve mails")
            self.sent = self.service.mails()
            self.assertTrue(all("/p/" in text for text in self.texts()), "each has secret links")
            self.restart("2023-06-27T12:00")
            support.wait_until(lambda: not any(self.texts()), 20, "the texts that are gone")
            self.assertEqual([row["subject"] for row in self.service.mails() if row["due"] == self.sent[0]["due"]],
                             [row["subject"] for row in self.sent])
            self.restart("2023-08-01T12:00")
            known = {row["id"] for row in self.sent}
            support.wait_until(lambda: not known & {row["id"] for row in self.service.mails()}, 20, "the records")
            # The same reminders do not go once more.
            self.service.run("mail", "test", "--to", ONE, "--now", "2023-08-01T12:05")
            support.wait_until(lambda: any("Proefmail" in message.subject for message in sink.messages), 20, "a mail")
            again = [message.subject for message in sink.messages[12:]]
            self.assertFalse(set(again) & {message.subject for message in sink.messages[:12]}, again)


if __name__ == "__main__":
    unittest.main()
