# SPDX-License-Identifier: Apache-2.0
"""A year of the sample programme: every mail, by day, recipient and subject, and the tables that `simulate` ends with.

Run with TRAJECT_WRITE_GOLDENS=1 to write tests/data/simulate anew; look at the difference before committing it.
"""

import email
import email.policy
import os
import pathlib
import tempfile
import unittest
import zoneinfo

import smtp_sink
import support

GOLDENS = support.ROOT / "tests/data/simulate"
HOME = zoneinfo.ZoneInfo("Europe/Amsterdam")


def line_of(message):
    when = message["Date"].datetime.astimezone(HOME)
    to = message["To"].addresses[0].addr_spec
    return f"{when:%Y-%m-%d %a %H:%M}  {to:<32} {message['Subject']}"


class SimulateTest(unittest.TestCase):
    maxDiff = None

    def golden(self, name, text):
        path = GOLDENS / name
        if os.environ.get("TRAJECT_WRITE_GOLDENS"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.assertEqual(text, path.read_text(encoding="utf-8"), f"{path} differs")

    def simulate(self, *arguments):
        return support.run("simulate", *arguments, config=support.ROOT / "config").stdout

    def test_the_year_of_the_sample(self):
        with tempfile.TemporaryDirectory(prefix="traject-") as folder:
            table = self.simulate("--eml", folder)
            messages = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                        for path in pathlib.Path(folder).glob("*.eml")]
        self.golden("year.txt", table)
        self.golden("mails.txt", "".join(sorted(line_of(message) + "\n" for message in messages)))
        identities = [message["Message-ID"] for message in messages]
        self.assertEqual(len(set(identities)), len(identities))

    def test_part_of_the_year_in_english(self):
        """From May: the mails of April are past and do not go, and the tables say so."""
        self.golden("from-may.en.txt", self.simulate("--from", "2023-05-01", "--to", "2024-02-15", "--lang", "en"))

    def test_delivers_to_a_server_the_same_as_to_files(self):
        period = ("--from", "2023-06-19", "--to", "2023-06-21")
        with smtp_sink.SmtpSink() as sink, tempfile.TemporaryDirectory(prefix="traject-") as folder:
            self.simulate(*period, "--eml", folder)
            files = {email.message_from_bytes(path.read_bytes(), policy=email.policy.default)["Message-ID"]
                     for path in pathlib.Path(folder).glob("*.eml")}
            self.simulate(*period, "--smtp", f"127.0.0.1:{sink.port}")
            self.assertEqual({message.message_id for message in sink.messages}, files)
            self.assertGreater(len(files), 10)

    def test_goes_on_from_a_state(self):
        with tempfile.TemporaryDirectory(prefix="traject-") as state:
            first = self.simulate("--from", "2023-06-19", "--to", "2023-06-19T12:00", "--state", state)
            again = self.simulate("--from", "2023-06-19T12:00", "--to", "2023-06-20T12:00", "--state", state)
            self.assertEqual(first, again, "nothing is due in between, and nothing goes twice")

    def test_refuses_what_it_cannot_do(self):
        for arguments in (("--from", "2023-06-20", "--to", "2023-06-19"), ("--smtp", "192.0.2.1:25"),
                          ("--from", "tomorrow")):
            done = support.run("simulate", *arguments, config=support.ROOT / "config", check=False)
            self.assertEqual(done.returncode, 64, done.stderr)
            self.assertNotEqual(done.stderr, "")


if __name__ == "__main__":
    unittest.main()
