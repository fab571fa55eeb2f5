#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A subscriber with Debian's own programs: vdirsyncer fetches a feed over HTTP, khal shows what is in it.

vdirsyncer 0.19 never asks conditionally; curl, which keeps an ETag between two runs, stands for clients that do.
"""

import os
import pathlib
import subprocess
import tempfile
import unittest

import support

PERSON = "person:eemland-jeugd"
PROGRAMME = "programmes/gezinsaanpak-2023/programme.toml"

# All that a participant of Bibliotheek Eemland has in 2023 and 2024, as khal lists it.
SAMPLE = """\
2023-04-21 all day | Deadline: Quickscan invullen |
2023-05-09 10:00-10:45 | Intakegesprek – Bibliotheek Eemland | locatie volgt
2023-05-23 15:00-16:30 | Kick-off | online, link volgt
2023-06-13 all day | Deadline: Voorbereidende opdracht 1 |
2023-06-20 10:00-13:00 | Werksessie 1 – Interne samenwerking | locatie volgt
2023-06-20 13:00-13:45 | Lunch na werksessie 1 | locatie volgt
2023-08-04 all day | Deadline: Tussentijdse opdracht 1 |
2023-09-12 all day | Deadline: Voorbereidende opdracht 2 |
2023-09-19 10:00-13:00 | Werksessie 2 – Externe samenwerking | locatie volgt
2023-09-19 13:00-13:45 | Lunch na werksessie 2 | locatie volgt
2023-10-18 all day | Deadline: Tussentijdse opdracht 2 |
2023-11-09 all day | Deadline: Voorbereidende opdracht 3 |
2023-11-16 10:00-13:00 | Werksessie 3 – Doelgroepgericht werken | locatie volgt
2023-11-16 13:00-13:45 | Lunch na werksessie 3 | locatie volgt
2024-01-02 all day | (datum volgt) Wrap-up – januari 2024 | online, link volgt
""".splitlines()

SYNC = """
[general]
status_path = "{folder}/status/"

[pair traject]
a = "feed"
b = "calendars"
collections = null

[storage feed]
type = "http"
url = "{url}"

[storage calendars]
type = "filesystem"
path = "{folder}/calendar/"
fileext = ".ics"
"""

SHOW = """
[calendars]
[[traject]]
path = {folder}/calendar
readonly = True

[sqlite]
path = {folder}/khal.db

[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""


class Subscriber:
    """A person's own vdirsyncer and khal, with everything that they keep inside `folder`."""

    def __init__(self, folder, url):
        self.folder = pathlib.Path(folder)
        self.environment = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8", "TZ": "Europe/Amsterdam"}
        for name in ("config", "data", "cache", "state"):
            self.environment[f"XDG_{name.upper()}_HOME"] = str(self.folder / name)
        (self.folder / "calendar").mkdir()
        for name, text in (("sync", SYNC), ("show", SHOW)):
            (self.folder / name).write_text(text.format(folder=folder, url=url), encoding="utf-8")
        self.run("/usr/bin/vdirsyncer", "--config", self.folder / "sync", "discover")

    def run(self, *command, **environment):
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, cwd=self.folder,
                              env={**self.environment, **environment})
        if done.returncode != 0:
            raise AssertionError(f"{command} ended with {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def sync(self):
        self.run("/usr/bin/vdirsyncer", "--config", self.folder / "sync", "sync")

    def events(self, zone="Europe/Amsterdam", shape="{start-date} {start-time}-{end-time} | {title} | {location}"):
        """What khal shows of 2023 and 2024 on a machine in `zone`, a line an event."""
        shown = self.run("/usr/bin/khal", "--config", self.folder / "show", "list", "2023-01-01", "730d",
                         "--day-format", "", "--format", shape, TZ=zone)
        return [line.replace(" - |", " all day |").rstrip() for line in shown.splitlines()]

    def titles(self):
        return sorted(self.events(shape="{title}"))


def replaced(lines, changes):
    """The lines with those that a key of `changes` begins replaced by its value, in order."""
    return sorted(next((new for old, new in changes.items() if line.startswith(old)), line) for line in lines)


class Subscribed(unittest.TestCase):
    def setUp(self):
        self.service = self.enterContext(support.Service(now="2023-04-01T09:00"))
        self.path = self.service.feed_path(PERSON)
        self.url = f"http://127.0.0.1:{self.service.port}{self.path}"
        self.subscriber = Subscriber(self.enterContext(tempfile.TemporaryDirectory()), self.url)
        self.subscriber.sync()

    def edit(self, before, after):
        self.service.publish(PROGRAMME, before, after, seen_at=self.path)

    def fetches(self, status):
        """By programs of no family of their own, as vdirsyncer and curl are."""
        return self.service.fetches("other", status)

    def test_sees_the_sample_in_local_time(self):
        self.assertEqual(self.subscriber.events(), SAMPLE)

    def test_sees_the_same_moments_from_elsewhere(self):
        shown = self.subscriber.events(zone="America/New_York")
        self.assertIn("2023-06-20 04:00-07:00 | Werksessie 1 – Interne samenwerking | locatie volgt", shown)
        self.assertIn("2023-11-16 04:00-07:00 | Werksessie 3 – Doelgroepgericht werken | locatie volgt", shown)
        self.assertIn("2023-06-13 all day | Deadline: Voorbereidende opdracht 1 |", shown)

    def test_polling_again_changes_nothing(self):
        files = {path.name: path.read_bytes() for path in (self.subscriber.folder / "calendar").iterdir()}
        self.assertEqual(len(files), len(SAMPLE))
        self.subscriber.sync()
        again = {path.name: path.read_bytes() for path in (self.subscriber.folder / "calendar").iterdir()}
        self.assertEqual(again, files)

    def test_polling_again_costs_304(self):
        before = self.fetches(200), self.fetches(304)

        def poll():
            return self.subscriber.run(
                "curl", "--silent", "--show-error", "--fail", "--etag-compare", "tag", "--etag-save", "tag",
                "--output", "feed.ics", "--write-out", "%{http_code} %{size_download}", self.url)

        size = len(self.service.get(self.path).body)  # One more 200 of the same family.
        self.assertEqual(poll(), f"200 {size}")
        self.assertEqual(poll(), "304 0")
        self.assertEqual(poll(), "304 0")
        self.assertEqual((self.fetches(200), self.fetches(304)), (before[0] + 2, before[1] + 2))
        self.edit("date = 2023-06-20", "date = 2023-06-22")
        self.assertTrue(poll().startswith("200 "))
        self.assertEqual(poll(), "304 0")

    def test_picks_up_a_moved_date_once(self):
        titles = self.subscriber.titles()
        self.edit("date = 2023-06-20", "date = 2023-06-22")
        self.assertEqual(self.subscriber.events(), SAMPLE, "nothing changes before the next poll")
        self.subscriber.sync()
        self.assertEqual(self.subscriber.titles(), titles, "no event twice, none lost")
        # What hangs on the session has moved with it.
        self.assertEqual(sorted(self.subscriber.events()), replaced(SAMPLE, {
            "2023-06-13": "2023-06-15 all day | Deadline: Voorbereidende opdracht 1 |",
            "2023-06-20 10": "2023-06-22 10:00-13:00 | Werksessie 1 – Interne samenwerking | locatie volgt",
            "2023-06-20 13": "2023-06-22 13:00-13:45 | Lunch na werksessie 1 | locatie volgt",
            "2023-08-04": "2023-08-06 all day | Deadline: Tussentijdse opdracht 1 |",
        }))

    def test_picks_up_a_confirmed_date(self):
        self.edit('date = "2024-01"', 'date = 2024-01-16\ntime = "15:00-16:30"')
        self.subscriber.sync()
        self.assertEqual(self.subscriber.events(), [*SAMPLE[:-1], "2024-01-16 15:00-16:30 | Wrap-up | online, link volgt"])

    def test_shows_what_is_cancelled(self):
        self.edit("date = 2023-05-23", 'date = 2023-05-23\ncancelled = "De zaal is gesloten."')
        self.subscriber.sync()
        shown = self.subscriber.events(shape="{start-date} {status}{title} | {description}")
        kick_off = [line for line in shown if "Kick-off" in line]
        self.assertEqual(len(kick_off), 1, kick_off)
        self.assertTrue(kick_off[0].startswith("2023-05-23 CANCELLED GEANNULEERD: Kick-off |"), kick_off)
        self.assertEqual(len(self.subscriber.titles()), len(SAMPLE))

    def shown(self):
        """What khal shows of every event, and of those that are not confirmed that they are not."""
        lines = self.subscriber.events(shape="{start-date} {start-time}-{end-time} | {status}{title}")
        return [line.replace("| CONFIRMED ", "| ") for line in lines]

    def holds(self, changes):
        """After a poll: what was there at first, but for the lines that `changes` replaces. No event twice, none lost."""
        self.subscriber.sync()
        self.assertEqual(sorted(self.shown()), replaced(self.first, changes))
        files = [path.read_bytes() for path in (self.subscriber.folder / "calendar").iterdir()]
        self.assertEqual(len({file.split(b"UID:")[1].split(b"\r")[0] for file in files}), len(self.first))

    def test_holds_the_right_calendar_through_every_change(self):
        self.first = self.shown()
        lunch = "2023-06-20 13:00-13:45 | Lunch na werksessie 1"
        self.assertIn(lunch, self.first)
        whole = (self.service.config / PROGRAMME).read_text(encoding="utf-8")
        block = whole[whole.index("# De lunch begint als de werksessie eindigt"):whole.index("# --- Werksessie 2 ---")]

        # Moved, with what hangs on it.
        self.edit("date = 2023-06-20", "date = 2023-06-22")
        moved = {
            "2023-06-13": "2023-06-15 all day | Deadline: Voorbereidende opdracht 1",
            "2023-06-20 10": "2023-06-22 10:00-13:00 | Werksessie 1 – Interne samenwerking",
            "2023-08-04": "2023-08-06 all day | Deadline: Tussentijdse opdracht 1",
        }
        self.holds({**moved, lunch: "2023-06-22 13:00-13:45 | Lunch na werksessie 1"})
        # Taken out of the files: cancelled where it was.
        self.edit(block, "")
        self.holds({**moved, lunch: "2023-06-22 13:00-13:45 | CANCELLED GEANNULEERD: Lunch na werksessie 1"})
        # Moved back: what is no longer in the files stays where people have it.
        self.edit("date = 2023-06-22", "date = 2023-06-20")
        self.holds({lunch: "2023-06-22 13:00-13:45 | CANCELLED GEANNULEERD: Lunch na werksessie 1"})
        # Back in the files, under another title: the same event.
        self.edit("# --- Werksessie 2 ---", block.replace('nl = "Lunch na werksessie 1"', 'nl = "Samen eten"')
                  + "# --- Werksessie 2 ---")
        self.holds({lunch: "2023-06-20 13:00-13:45 | Samen eten"})
        # Cancelled with its session, and reinstated.
        self.edit("date = 2023-06-20", 'date = 2023-06-20\ncancelled = "De zaal is gesloten."')
        self.holds({"2023-06-20 10": "2023-06-20 10:00-13:00 | CANCELLED GEANNULEERD: Werksessie 1 – Interne samenwerking",
                    lunch: "2023-06-20 13:00-13:45 | CANCELLED GEANNULEERD: Samen eten"})
        self.edit('\ncancelled = "De zaal is gesloten."', "")
        self.holds({lunch: "2023-06-20 13:00-13:45 | Samen eten"})
        # Renamed to what it was.
        self.edit('nl = "Samen eten"', 'nl = "Lunch na werksessie 1"')
        self.holds({})


if __name__ == "__main__":
    unittest.main()
