# SPDX-License-Identifier: Apache-2.0
"""Publishing by hand and by itself: revisions, their history, and a running service that follows."""

import json
import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import tempfile
import threading
import time
import unittest

import support

PROGRAMME = "programmes/gezinsaanpak-2023/programme.toml"
PEOPLE = "programmes/gezinsaanpak-2023/people.csv"
SEQUENCE_EPOCH = 1577836800  # 2020-01-01 UTC
GOOD_FILES = "there are no mistakes in them"
OLD, NEW, OTHER = "date = 2023-06-20", "date = 2023-06-21", "date = 2023-06-22"


class Folders(unittest.TestCase):
    """A configuration and a data folder, no service."""

    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="traject-"))
        self.folder = pathlib.Path(folder)
        self.config = self.folder / "config"
        self.data = self.folder / "data"
        shutil.copytree(support.ROOT / "config", self.config)

    def run_it(self, *arguments, status=0, config=None):
        done = support.run(*arguments, "--lang", "en", config=config or self.config, data=self.data, check=False)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def edit(self, before, after, name=PROGRAMME, config=None):
        path = (config or self.config) / name
        text = path.read_text(encoding="utf-8")
        self.assertEqual(text.count(before), 1)
        path.write_text(text.replace(before, after), encoding="utf-8")

    def history(self):
        return json.loads(self.run_it("history", "--json").stdout)

    def on_a_terminal(self, arguments, meanwhile, answer="yes"):
        """Runs a command on a terminal; `meanwhile()` happens between its question and the answer."""
        ours, theirs = pty.openpty()
        self.addCleanup(os.close, ours)
        process = subprocess.Popen(
            [support.BINARY, *arguments, "--lang", "en", "--config", str(self.config), "--data", str(self.data)],
            stdin=theirs, stdout=theirs, stderr=theirs)
        os.close(theirs)
        self.addCleanup(support.terminate, process)
        shown = b""

        def read():
            nonlocal shown
            if not select.select([ours], [], [], 30)[0]:
                return False
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other end is closed
                return False
            shown += piece
            return bool(piece)

        while b"(yes/no)" not in shown and read():
            pass
        self.assertIn(b"(yes/no)", shown)
        meanwhile()
        os.write(ours, answer.encode() + b"\n")
        while read():
            pass
        return process.wait(30), shown.decode()


class Commands(Folders):
    def test_revisions_are_numbered_and_kept(self):
        self.run_it("publish", "--yes", "-m", "Begin")
        self.edit(OLD, NEW)
        moved = self.run_it("publish", "--yes", "--no-mail", "-m", "Zaal\n bezet\x07")
        self.assertIn("Tuesday 20 June 2023, 10:00–13:00 → Wednesday 21 June 2023, 10:00–13:00", moved.stdout)
        self.assertIn("Change mails: none", moved.stdout)
        self.assertIn("revision 2 is published", moved.stdout)
        two, one = self.history()
        self.assertEqual([one["revision"], one["why"], one["no_mail"]], [1, "Begin", False])
        self.assertEqual([two["revision"], two["why"], two["no_mail"]], [2, "Zaal bezet", True])
        self.assertRegex(two["published"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertIn("Zaal bezet", self.run_it("history").stdout)
        shown = self.run_it("show", "2").stdout
        self.assertIn("why        Zaal bezet", shown)
        self.assertIn("+" + NEW, shown)
        self.assertIn("+" + OLD, self.run_it("diff", "2", "1").stdout)
        self.assertEqual(self.run_it("diff", "2").stdout, "")
        self.run_it("show", "1", "--to", str(self.folder / "old"))
        self.assertIn(OLD, (self.folder / "old" / PROGRAMME).read_text())
        self.assertEqual((self.folder / "old" / PEOPLE).read_bytes(), (self.config / PEOPLE).read_bytes())
        self.run_it("show", "1", "--to", str(self.folder / "old"), status=64)
        for unknown in (["show", "3"], ["diff", "1", "3"], ["rollback", "3", "--yes"], ["rollback", "0"], ["diff", "1", "0"],
                        ["show", "0"]):
            self.assertRegex(self.run_it(*unknown, status=64).stderr, r"^there is no revision \d; 'traject history'.*\n$")
        dutch = support.run("rollback", "0", config=self.config, data=self.data, check=False)
        self.assertEqual(dutch.stderr, "er is geen versie 0; 'traject history' laat zien welke er zijn\n")

    def test_a_mistyped_command_gets_a_suggestion(self):
        for words, meant in ((("pubish",), "publish"), (("link", "revok", "eemland-jeugd"), "revoke")):
            done = subprocess.run([support.BINARY, *words], capture_output=True, text=True)
            self.assertEqual(done.returncode, 64)
            self.assertIn(f"did you mean '{meant}'?", done.stderr)

    def test_the_same_files_make_no_revision(self):
        self.run_it("publish", "--yes")
        again = self.run_it("publish", "--yes")
        self.assertIn("nothing to publish", again.stdout)
        self.assertEqual(len(self.history()), 1)

    def test_nothing_happens_without_a_word(self):
        done = self.run_it("publish", status=64)
        self.assertIn("--yes", done.stderr)
        self.assertEqual(self.history(), [])
        status, shown = self.on_a_terminal(["publish"], lambda: None, answer="no")
        self.assertEqual(status, 64)
        self.assertEqual(self.history(), [])
        status, shown = self.on_a_terminal(["publish"], lambda: None)
        self.assertEqual(status, 0, shown)
        self.assertEqual(len(self.history()), 1)

    def test_what_was_shown_is_what_is_published(self):
        self.run_it("publish", "--yes")
        self.edit(OLD, NEW)
        status, shown = self.on_a_terminal(["publish"], lambda: self.edit(NEW, OTHER))
        self.assertEqual(status, 75, shown)
        self.assertIn("the files have changed meanwhile", shown)

        other = self.folder / "other"
        shutil.copytree(support.ROOT / "config", other)
        self.edit(OLD, NEW, config=other)
        status, shown = self.on_a_terminal(["publish"], lambda: self.run_it("publish", "--yes", config=other))
        self.assertEqual(status, 75, shown)
        self.assertIn("revision 2", shown)
        self.assertEqual(len(self.history()), 2)

    def test_of_two_at_once_each_wins_or_is_told(self):
        self.run_it("publish", "--yes")
        configs = []
        for day in range(10, 16):
            config = self.folder / str(day)
            shutil.copytree(support.ROOT / "config", config)
            self.edit(OLD, f"date = 2023-06-{day}", config=config)
            configs.append(config)
        done = {}

        def publish(config):
            done[config] = support.run("publish", "--yes", "-m", config.name, "--lang", "en", config=config,
                                       data=self.data, check=False)

        threads = [threading.Thread(target=publish, args=[config]) for config in configs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        won = {config.name for config in configs if done[config].returncode == 0}
        told = [config for config in configs if done[config].returncode == 75]
        self.assertEqual(len(won) + len(told), len(configs), [each.stderr for each in done.values()])
        for config in told:
            self.assertIn("came in between", done[config].stderr)
        rows = self.history()[::-1][1:]
        self.assertEqual({row["why"] for row in rows}, won)
        for row in rows:
            self.assertIn(f"date = 2023-06-{row['why']}",
                          self.run_it("show", str(row["revision"])).stdout)

    def test_broken_files_are_not_published(self):
        self.edit(OLD, "date = 2023-06-31")
        done = self.run_it("publish", "--yes", status=1)
        self.assertIn(PROGRAMME, done.stderr)

    def test_rendering_shows_what_is_published(self):
        self.run_it("publish", "--yes")
        before = self.run_it("render", "--feed", "programme:gezinsaanpak-2023").stdout
        self.edit(OLD, NEW)
        unpublished = self.run_it("render", "--feed", "programme:gezinsaanpak-2023")
        self.assertEqual(unpublished.stdout, before)
        self.assertIn("revision 1", unpublished.stderr)
        self.run_it("publish", "--yes")
        after = self.run_it("render", "--feed", "programme:gezinsaanpak-2023").stdout
        first, second = (sorted(set(map(int, re.findall(r"SEQUENCE:(\d+)", text)))) for text in (before, after))
        self.assertEqual((len(first), len(second)), (1, 2))
        self.assertEqual(first[0], second[0], "the events that did not change")
        self.run_it("rollback", "1", "--yes")
        back = self.run_it("render", "--feed", "programme:gezinsaanpak-2023").stdout
        third = sorted(set(map(int, re.findall(r"SEQUENCE:(\d+)", back))))
        self.assertEqual(third[0], first[0])
        self.assertGreater(third[1], second[1])
        without = [re.sub(r"(SEQUENCE|LAST-MODIFIED|DTSTAMP):.*\r\n", "", text) for text in (before, back)]
        self.assertEqual(*without)


    def test_rendering_says_when_a_feed_has_ended(self):
        self.edit("jeugd.utrecht@example.org;utrecht;jeugd-educatie;;;",
                  "jeugd.utrecht@example.org;utrecht;jeugd-educatie;;;2023-05-01", PEOPLE)
        self.run_it("publish", "--yes")
        ended = self.run_it("render", "--feed", "person:utrecht-jeugd", status=64)
        self.assertEqual(ended.stdout, "")
        self.assertIn("gone (410)", ended.stderr)

    def test_a_restored_database_gets_numbers_that_nobody_saw(self):
        self.run_it("publish", "--yes")
        backup = self.folder / "backup"
        shutil.copytree(self.data, backup)
        for date in (NEW, OTHER, OLD):
            self.run_it("publish", "--yes", config=self.with_date(date))
        seen = self.sequences()
        shutil.rmtree(self.data)
        shutil.copytree(backup, self.data)
        self.assertLess(max(self.sequences()), max(seen))
        support.wait_until(lambda: int(time.time()) - SEQUENCE_EPOCH > max(seen), 20, "three publications took their seconds")
        done = self.run_it("publish", "--yes", "--restored", config=self.with_date(NEW))
        self.assertIn("nobody is mailed about it", done.stdout)
        self.assertGreater(min(self.sequences()), max(seen))

    def test_numbers_do_not_fall_for_who_goes_to_another_library(self):
        person = "person:utrecht-basis"
        self.run_it("publish", "--yes")
        hand_in = ("hand-in", "--person", "utrecht-basis", "--activity", "quickscan")
        first = max(self.sequences(person))
        self.run_it(*hand_in)
        self.run_it(*hand_in, "--undo")
        seen = max(self.sequences(person))
        self.assertGreater(seen, first)
        self.edit("basis.utrecht@example.org;utrecht;", "basis.utrecht@example.org;idea;", PEOPLE)
        plan = json.loads(self.run_it("plan", "--json", status=2).stdout)
        self.assertIn(person, [feed["feed"] for feed in plan["feeds"]])
        self.run_it("publish", "--yes")
        elsewhere = max(self.sequences(person))
        self.assertGreater(elsewhere, seen)
        self.run_it("rollback", "1", "--yes")
        self.assertGreater(max(self.sequences(person)), elsewhere)

    def test_numbers_rise_for_who_reads_another_language(self):
        person = "person:utrecht-basis"
        self.run_it("publish", "--yes")
        before, others = self.sequences(person), self.sequences("person:utrecht-jeugd")
        self.edit("utrecht;basisvaardigheden-taalhuis;en;;", "utrecht;basisvaardigheden-taalhuis;nl;;", PEOPLE)
        self.run_it("publish", "--yes")
        self.assertGreater(min(self.sequences(person)), max(before))
        self.assertEqual(self.sequences("person:utrecht-jeugd"), others)

    def with_date(self, date):
        config = pathlib.Path(tempfile.mkdtemp(dir=self.folder)) / "config"
        shutil.copytree(self.config, config)
        if date != OLD:
            self.edit(OLD, date, config=config)
        return config

    def sequences(self, feed="programme:gezinsaanpak-2023"):
        text = self.run_it("render", "--feed", feed).stdout
        return [int(number) for number in re.findall(r"SEQUENCE:(\d+)", text)]


class Running(unittest.TestCase):
    """Beside a service."""

    def service(self, publish=None):
        service = support.Service()
        self.addCleanup(service.__exit__, None, None, None)
        if publish:
            service.edit("service.toml", 'publish = "automatic"', f'publish = "{publish}"')
        return service

    def wait_for_revision(self, service, number):
        support.wait_until(lambda: service.status()["revision"] == number, what=f"revision {number}")

    def run_it(self, service, *arguments, check=True):
        return support.run(*arguments, config=service.config, data=service.data, check=check)

    def test_with_a_clock_that_cannot_be_right_it_serves_and_does_nothing_else(self):
        service = self.service()
        self.run_it(service, "publish", "--yes", "--now", "2030-03-01T12:00")
        service.start()
        held = "the latest revision was published later: 2030-03-01"
        support.wait_until(lambda: held in service.says("clock"), what="the clock in /status")
        path = service.feed_path("programme:gezinsaanpak-2023")
        before = service.get(path).body
        service.edit(PROGRAMME, OLD, NEW)
        support.wait_until(lambda: "2030-03-01" in service.says("publication"), what="the reason")
        refused = self.run_it(service, "publish", "--yes", check=False)
        self.assertEqual(refused.returncode, 75)
        self.assertIn("2030-03-01", refused.stderr)
        self.assertEqual(service.status()["revision"], 1)
        self.assertEqual(service.get(path).body, before)
        way_out = re.search(r"traject (publish --restored --now \S+)\)", refused.stderr).group(1)
        self.run_it(service, *way_out.split(), "--yes")
        self.wait_for_revision(service, 2)
        self.assertNotEqual(service.get(path).body, before)
        support.wait_until(lambda: held not in service.says("clock"), what="mail that no clock holds")

    def test_by_hand_nothing_is_published_until_somebody_does(self):
        service = self.service("manual")
        refused = support.run("serve", "--listen", f"127.0.0.1:{service.port}", config=service.config,
                              data=service.data, check=False)
        self.assertEqual(refused.returncode, 78)
        self.assertIn("traject publish", refused.stderr)
        self.run_it(service, "publish", "--yes")
        service.start()
        path = service.feed_path("programme:gezinsaanpak-2023")
        before = service.get(path).body
        service.edit(PROGRAMME, OLD, NEW)
        support.wait_until(lambda: service.status()["files_are_published"] is False, what="the difference")
        service.reload()
        self.assertEqual(service.get(path).body, before)
        self.assertEqual(service.status()["revision"], 1)
        self.run_it(service, "publish", "--yes", "-m", "verzet")
        self.wait_for_revision(service, 2)
        self.assertNotEqual(service.get(path).body, before)
        support.wait_until(lambda: service.status()["files_are_published"], what="no difference")

    def test_what_was_published_from_a_copy_outlasts_a_restart(self):
        service = self.service()
        service.start()
        copy = service.config.parent / "copy"
        shutil.copytree(service.config, copy)
        path = copy / PROGRAMME
        path.write_text(path.read_text().replace(OLD, NEW))
        done = support.run("publish", "--yes", "--lang", "en", config=copy, data=service.data)
        self.assertIn(f"the files in {service.config} still hold something else", done.stderr)
        self.assertIn("traject show 2 --to", done.stderr)
        self.wait_for_revision(service, 2)
        service.stop()
        service.start()
        self.assertEqual(service.status()["revision"], 2)
        self.assertIs(service.status()["files_are_published"], False)
        service.edit(PROGRAMME, OLD, OTHER)
        self.wait_for_revision(service, 3)
        done = support.run("publish", "--yes", "--lang", "en", config=service.config, data=service.data)
        self.assertEqual(done.stderr, "")

    def test_broken_files_are_not_said_to_be_published(self):
        service = self.service()
        service.start()
        service.edit(PROGRAMME, OLD, "date = 2023-06-31")
        support.wait_until(lambda: "programme.toml" in service.says("files"), what="the problem")
        self.assertIs(service.status()["files_are_published"], False)
        service.edit(PROGRAMME, "date = 2023-06-31", OLD)
        support.wait_until(lambda: service.says("files") == GOOD_FILES, what="the mended file")
        self.assertIs(service.status()["files_are_published"], True)

    def test_files_that_may_be_half_written_are_not_said_to_be_good(self):
        service = self.service()
        service.start()
        path = service.config / PEOPLE
        path.write_text("".join(path.read_text().splitlines(keepends=True)[:-1]))
        support.wait_until(lambda: "half written" in service.says("files"), what="the doubt")
        self.assertEqual(service.status()["revision"], 1)
        service.reload()  # somebody says that it is meant
        self.wait_for_revision(service, 2)
        self.assertEqual(service.says("files"), GOOD_FILES)

    def test_by_itself_a_saved_file_is_published(self):
        service = self.service()
        service.start()
        self.assertEqual(service.status()["revision"], 1)
        path = service.feed_path("programme:gezinsaanpak-2023")
        before = service.get(path).body
        service.edit(PROGRAMME, OLD, NEW)
        self.wait_for_revision(service, 2)
        self.assertNotEqual(service.get(path).body, before)
        rows = json.loads(self.run_it(service, "history", "--json").stdout)
        self.assertEqual([row["who"] for row in rows], ["service", "service"])
        changes = json.loads(self.run_it(service, "show", "2", "--json").stdout)["changes"]
        moved = [change["activity"] for change in changes[0]["activities"] if "moved" in change["kinds"]]
        self.assertIn("werksessie-1", moved)
        self.assertIn("traject_revision 2", service.get("/metrics").text)

    def test_a_rollback_stays_until_the_files_change_again(self):
        service = self.service()
        service.start()
        service.edit(PROGRAMME, OLD, NEW)
        self.wait_for_revision(service, 2)
        self.run_it(service, "rollback", "1", "--yes")
        self.wait_for_revision(service, 3)
        service.reload()
        self.assertIs(service.status()["files_are_published"], False)
        service.stop()
        service.start()
        self.assertEqual(service.status()["revision"], 3)
        self.assertIs(service.status()["files_are_published"], False)
        service.edit(PROGRAMME, NEW, OTHER)
        self.wait_for_revision(service, 4)
        self.assertIs(service.status()["files_are_published"], True)

    def test_what_is_published_is_served_after_a_restart_whatever_the_files_are(self):
        service = self.service()
        service.start()
        path = service.feed_path("programme:gezinsaanpak-2023")
        before = service.get(path).body
        service.stop()
        service.edit(PROGRAMME, OLD, "date = 2023-06-31")
        service.start()
        self.assertEqual(service.get(path).body, before)
        self.assertIn(PROGRAMME, service.says("files"))
        service.edit(PROGRAMME, "date = 2023-06-31", NEW)
        self.wait_for_revision(service, 2)
        support.wait_until(lambda: service.says("files") == GOOD_FILES, what="the mended file")

    def test_words_of_mails_are_no_revision(self):
        service = self.service()
        service.start()
        template = next(service.config.glob("templates/nl/*.md"))
        template.write_text(template.read_text(encoding="utf-8") + "\nNog een regel.\n", encoding="utf-8")
        support.wait_until(lambda: service.log().count("published revision=1") == 2, what="the new words")
        self.assertEqual(service.status()["revision"], 1)


if __name__ == "__main__":
    unittest.main()
