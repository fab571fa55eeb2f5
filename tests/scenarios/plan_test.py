#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`traject plan` with the sample: what publishing would do, said before it is done."""

import hashlib
import json
import os
import pathlib
import pty
import shutil
import subprocess
import tempfile
import unittest

import support

NOW = ("--now", "2023-08-14T10:00")
PROGRAMME = "programmes/gezinsaanpak-2023/"


class Plan(unittest.TestCase):
    def setUp(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.config = folder / "config"
        self.data = folder / "data"
        shutil.copytree(support.ROOT / "config", self.config)

    def plan(self, *arguments):
        return support.run("plan", *NOW, *arguments, config=self.config, data=self.data, check=False)

    def publish(self):
        support.run("publish", "--yes", *NOW, config=self.config, data=self.data)

    def edit(self, name, old, new):
        path = self.config / PROGRAMME / name
        text = path.read_text()
        self.assertEqual(1, text.count(old))
        path.write_text(text.replace(old, new))

    def move_a_session(self):
        self.edit("programme.toml", "date = 2023-09-19", "date = 2023-10-03")

    def test_all_is_new_where_nothing_was_published(self):
        done = self.plan()
        self.assertEqual((2, ""), (done.returncode, done.stderr))
        self.assertIn("nieuw werktraject", done.stdout)
        self.assertFalse(self.data.exists(), "asking makes no store")

    def test_nothing_changes_after_publishing(self):
        self.publish()
        done = self.plan()
        self.assertEqual((0, "Er verandert niets.\n", ""), (done.returncode, done.stdout, done.stderr))
        self.assertEqual("Nothing changes.\n", self.plan("--lang", "en").stdout)

    def test_a_moved_session_with_all_that_follows(self):
        self.publish()
        self.move_a_session()
        done = self.plan()
        self.assertEqual(2, done.returncode)
        self.assertIn("dinsdag 19 september 2023, 10.00–13.00 uur → dinsdag 3 oktober 2023, 10.00–13.00 uur", done.stdout)
        self.assertIn("Lunch na werksessie 2\n      schuift mee: ", done.stdout)
        self.assertNotIn("\033", done.stdout)
        said = json.loads(self.plan("--json").stdout)
        changes = {change["activity"]: change for change in said["programmes"][0]["activities"]}
        self.assertEqual({"start": "2023-10-03T10:00", "end": "2023-10-03T13:00"}, changes["werksessie-2"]["after"]["when"])
        self.assertEqual("werksessie-2", changes["lunch-2"]["follows_from"])
        self.assertEqual(12, len(said["mails"]))
        self.assertIn({"feed": "person:eemland-jeugd", "effect": "changed"}, said["feeds"])

    def test_errors_are_located_and_nothing_is_planned(self):
        self.edit("programme.toml", "date = 2023-09-19", "date = 2023-09-31")
        done = self.plan()
        self.assertEqual((1, ""), (done.returncode, done.stdout))
        self.assertRegex(done.stderr, r"^programmes/gezinsaanpak-2023/programme\.toml:\d+:\d+: ")

    # Reads the database file itself: not one octet may change, whatever it means.
    def test_the_store_is_only_read(self):
        self.publish()
        self.move_a_session()
        before = hashlib.sha256((self.data / "traject.db").read_bytes()).digest()
        self.plan()
        self.plan("--json")
        self.assertEqual(before, hashlib.sha256((self.data / "traject.db").read_bytes()).digest())

    def test_colour_is_for_terminals_whose_user_wants_it(self):
        self.publish()
        self.move_a_session()
        self.assertIn("\033[33mWerksessie 2", self.at_a_terminal())
        self.assertNotIn("\033", self.at_a_terminal(NO_COLOR="1"))
        self.assertNotIn("\033", self.at_a_terminal(TERM="dumb"))

    def at_a_terminal(self, **environment):
        ours, theirs = pty.openpty()
        command = [support.BINARY, "plan", *NOW, "--config", str(self.config), "--data", str(self.data)]
        surroundings = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        process = subprocess.Popen(command, stdout=theirs, env={**surroundings, "TERM": "xterm", **environment})
        os.close(theirs)
        text = b""
        try:
            while piece := os.read(ours, 65536):
                text += piece
        except OSError:  # how Linux says that the other side is closed
            pass
        os.close(ours)
        self.assertEqual(2, process.wait(60))
        return text.decode("utf-8")


if __name__ == "__main__":
    unittest.main()
