# SPDX-License-Identifier: Apache-2.0
"""Files that are gone, enormous, hostile or no files at all: what is published is served, and the mistake is named."""

import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import time
import unittest

import support

FOLDER = "programmes/gezinsaanpak-2023"
PROGRAMME, PEOPLE = f"{FOLDER}/programme.toml", f"{FOLDER}/people.csv"
HEADER = b"naam;e-mail;bibliotheek;rollen\n"
USAGE = 64


def resident_mb(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("no VmRSS")


def million_rows():
    return HEADER + b"Iemand Anders;iemand@example.org;eemland;deelnemer\n" * 1_000_000


def sixty_thousand_mistakes():
    """Three in each row, within the limits of a file and of people."""
    return HEADER + b"x;@;;\n" * 20_000


class FilesTest(unittest.TestCase):
    def setUp(self):
        self.service = self.enterContext(support.Service(arguments=["--log", "json"]))
        self.feed_path = self.service.feed_path("programme:gezinsaanpak-2023")
        self.feed = self.service.get(self.feed_path).body
        self.size = 0
        self.kept = self.service.config.with_name("kept")
        shutil.copytree(self.service.config, self.kept)

    def mistakes(self):
        """Those that the log names since the last change of the folder here."""
        begin = "configuration not published: "
        return [line.removeprefix(begin) for line in self.service.logged(self.size) if line.startswith(begin)]

    def restore(self):
        """The folder as it was."""
        with contextlib.suppress(OSError):
            shutil.rmtree(self.service.config)
        shutil.copytree(self.kept, self.service.config)

    def wait_for(self, words):
        support.wait_until(lambda: words in "\n".join([*self.mistakes(), self.service.says("files")]), 20, repr(words))

    def start_again(self, words):
        """Feeds are there at once, and the mistake is named."""
        self.service.stop()
        self.size = len(self.service.log())
        began = time.monotonic()
        self.service.start(within=10)
        self.assertEqual(self.service.get(self.feed_path).body, self.feed)
        self.assertLess(time.monotonic() - began, 5)
        self.wait_for(words)
        self.assertEqual(self.service.get(self.feed_path).body, self.feed)
        self.assertEqual(self.service.revision(), 1)

    def write_people(self, octets):
        (self.service.config / PEOPLE).write_bytes(octets)

    def test_a_start_serves_what_is_published_whatever_the_folder_is(self):
        config = self.service.config

        def gone():
            config.rename(config.with_name("elsewhere"))
            self.addCleanup(shutil.rmtree, config.with_name("elsewhere"), True)

        def not_mounted():
            for each in config.iterdir():
                shutil.rmtree(each) if each.is_dir() else each.unlink()

        def broken():
            self.service.edit(PROGRAMME, "date = 2023-09-19\n", "date = 2023-09-31\n")

        def settings_broken():
            self.service.edit("service.toml", 'log = "auto"', 'log = "xml"')

        def settings_a_pipe():
            (config / "service.toml").unlink()
            os.mkfifo(config / "service.toml")

        def settings_empty():
            (config / "service.toml").write_text("\n")

        def settings_gone():
            (config / "service.toml").unlink()

        def enormous():
            self.write_people(million_rows())

        def crowded():
            for number in range(3_000):
                (config / "programmes" / str(number)).touch()

        def elsewhere():
            shutil.rmtree(config / "programmes")
            (config / "programmes").symlink_to("/etc")

        for ruin, words in ((broken, "31 september 2023 bestaat niet"),
                            (enormous, "verhoog file_mb = 2 onder [limits] in service.toml"),
                            (crowded, "verhoog files = 1000 onder [limits] in service.toml"),
                            (elsewhere, "deze koppeling wijst naar een plaats buiten de map met bestanden"),
                            (settings_broken, '"xml" is geen soort logboek'),
                            (settings_a_pipe, "dit is een named pipe (FIFO)"),
                            (settings_empty, ""),
                            (settings_gone, ""),
                            (gone, "may be half written"),
                            (not_mounted, "may be half written")):
            with self.subTest(ruin.__name__):
                ruin()
                self.start_again(words)
                self.restore()
        self.assertIn("the settings of the last start hold: service.toml:", self.service.log())
        self.assertEqual(self.service.log().count("the settings of the last start hold: service.toml is missing or empty"), 4)
        self.start_again("there are no mistakes in them")

    def test_a_million_rows_take_no_memory(self):
        before = resident_mb(self.service.process.pid)
        self.write_people(million_rows())
        self.wait_for("verhoog file_mb = 2 onder [limits] in service.toml")
        self.assertLess(resident_mb(self.service.process.pid) - before, 5)
        self.service.edit("service.toml", "[limits]\n", "[limits]\nfile_mb = 100\nfolder_mb = 100\n")
        self.wait_for("er zijn meer dan 20.000 deelnemers; haal weg wat er niet hoort, of verhoog people = 20000 onder "
                      "[limits] in service.toml")
        self.assertLess(resident_mb(self.service.process.pid) - before, 25)
        self.assertEqual(self.service.get(self.feed_path).body, self.feed)

    def test_fifty_mistakes_and_a_count(self):
        self.write_people(sixty_thousand_mistakes())
        size = len(self.service.log())
        self.wait_for("en nog 59.950")
        self.assertEqual(len(self.mistakes()), 51)
        self.assertLess(len(self.service.get("/status").text), 5_000)
        self.assertLess(len(self.service.log()) - size, 50_000)
        done = self.service.run("check", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout.splitlines()[50:], ["en nog 59.950", "60000 fouten, 0 waarschuwingen"])
        found = json.loads(self.service.run("check", "--json", check=False).stdout)
        self.assertEqual((found["errors"], len(found["problems"]), found["unlisted"]), (60_000, 50, 59_950))
        for command in (["plan"], ["publish", "--yes"], ["simulate"]):
            said = self.service.run(*command, check=False)
            self.assertEqual(len(said.stderr.splitlines()), 51, command)
            self.assertTrue(said.stderr.endswith("en nog 59.950\n"), command)

    def test_names_and_values_cannot_forge_a_line_or_move_a_cursor(self):
        hostile = "x\nprogrammes:1:1: goed\x1b[2J\u202e\x9b"
        (self.service.config / "programmes" / hostile).mkdir()
        (self.service.config / "templates/nl" / (hostile + ".md")).write_text("geen onderwerp {{")
        shown = "x\\x0Aprogrammes:1:1: goed\\x1B[2J\\u202E\\x9B"
        self.wait_for(shown)
        check = self.service.run("check", check=False)
        self.assertIn(f"programmes/{shown}:1:1: ", check.stdout)
        person = self.service.run("hand-in", "--person", hostile, "--activity", hostile, check=False)
        self.assertIn(f'there is no person "{shown}"', person.stderr)
        elsewhere = self.service.run("history", check=False)
        self.assertEqual(elsewhere.returncode, 0)
        unknown = support.run(hostile, check=False)
        option = self.service.run("check", "--" + hostile, check=False)
        folder = support.run("check", "--config", "/" + hostile, check=False)
        data = support.run("history", "--data", "/" + hostile, check=False)
        for said in (check, person, unknown, option, folder, data):
            self.assertIn("\\x1B[2J\\u202E\\x9B", said.stdout + said.stderr)
        for text in (check.stdout, *(said.stderr for said in (person, unknown, option, folder, data)),
                     *self.service.logged(), self.service.get("/status").text):
            for character in "\x1b\u202e\x9b":
                self.assertNotIn(character, text)
            self.assertNotIn("\nprogrammes:1:1: goed", text)

    def test_options_are_looked_at(self):
        self.service.stop()
        for arguments, words in ((["mail", "list", "--limit", "-1"], '"-1" is not a number of 1 or more'),
                                 (["mail", "list", "--limit", "0"], '"0" is not a number of 1 or more'),
                                 (["serve", "--speed", "nan"], '"nan" is not a number from 1 to 1000000'),
                                 (["serve", "--speed", "0.5"], '"0.5" is not a number from 1 to 1000000'),
                                 (["serve", "--address", "https://x/\n"], "is not an address of this service"),
                                 (["publish", "-m", "x" * 1001], "at most 1000 fit"),
                                 (["rollback", "1", "-m", "x" * 1001], "at most 1000 fit"),
                                 (["show", "1", "--to", "/proc/x"], "/proc/x/programmes/"),
                                 (["simulate", "--state", "/proc/x"], "/proc/x cannot be made"),
                                 (["simulate", "--eml", "/proc/x"], "/proc/x cannot be made"),
                                 (["show", "1", "--to", "/proc/version/x"], "/proc/version/x")):
            with self.subTest(arguments[:3]):
                done = self.service.run(*arguments, check=False)
                self.assertEqual(done.returncode, USAGE, done.stderr)
                self.assertIn(words, done.stderr)
        who = {"SUDO_USER": "a\nb\x1b" + "c" * 1000}
        self.service.edit(PROGRAMME, "Werksessie 1 – Interne", "Werksessie A – Interne")
        self.service.run("publish", "--yes", environment=who)
        self.assertEqual(self.service.ask("history")[0]["who"], "a\\x0Ab\\x1B" + "c" * 54 + "…")

    def test_what_is_no_file_is_named_and_never_waited_for(self):
        people = self.service.config / PEOPLE
        outside = ("deze koppeling wijst naar een plaats buiten de map met bestanden; "
                   "zet hier het bestand zelf neer")
        for make, words in (
                (lambda: os.mkfifo(people), "dit is een named pipe (FIFO); zet hier een gewoon tekstbestand neer"),
                (people.mkdir, "dit is een map; zet hier een gewoon tekstbestand neer"),
                (lambda: people.symlink_to("/etc/passwd"), outside),
                (lambda: people.symlink_to("/dev/zero"), outside)):
            with self.subTest(words):
                people.rmdir() if people.is_dir() and not people.is_symlink() else people.unlink(missing_ok=True)
                make()
                self.wait_for(f"{PEOPLE}:1:1: {words}")
                self.assertNotIn("root:", self.service.log())
        self.restore()
        self.service.stop()
        key = self.service.data / "feed.key"
        key.unlink()
        os.mkfifo(key, 0o600)
        done = subprocess.run([support.BINARY, "serve", "--config", self.service.config, "--data", self.service.data],
                              capture_output=True, text=True, timeout=10)
        self.assertIn("feed.key is a named pipe, and must be the file with the key of 32 octets; put it back from the "
                      "backup", done.stderr)

    def test_a_password_that_cannot_be_read_holds_the_mail_alone(self):
        password = self.service.config / "smtp-wachtwoord"
        password.write_text("geheim\n")
        password.chmod(0o644)
        self.service.edit("service.toml", "[mail]\n", support.mail_settings(1) +
                          'user = "traject"\npassword_file = "smtp-wachtwoord"\n')
        self.wait_for(f"iedereen op deze computer kan het wachtwoord lezen; geef: chmod 600 {password}")
        password.chmod(0o600)
        self.service.reload()
        self.wait_for("service.toml has changed; that holds after a restart")
        self.service.stop()
        password.rename(password.with_name("weg"))
        self.service.start()
        self.assertEqual(self.service.get(self.feed_path).body, self.feed)
        reason = "cannot read the mail server's password"
        support.wait_until(lambda: reason in self.service.says("relay"), 10, "the reason")
        password.with_name("weg").rename(password)
        support.wait_until(lambda: self.service.status()["parts"]["relay"]["state"] == "ok", 15, "a courier")

    def test_a_rule_that_reaches_nobody_is_named(self):
        with open(self.service.config / PROGRAMME, "a", encoding="utf-8") as file:
            for rule, about, days in (("te-vroeg", "workshop", "400 days"), ("geen-soort", "other", "1 day")):
                file.write(f'\n[[reminder]]\nid = "{rule}"\nabout = ["{about}"]\nwhen = "{days} before at 09:00"\n'
                           'to = ["participants"]\ntemplate = "werksessie"\n')
        now = ["--now", "2023-01-09T08:00"]
        checked = self.service.run("check", *now)
        self.assertRegex(checked.stdout,
                         r'programme\.toml:\d+:8: waarschuwing: herinnering "te-vroeg" bereikt niemand: elk moment is al '
                         r'voorbij; kies bij "when" een moment dat nog komt')
        self.assertRegex(checked.stdout,
                         r'programme\.toml:\d+:9: waarschuwing: herinnering "geen-soort" bereikt niemand: geen '
                         r'activiteit hoort bij "about"; noem bij "about" een soort of activiteit die er is')
        planned = support.run("plan", *now, config=self.service.config, data=self.service.data / "new", check=False)
        self.assertIn("Bereikt niemand:", planned.stdout)
        self.assertIn("te-vroeg: 0 ontvangers; elk moment is al voorbij", planned.stdout)
        support.wait_until(lambda: self.service.revision() == 2, what="the rules")
        listed = self.service.run("reminders", *now)
        self.assertRegex(listed.stdout, r"gezinsaanpak-2023 +geen-soort +0 ontvangers +geen activiteit hoort bij")
        rows = json.loads(self.service.run("reminders", "--json", *now).stdout)["without_recipients"]
        self.assertIn({"programme": "gezinsaanpak-2023", "rule": "te-vroeg", "recipients": 0, "reason": "past"}, rows)


if __name__ == "__main__":
    unittest.main()
