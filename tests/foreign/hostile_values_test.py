#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Values that try to add a line to a feed, or to change how one is shown: CR LF, control and bidi characters, broken UTF-8.

Each is put into values of a sound programme. `traject check` refuses it and says where; `render` prints nothing. The few that
a coordinator may mean well, such as a line break in a spreadsheet's cell, become a blank; then the feed holds no new line.
"""
import pathlib
import re
import tempfile
import unittest

import icalendar

import support

EVIL = "X-EVIL:1"
PROGRAMME = '''[programme]
title = "Werktraject"
organiser = "Organisatie"
contact = "vragen@example.org"
website = "https://www.example.org/"

[[role]]
id = "deelnemer"
title = "Deelnemer"
type = "participant"

[[activity]]
id = "start"
kind = "kickoff"
title = "Start"
description = "Wat we doen"
date = 2023-05-23
time = "15:00-16:30"
place = "Zaal"
online = "https://vergader.example.org/a"
page = "https://www.example.org/start"
for = ["deelnemer"]

[[activity]]
id = "weg"
kind = "workshop"
title = { nl = "Weg", en = "Gone" }
date = 2023-06-20
time = "10:00-13:00"
for = ["deelnemer"]
cancelled = "Reden"

[[activity]]
id = "intake"
kind = "intake"
title = "Intake"
per = "library"
duration = "45 min"
for = ["deelnemer"]
'''
LIBRARIES = '''id;naam;intake_datum;intake_tijd;intake_plaats
bieb;"Bibliotheek";9-5-2023;10:00;"Kamer"
'''
PEOPLE = '''id;naam;e-mail;bibliotheek;rollen
iemand;"Iemand";iemand@example.org;bieb;deelnemer
'''
FILES = {"programme.toml": PROGRAMME, "libraries.csv": LIBRARIES, "people.csv": PEOPLE}

# Every value of programme.toml that reaches a feed or its address. The quoted text occurs once.
TOML_VALUES = ["Werktraject", "Organisatie", "vragen@example.org", "https://www.example.org/", "deelnemer", "Start", "Zaal",
               "https://vergader.example.org/a", "https://www.example.org/start", "Weg", "Gone", "Reden", "15:00-16:30", "intake"]
FILE_VALUES = [("programme.toml", "Start"), ("libraries.csv", "Kamer"), ("people.csv", "Iemand")]

# TOML escapes that never may stand in a value.
ESCAPES = [r"\u0000", r"\u0001", r"\r", r"\U0000000D", r"\b", r"\u000b", r"\f", r"\u001b", r"\u007f", r"\u0085", r"\u009b", r"\u061c", r"\u200e", r"\u200f",
           r"\u202a", r"\u202e", r"\u2028", r"\u2029", r"\u2066", r"\u2069", r"\ufeff"]
# Octets that never may stand in a file.
OCTETS = [b"\0", b"\x01", b"\x1b", b"\x7f", b"\r", b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9", b"\xe2\x80\xae", b"\xe2\x81\xa6",
          b"\xef\xbb\xbf", b"\xff", b"\xc0\x8d\xc0\x8a", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x80"]


class HostileValues(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="traject-hostile-")))
        self.place = self.folder / "config/programmes/proef"
        self.place.mkdir(parents=True)
        (self.folder / "config/service.toml").write_text('data = "data"\n', encoding="ascii")

    def write(self, changes):
        """Writes the programme with some of its quoted values replaced: (file, value) → octets."""
        for name, text in FILES.items():
            octets = text.encode("utf-8")
            for (file, old), new in changes.items():
                if file == name:
                    quoted = f'"{old}"'.encode()
                    self.assertIn(quoted, octets)
                    octets = octets.replace(quoted, new, 1)
            (self.place / name).write_bytes(octets)

    def run_program(self, *command):
        return support.run(*command, config=self.folder / "config", data=self.folder / "data", check=False)

    def assert_refused(self, changes):
        """Every one of the changes is refused, at its own line."""
        self.write(changes)
        checked = self.run_program("check", "--lang", "en")
        said = checked.stdout + checked.stderr
        self.assertEqual(checked.returncode, 1, f"taken: {changes}")
        self.assertNotRegex(said, rf"(?m)^{EVIL}")
        for (file, old), new in changes.items():
            before = (self.place / file).read_bytes().split(new)[0]
            located = rf"(?m)^programmes/proef/{re.escape(file)}:{before.count(10) + 1}:[1-9]\d*: (?!warning)"
            self.assertRegex(said, located, f"{old}: {new}")
        rendered = self.run_program("render", "--feed", "programme:proef", "--now", "2023-05-01")
        self.assertNotEqual(rendered.returncode, 0)
        self.assertEqual(rendered.stdout, "")

    def render(self, changes):
        """The unfolded lines of the feed."""
        self.write(changes)
        rendered = self.run_program("render", "--feed", "programme:proef", "--now", "2023-05-01")
        self.assertEqual(rendered.returncode, 0, rendered.stderr)
        self.assertNotRegex(rendered.stdout, r"\r(?!\n)|(?<!\r)\n")
        return rendered.stdout.replace("\r\n ", "").split("\r\n")

    def assert_harmless(self, changes, shown):
        """The values are taken as `shown`, and the feed has the same lines as with plain values."""
        feed, plain = self.render(changes), self.render({value: b'"Gewoon"' for value in changes})
        names = [[re.split("[:;]", line)[0] for line in lines] for lines in (feed, plain)]
        self.assertEqual(*names)
        events = icalendar.Calendar.from_ical("\r\n".join(feed)).walk("VEVENT")
        texts = [str(event.get(name, "")) for event in events for name in ("SUMMARY", "LOCATION", "DESCRIPTION")]
        self.assertEqual(sum(shown in text for text in texts), len(changes), texts)

    def test_the_programme_is_sound_without_them(self):
        self.write({})
        checked = self.run_program("check", "--lang", "en")
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def test_line_breaks_by_escape(self):
        for escape in (r"\r\n", r"\n", r"\u000d\u000a", r"\U0000000A"):
            with self.subTest(escape):
                self.assert_refused({("programme.toml", value): f'"{value}{escape}{EVIL}"'.encode() for value in TOML_VALUES})

    def test_line_breaks_in_long_strings(self):
        for octets in (b'"""%s\n%s"""', b'"""%s\r\n%s"""', b"'''%s\n%s'''", b"'''%s\r\n%s'''"):
            with self.subTest(octets):
                self.assert_refused({("programme.toml", value): octets % (value.encode(), EVIL.encode()) for value in TOML_VALUES})

    def test_other_characters_by_escape(self):
        for escape in ESCAPES:
            with self.subTest(escape):
                self.assert_refused({("programme.toml", value): f'"{value}{escape}{EVIL}"'.encode()
                                     for value in [*TOML_VALUES, "Wat we doen"]})

    def test_escapes_that_are_no_character(self):
        for escape in (r"\ud800", r"\U00110000"):
            with self.subTest(escape):
                self.assert_refused({("programme.toml", "Start"): f'"a{escape}{EVIL}"'.encode()})

    def test_octets_in_the_files(self):
        for octets in OCTETS:
            with self.subTest(octets):
                self.assert_refused({place: b'"a' + octets + EVIL.encode() + b'"' for place in FILE_VALUES})

    def test_line_breaks_in_a_cell_become_a_blank(self):
        for octets in (b"\n", b"\r\n", b"\n\n", b"\r\n\r\n"):
            with self.subTest(octets):
                self.assert_harmless({("libraries.csv", value): b'"a' + octets + EVIL.encode() + b'"'
                                      for value in ("Bibliotheek", "Kamer")}, f"a {EVIL}")

    def test_line_breaks_in_a_description_stay_within_it(self):
        for octets in (rb'"a\n%s"', rb'"a\r\n%s"', b'"""a\n%s"""', b'"""a\r\n%s"""', b"'''a\r\n%s'''"):
            with self.subTest(octets):
                self.assert_harmless({("programme.toml", "Wat we doen"): octets % EVIL.encode()}, f"a\n{EVIL}")

    def test_what_looks_like_an_escape_is_text(self):
        for text in (rf"a\\r\\n{EVIL}", rf"a\\u000d\\u000a{EVIL}", f"a%0D%0A{EVIL}", f"a=0D=0A{EVIL}", f"a&#13;&#10;{EVIL}"):
            with self.subTest(text):
                self.assert_harmless({("programme.toml", "Zaal"): f'"{text}"'.encode()}, EVIL)


if __name__ == "__main__":
    unittest.main()
