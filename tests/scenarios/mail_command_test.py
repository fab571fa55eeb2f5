#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`traject hand-in` and `traject mail` as the operator uses them, beside a running service and without one."""

import contextlib
import json
import os
import pathlib
import pty
import re
import sqlite3
import subprocess
import tempfile
import unittest

import support

NOW = "2023-06-05T08:55"
NINE = 1685948400  # 2023-06-05 09:00 in Amsterdam
DAY = 86400


class HandIn(unittest.TestCase):
    def setUp(self):
        self.service = self.enterContext(support.Service())

    def hand_in(self, *arguments, check=True):
        return support.run("hand-in", *arguments, config=self.service.config, data=self.service.data, check=check)

    def titles(self, feed):
        text = self.service.get(self.service.feed_path(feed)).text.replace("\r\n ", "")
        return re.findall(r"^SUMMARY:(.*)\r$", text, re.MULTILINE)

    def sequence(self, feed, title):
        text = self.service.get(self.service.feed_path(feed)).text.replace("\r\n ", "")
        (event,) = [event for event in text.split("BEGIN:VEVENT") if f"SUMMARY:{title}" in event]
        return int(re.search(r"^SEQUENCE:(\d+)", event, re.MULTILINE).group(1))

    def publish(self, feed, title):
        self.service.reload()
        support.wait_until(lambda: title in self.titles(feed), what=f"'{title}' in the feed")

    def test_shows_in_the_feed_of_that_person_alone(self):
        open_title, done_title = "Deadline: Voorbereidende opdracht 1", "✓ Ingeleverd: Voorbereidende opdracht 1"
        others = {feed: self.service.get(self.service.feed_path(feed)).body
                  for feed in ("person:idea-jeugd", "library:eemland", "programme:gezinsaanpak-2023")}
        self.assertIn(open_title, self.titles("person:eemland-jeugd"))
        before = self.sequence("person:eemland-jeugd", open_title)

        done = self.hand_in("--person", "eemland-jeugd", "--activity", "voorbereiding-1")
        self.assertIn("Voorbereidende opdracht 1", done.stdout)
        self.assertIn("is handed in", done.stdout)
        self.publish("person:eemland-jeugd", done_title)
        self.assertEqual(self.sequence("person:eemland-jeugd", done_title), before + 1)
        for feed, body in others.items():
            self.assertEqual(self.service.get(self.service.feed_path(feed)).body, body, feed)

        again = self.hand_in("--person", "eemland-jeugd", "--activity", "voorbereiding-1")
        self.assertIn("already", again.stdout)

        undone = self.hand_in("--person", "eemland-jeugd", "--activity", "voorbereiding-1", "--undo")
        self.assertIn("is not handed in", undone.stdout)
        self.publish("person:eemland-jeugd", open_title)
        self.assertEqual(self.sequence("person:eemland-jeugd", open_title), before + 2)

    def test_a_library_hands_in_for_its_people(self):
        title = "✓ Ingeleverd: Quickscan invullen"
        feeds = [feed for feed in ("person:eemland-jeugd", "person:eemland-basis", "person:eemland-manager")
                 if any("Quickscan invullen" in each for each in self.titles(feed))]
        self.assertTrue(feeds)
        done = self.hand_in("--person", feeds[0].removeprefix("person:"), "--activity", "quickscan")
        self.assertIn("Eemland, for everybody there", done.stdout)
        self.publish(feeds[0], title)
        for feed in feeds:
            self.assertIn(title, self.titles(feed), feed)
        self.assertNotIn(title, self.titles("person:idea-jeugd"))

    def test_says_what_would_be_right(self):
        cases = {
            ("eemland-jeugt", "voorbereiding-1"): "did you mean 'eemland-jeugd'?",
            ("eemland-jeugd", "voorbereidng-1"): "did you mean 'voorbereiding-1'?",
            ("eemland-jeugd", "werksessie-1"): "is nothing to hand in",
            ("nobody-like-this-at-all", "quickscan"): "there is no person",
            ("eemland-jeugd", "x"): "to hand in are: quickscan, voorbereiding-1",
        }
        for (person, activity), expected in cases.items():
            done = self.hand_in("--person", person, "--activity", activity, check=False)
            self.assertEqual(done.returncode, 64, done.stderr)
            self.assertIn(expected, done.stderr)
            self.assertEqual(done.stdout, "")
        wrong = self.hand_in("--person", "eemland-jeugd", "--activity", "quickscan", "--programme", "gezinsaanpak-2032",
                             check=False)
        self.assertIn("did you mean 'gezinsaanpak-2023'?", wrong.stderr)


class Outbox(unittest.TestCase):
    """A data folder without a service; what the worker would have written is put into the database."""

    def setUp(self):
        self.data = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="traject-")))
        support.run("links", config=support.ROOT / "config", data=self.data)  # makes the data folder

    def mail(self, *arguments, check=True):
        return support.run("mail", *arguments, "--now", NOW, data=self.data, check=check)

    def rows(self, *arguments):
        return json.loads(self.mail("list", "--json", *arguments).stdout)

    def sql(self, *statements):
        with contextlib.closing(sqlite3.connect(self.data / "traject.db", timeout=5)) as database:
            for statement in statements:
                database.execute(*statement) if isinstance(statement, tuple) else database.execute(statement)
            database.commit()

    def add(self, number, state, person="an", message=""):
        columns = {
            "id": number, "mail_key": f"key-{number}", "purpose": "reminder", "urgency": 1,
            "programme": "gezinsaanpak-2023", "recipient": f"person:{person}", "address": f"{person}@example.org",
            "state": state, "due": NINE, "not_after": NINE + DAY, "next_try": NINE, "attempts": 0, "unfinished": 0,
            "resends": 0, "again": 0, "approved": 0, "epoch": 0, "owner": "", "leased_until": 0, "changed": NINE,
            "subject": f"Herinnering {number}", "detail": ""}
        marks = ", ".join("?" * len(columns))
        self.sql((f"INSERT INTO mail ({', '.join(columns)}) VALUES ({marks})", tuple(columns.values())),
                 ("INSERT INTO reminder VALUES ('gezinsaanpak-2023', 'week-before', 'voorbereiding-1', '', '2023-06-12',"
                  " 0, ?, ?, ?, ?, '', ?, ?, ?, ?, ?)",
                  (f"person:{person}", NINE, NINE + DAY, number, f"key-{number}", f"{person}@example.org", person, NINE, NINE)))
        if message:
            self.sql(("INSERT INTO mail_message VALUES (?, 'plain', ?)", (number, message)))

    def test_an_empty_outbox(self):
        self.assertEqual(self.rows(), [])
        self.assertEqual(self.mail("list").stdout, "")
        self.assertIn("nothing is held and nothing waits", self.mail("release").stdout)
        for command in ("show", "retry", "drop"):
            done = self.mail(command, "7", check=False)
            self.assertEqual(done.returncode, 64)
            self.assertIn("there is no mail 7", done.stderr)
        # Looking leaves a folder that the service can still start from.
        support.run("links", config=support.ROOT / "config", data=self.data)

    def test_a_test_mail_is_queued(self):
        done = self.mail("test", "--to", "beheer@example.org")
        self.assertIn("mail 1 is queued", done.stdout)
        self.assertIn("a running service sends it", done.stdout)
        (row,) = self.rows()
        self.assertEqual((row["purpose"], row["state"], row["address"], row["programme"]),
                         ("test", "queued", "beheer@example.org", ""))
        self.mail("test", "--to", "beheer@example.org")
        self.assertEqual(len(self.rows()), 2)

    def test_an_address_that_is_none_is_refused(self):
        for address in ("beheer", "a@b@example.org", "beheer@example.org\r\nRCPT TO:<x@example.com>", "Beheer <b@example.org>"):
            done = self.mail("test", "--to", address, check=False)
            self.assertEqual(done.returncode, 64, address)
        self.assertEqual(self.rows(), [])

    def test_lists_by_state(self):
        self.add(1, "sent")
        self.add(2, "failed", "bo")
        self.assertEqual([row["id"] for row in self.rows()], [2, 1])
        self.assertEqual([row["id"] for row in self.rows("--state", "failed")], [2])
        self.assertEqual([row["id"] for row in self.rows("--limit", "1")], [2])
        line = self.mail("list", "--state", "sent").stdout
        self.assertEqual(line, "1      sent     2023-06-05 09:00  an@example.org  Herinnering 1\n")
        wrong = self.mail("list", "--state", "gone", check=False)
        self.assertEqual(wrong.returncode, 64)
        self.assertIn("poison", wrong.stderr)

    def test_shows_one_with_its_reminders_and_message(self):
        self.add(1, "sent", message="Subject: Herinnering\r\n\r\nTot dinsdag.\r\n")
        text = self.mail("show", "1").stdout
        self.assertIn("state:       sent since 2023-06-05 09:00\n", text)
        self.assertIn("gezinsaanpak-2023/week-before about voorbereiding-1 on 2023-06-12\n", text)
        self.assertTrue(text.endswith("\n\nSubject: Herinnering\n\nTot dinsdag.\n"), text)

    def test_retries_and_drops(self):
        self.add(1, "failed")
        self.add(2, "waiting", "bo")
        self.add(3, "sent", "cas")
        self.mail("retry", "1")
        self.mail("drop", "2")
        self.assertEqual({row["id"]: row["state"] for row in self.rows()}, {1: "retry", 2: "dropped", 3: "sent"})
        for command, words in (("retry", "it was sent"), ("drop", "is sent")):
            done = self.mail(command, "3", check=False)
            self.assertEqual(done.returncode, 64)
            self.assertIn(words, done.stderr)

    def test_retry_of_all_that_failed_shows_first_and_asks(self):
        for number, name in ((1, "an"), (2, "bo"), (3, "cas")):
            self.add(number, "failed", name)
        self.sql("UPDATE mail SET not_after = 1 WHERE id = 3")
        self.add(4, "sent", "dirk")
        self.assertEqual(self.mail("retry", check=False).returncode, 64)
        self.assertEqual(self.mail("retry", "1", "--state", "failed", check=False).returncode, 64)
        self.assertIn("is no state of a mail", self.mail("retry", "--state", "fialed", check=False).stderr)
        unasked = self.mail("retry", "--state", "failed", check=False)
        self.assertEqual(unasked.returncode, 64)
        self.assertIn("2 mails go again:\n", unasked.stdout)
        self.assertEqual(len(self.rows("--state", "failed")), 3)
        self.assertIn("2 mails go when the service next looks", self.mail("retry", "--state", "failed", "--yes").stdout)
        self.assertEqual({row["id"]: row["state"] for row in self.rows()},
                         {1: "retry", 2: "retry", 3: "failed", 4: "sent"})
        self.assertIn("no mail that is sent can go again; 1 cannot", self.mail("retry", "--state", "sent").stdout)

    def test_a_folder_that_no_service_uses_is_refused_and_left_alone(self):
        elsewhere = self.data / "elsewhere"
        for command in (("list",), ("test", "--to", "beheer@example.org"), ("release",)):
            done = support.run("mail", *command, data=elsewhere, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn("say with --data where the running service keeps them", done.stderr)
        self.assertFalse(elsewhere.exists())

    def test_release_shows_first_and_asks(self):
        self.add(1, "waiting")
        self.add(2, "waiting", "bo")
        self.add(3, "queued", "cas")
        self.sql("INSERT INTO worker_state VALUES ('hold', 'the store comes from another machine')")
        self.assertIn("another machine", self.mail("list").stderr)

        unasked = self.mail("release", check=False)
        self.assertEqual(unasked.returncode, 64)
        self.assertIn("All mail is held: the store comes from another machine\n3 mails go when you release:\n", unasked.stdout)
        for number in (1, 2, 3):
            self.assertIn(f"Herinnering {number}", unasked.stdout)
        self.assertEqual(len(self.rows("--state", "waiting")), 2)

        self.assertIn("nothing is done", self.on_a_terminal("no\n"))
        self.assertEqual(len(self.rows("--state", "waiting")), 2)
        self.assertIn("mail is no longer held; 2 that waited go", self.on_a_terminal("yes\n"))
        self.assertEqual([row["state"] for row in self.rows()], ["queued"] * 3)
        self.assertEqual(self.mail("list").stderr, "")

    def on_a_terminal(self, answer):
        """What `mail release` says to somebody who types the answer."""
        ours, theirs = pty.openpty()
        with open(ours, "wb", buffering=0) as keyboard:
            process = subprocess.Popen(
                [support.BINARY, "mail", "release", "--data", str(self.data), "--now", NOW], stdin=theirs,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            os.close(theirs)
            keyboard.write(answer.encode())
            output, _ = process.communicate(timeout=60)
        return output.decode()

    def test_release_with_yes(self):
        self.add(1, "waiting")
        done = self.mail("release", "--yes")
        self.assertIn("1 mail goes when you release:", done.stdout)
        self.assertIn("released; 1 that waited goes", done.stdout)
        (row,) = self.rows()
        self.assertEqual(row["state"], "queued")


class BesideAService(unittest.TestCase):
    def test_commands_work_while_the_service_runs(self):
        with support.Service() as service:
            for number in range(5):
                support.run("mail", "test", "--to", f"a{number}@example.org", config=service.config, data=service.data)
            rows = json.loads(support.run("mail", "list", "--json", config=service.config, data=service.data).stdout)
            self.assertEqual(len({row["id"] for row in rows if row["purpose"] == "test"}), 5)
            self.assertEqual(service.get("/readyz").status, 200)


if __name__ == "__main__":
    unittest.main()
