#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`traject hand-in` and `traject mail` as the operator uses them, beside a running service and without one."""

import os
import pathlib
import pty
import re
import shutil
import subprocess
import tempfile
import unittest

import smtp_sink
import support

CONFIG = support.ROOT / "config"
MORNING = ("2023-06-19T08:30", "2023-06-19T09:30")  # one day before work session 1
NOW = MORNING[1]
PARTICIPANTS = 12
GONE = "jeugd.idea@example.org"


class HandIn(unittest.TestCase):
    def setUp(self):
        self.service = self.enterContext(support.Service())

    def hand_in(self, *arguments, check=True):
        return self.service.run("hand-in", *arguments, check=check)

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
        shown = self.sequence("person:eemland-jeugd", done_title)
        self.assertGreater(shown, before)
        for feed, body in others.items():
            self.assertEqual(self.service.get(self.service.feed_path(feed)).body, body, feed)

        (row,) = self.service.ask("hand-ins")
        self.assertEqual([row[name] for name in ("programme", "activity", "subject", "handed_in", "by")],
                         ["gezinsaanpak-2023", "voorbereiding-1", "eemland-jeugd", True, "coordinator"])
        self.assertRegex(row["changed"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")

        again = self.hand_in("--person", "eemland-jeugd", "--activity", "voorbereiding-1")
        self.assertIn("already", again.stdout)

        undone = self.hand_in("--person", "eemland-jeugd", "--activity", "voorbereiding-1", "--undo")
        self.assertIn("is not handed in", undone.stdout)
        self.publish("person:eemland-jeugd", open_title)
        self.assertGreater(self.sequence("person:eemland-jeugd", open_title), shown)
        self.assertFalse(self.service.ask("hand-ins")[0]["handed_in"])
        for language, words in (("nl", "teruggenomen .* door de coördinator"),
                                ("en", "taken back .* by the coordinator")):
            self.assertRegex(self.service.run("hand-ins", "--lang", language).stdout,
                             rf"^gezinsaanpak-2023  voorbereiding-1  eemland-jeugd  {words}\n$")

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
    """Outboxes as the mail worker leaves them, each made once by a simulation; no service runs."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="traject-")))
        cls.sink = cls.enterClassContext(smtp_sink.SmtpSink())
        cls.config = support.without_coordinators(cls.folder / "nobody-coordinates")  # all mails are participants'
        cls.refuse_messages_to(GONE)
        cls.simulate("delivered", MORNING)
        cls.delivered = cls.sink.messages
        cls.refuse_messages_to(GONE, "basis.idea@example.org")  # from three on it would be the server's fault
        cls.simulate("refused", ("2023-06-06T08:30", NOW))
        cautious = cls.folder / "config"
        shutil.copytree(cls.config, cautious)
        settings = cautious / "service.toml"
        settings.write_text(settings.read_text().replace("ask_above = 50", "ask_above = 5"))
        cls.simulate("waiting", ("2023-06-19T08:58", NOW), config=cautious)  # due right after a publication
        shutil.copytree(cls.folder / "waiting", cls.folder / "held")
        support.run("publish", "--restored", "--yes", "--now", NOW, config=cautious, data=cls.folder / "held")

    @classmethod
    def refuse_messages_to(cls, *addresses):
        cls.sink.answers = lambda point, to: "550 5.6.0 no such content" if point == "dot" and to in addresses else None

    @classmethod
    def simulate(cls, state, period, config=None):
        support.run("simulate", "--from", period[0], "--to", period[1], "--state", str(cls.folder / state),
                    "--smtp", f"127.0.0.1:{cls.sink.port}", config=config or cls.config)

    def setUp(self):
        self.data = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="traject-"))) / "data"

    def use(self, state):
        shutil.copytree(self.folder / state, self.data)

    def use_none(self):
        support.run("links", config=CONFIG, data=self.data)  # makes the data folder

    def mail(self, *arguments, check=True):
        return support.run("mail", *arguments, "--now", NOW, data=self.data, check=check)

    def ask(self, *arguments):
        return support.ask("mail", *arguments, data=self.data)

    def rows(self, *arguments):
        return support.mails(*arguments, data=self.data)

    def states(self):
        return {row["id"]: row["state"] for row in self.rows()}

    def counts(self):
        return {state: count for state, count in self.ask("status")["mails"].items() if count > 0}

    def test_an_empty_outbox(self):
        self.use_none()
        self.assertEqual(self.rows(), [])
        self.assertEqual(self.mail("list").stdout, "")
        self.assertEqual(self.counts(), {})
        self.assertIn("nothing is held and nothing waits", self.mail("release").stdout)
        for command in ("show", "retry", "drop"):
            done = self.mail(command, "7", check=False)
            self.assertEqual(done.returncode, 64)
            self.assertIn("there is no mail 7", done.stderr)
        # Looking leaves a folder that the service can still start from.
        support.run("links", config=CONFIG, data=self.data)

    def test_a_test_mail_is_queued(self):
        self.use_none()
        done = self.mail("test", "--to", "beheer@example.org")
        self.assertIn("mail 1 is queued", done.stdout)
        self.assertIn("a running service sends it", done.stdout)
        (row,) = self.rows()
        self.assertEqual((row["purpose"], row["state"], row["address"], row["programme"]),
                         ("test", "queued", "beheer@example.org", ""))
        self.mail("test", "--to", "beheer@example.org")
        self.assertEqual(len(self.rows()), 2)

    def test_an_address_that_is_none_is_refused(self):
        self.use_none()
        for address in ("beheer", "a@b@example.org", "beheer@example.org\r\nRCPT TO:<x@example.com>", "Beheer <b@example.org>"):
            done = self.mail("test", "--to", address, check=False)
            self.assertEqual(done.returncode, 64, address)
        self.assertEqual(self.rows(), [])

    def test_lists_by_state(self):
        self.use("delivered")
        rows = self.rows()
        self.assertEqual([row["id"] for row in rows], sorted((row["id"] for row in rows), reverse=True))
        (failed,) = self.rows("--state", "failed")
        self.assertEqual(failed["address"], GONE)
        self.assertIn("550 5.6.0 no such content", failed["detail"])
        sent = self.rows("--state", "sent")
        self.assertEqual(len(sent), PARTICIPANTS - 1)
        self.assertEqual(support.mails(limit=1, data=self.data), rows[:1])
        lines = self.mail("list", "--state", "sent").stdout.splitlines(keepends=True)
        self.assertEqual(len(lines), len(sent))
        row = sent[0]
        self.assertTrue(row["subject"])
        self.assertTrue(lines[0].startswith(
            f"{row['id']:<6} sent     2023-06-19 09:00  {row['address']}  {row['subject']}"), lines[0])
        wrong = self.mail("list", "--state", "gone", check=False)
        self.assertEqual(wrong.returncode, 64)
        self.assertIn("poison", wrong.stderr)

    def test_shows_one_with_its_reminders_and_message(self):
        self.use("delivered")
        row = self.rows("--state", "sent")[0]
        (message,) = [each.bytes.decode() for each in self.delivered if each.to == row["address"]]
        text = self.mail("show", str(row["id"])).stdout
        self.assertIn("state:       sent since 2023-06-19 09:00\n", text)
        self.assertIn("gezinsaanpak-2023/werksessie-morgen about werksessie-1 on 2023-06-20\n", text)
        self.assertTrue(text.endswith("\n\n" + message.replace("\r\n", "\n")), text)
        shown = self.ask("show", str(row["id"]))
        self.assertEqual(shown["message"], message)
        self.assertEqual({name: shown[name] for name in row}, row)
        self.assertIn({"programme": "gezinsaanpak-2023", "rule": "werksessie-morgen",
                       "activity": "werksessie-1", "library": "", "day": "2023-06-20", "round": 0,
                       "reason": None}, shown["reminders"])

    def test_shows_one_that_has_no_message_yet(self):
        self.use("waiting")
        shown = self.ask("show", str(self.rows()[0]["id"]))
        self.assertEqual((shown["state"], shown["message"]), ("waiting", None))

    def test_status(self):
        self.use("delivered")
        status = self.ask("status")
        self.assertEqual([status[name] for name in ("held", "why", "published", "announced", "invitations")],
                         [False, "", 1, 1, None])
        self.assertEqual(self.counts(), {"sent": PARTICIPANTS - 1, "failed": 1})
        self.assertRegex(status["last_active"], r"^2023-06-19T07:\d\d:\d\dZ$")
        text = self.mail("status").stdout
        for line in ("held:        no\n", f" on {status['host']}\n", "announced:   revision 1\n",
                     "failed:      1\n"):
            self.assertIn(line, text)

    def test_retries_and_drops(self):
        self.use("delivered")
        (failed,), sent = self.rows("--state", "failed"), self.rows("--state", "sent")[0]
        before = self.states()
        self.mail("retry", str(failed["id"]))
        self.assertEqual(self.states(), before | {failed["id"]: "retry"})
        self.mail("drop", str(failed["id"]))
        self.assertEqual(self.states(), before | {failed["id"]: "dropped"})
        for command, words in (("retry", "it was sent"), ("drop", "is sent")):
            done = self.mail(command, str(sent["id"]), check=False)
            self.assertEqual(done.returncode, 64)
            self.assertIn(words, done.stderr)

    def test_retry_of_all_that_failed_shows_first_and_asks(self):
        self.use("refused")
        failed = self.rows("--state", "failed")
        late = {row["id"] for row in failed if row["not_after"] <= "2023-06-19T07:30:00Z"}
        again = {row["id"] for row in failed} - late
        self.assertTrue(late and again)
        self.assertEqual(self.mail("retry", check=False).returncode, 64)
        self.assertEqual(self.mail("retry", "1", "--state", "failed", check=False).returncode, 64)
        self.assertIn("is no state of a mail", self.mail("retry", "--state", "fialed", check=False).stderr)
        before = self.states()
        unasked = self.mail("retry", "--state", "failed", check=False)
        self.assertEqual(unasked.returncode, 64)
        self.assertIn(f"{len(again)} mails go again:\n", unasked.stdout)
        self.assertEqual(self.states(), before)
        self.assertIn(f"{len(again)} mails go when the service next looks",
                      self.mail("retry", "--state", "failed", "--yes").stdout)
        self.assertEqual(self.states(), before | dict.fromkeys(again, "retry"))

    def test_no_retry_of_what_was_sent(self):
        self.use("delivered")
        self.assertIn(f"no mail that is sent can go again; {PARTICIPANTS - 1} cannot",
                      self.mail("retry", "--state", "sent").stdout)

    def test_a_folder_that_no_service_uses_is_refused_and_left_alone(self):
        for command in (("list",), ("status",), ("test", "--to", "beheer@example.org"), ("release",)):
            done = support.run("mail", *command, data=self.data, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn("say with --data where the running service keeps them", done.stderr)
        self.assertFalse(self.data.exists())

    def test_mistakes_in_a_programme_do_not_matter(self):
        self.use("delivered")
        config = self.data.with_name("config")
        shutil.copytree(CONFIG, config)
        settings = config / "service.toml"
        settings.write_text(re.sub(r"(?m)^data = .*$", f'data = "{self.data}"', settings.read_text()))
        (config / "programmes/gezinsaanpak-2023/programme.toml").write_text("[programme\n")
        self.assertEqual(support.run("check", config=config, check=False).returncode, 1)
        self.assertEqual(support.ask("mail", "status", config=config)["mails"]["sent"], PARTICIPANTS - 1)
        settings.write_text("[mail\n")
        broken = support.run("mail", "status", config=config, check=False)
        self.assertEqual((broken.returncode, broken.stdout), (1, ""))
        self.assertIn("service.toml:1:", broken.stderr)

    def test_release_shows_first_and_asks(self):
        self.use("held")
        self.mail("test", "--to", "beheer@example.org")
        status = self.ask("status")
        self.assertTrue(status["held"])
        self.assertIn("the database came back in an earlier state", status["why"])
        self.assertIn(status["why"], self.mail("list").stderr)
        self.assertIn(f"held:        {status['why']}\n", self.mail("status").stdout)

        unasked = self.mail("release", check=False)
        self.assertEqual(unasked.returncode, 64)
        self.assertIn(f"All mail is held: {status['why']}\n{PARTICIPANTS + 1} mails go when you release:\n",
                      unasked.stdout)
        for row in self.rows():
            self.assertIn(f"  {row['address']}  ", unasked.stdout)
        self.assertEqual(self.counts(), {"waiting": PARTICIPANTS, "queued": 1})

        self.assertIn("nothing is done", self.on_a_terminal("no\n"))
        self.assertEqual(self.counts(), {"waiting": PARTICIPANTS, "queued": 1})
        self.assertIn(f"mail is no longer held; {PARTICIPANTS} that waited go", self.on_a_terminal("yes\n"))
        self.assertEqual(self.counts(), {"queued": PARTICIPANTS + 1})
        self.assertFalse(self.ask("status")["held"])
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
        self.use("waiting")
        for row in self.rows()[1:]:
            self.mail("drop", str(row["id"]))
        done = self.mail("release", "--yes")
        self.assertIn("1 mail goes when you release:", done.stdout)
        self.assertIn("released; 1 that waited goes", done.stdout)
        self.assertEqual(self.counts(), {"dropped": PARTICIPANTS - 1, "queued": 1})


class BesideAService(unittest.TestCase):
    def test_commands_work_while_the_service_runs(self):
        with support.Service() as service:
            for number in range(5):
                service.run("mail", "test", "--to", f"a{number}@example.org")
            self.assertEqual(len({row["id"] for row in service.mails(purpose="test")}), 5)
            self.assertEqual(service.get("/readyz").status, 200)


if __name__ == "__main__":
    unittest.main()
