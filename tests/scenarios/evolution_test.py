#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A subscriber with Evolution Data Server, the calendar behind GNOME Calendar and Evolution, without a screen.

It replaces an event only when DTSTAMP, LAST-MODIFIED or SEQUENCE differs, so a moved date shows that ours do.
"""

import contextlib
import json
import os
import pathlib
import select
import subprocess
import tempfile
import unittest
from datetime import datetime
from zoneinfo import ZoneInfo

import support

PERSON = "person:eemland-jeugd"
PROGRAMME = "programmes/gezinsaanpak-2023/programme.toml"
WORK_SESSION = "Werksessie 1 – Interne samenwerking"

SOURCE = """
[Data Source]
DisplayName=Werktraject
Enabled=true
Parent=webcal-stub

[Calendar]
BackendName=webcal
Selected=true

[Authentication]
Host=127.0.0.1
Port={port}
Method=none

[Security]
Method=none

[WebDAV Backend]
ResourcePath={path}

[Refresh]
Enabled=false
"""


def amsterdam(text):
    """Seconds since 1970 of a local time, by Python's own zone data."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Amsterdam")).timestamp())


class Evolution:
    """The data server on a message bus of its own, with everything that it keeps inside `folder`."""

    def __init__(self, folder, port, path):
        folder = pathlib.Path(folder)
        (folder / "config/evolution/sources").mkdir(parents=True)
        (folder / "run").mkdir(mode=0o700)
        (folder / "config/evolution/sources/traject.source").write_text(
            SOURCE.format(port=port, path=path), encoding="utf-8")
        environment = {**os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder / "run"), "TZ": "UTC",
                       "GIO_USE_VFS": "local", "GSETTINGS_BACKEND": "memory", "GIO_USE_NETWORK_MONITOR": "base"}
        for name in ("config", "data", "cache", "state"):
            environment[f"XDG_{name.upper()}_HOME"] = str(folder / name)
        self.log = open(folder / "log", "w+b")
        reader = pathlib.Path(__file__).with_name("evolution_reader.py")
        self.process = subprocess.Popen(
            ["dbus-run-session", "--", "/usr/bin/python3", reader, "traject"], env=environment, cwd=folder,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, encoding="utf-8")

    def close(self):
        self.process.stdin.close()  # Ends the reader, with it the bus, with that the data server.
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(30)
        support.terminate(self.process, timeout=30)
        self.process.stdout.close()
        self.log.close()

    def tell(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def events(self):
        self.tell("list")
        answered, _, _ = select.select([self.process.stdout], [], [], 150)
        line = self.process.stdout.readline() if answered else ""
        if not line:
            self.log.seek(0)
            raise AssertionError(self.log.read().decode("utf-8", "replace"))
        events = json.loads(line)
        assert len({event["uid"] for event in events}) == len(events), "an event twice"
        return {event["title"]: event for event in events}


class Subscribed(unittest.TestCase):
    def setUp(self):
        self.service = self.enterContext(support.Service(now="2023-04-01T09:00"))
        folder = self.enterContext(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        self.path = self.service.feed_path(PERSON)
        self.evolution = Evolution(folder, self.service.port, self.path)
        self.addCleanup(self.evolution.close)
        support.wait_until(self.evolution.events, within=60, what="the first fetch")

    def test_subscription(self):
        """One after the other: starting the data server anew takes longer than everything else."""
        self.sees_moments_titles_and_states()
        self.polls_again_for_304()
        self.picks_up_a_moved_date()
        self.shows_what_is_cancelled()

    def edit(self, before, after):
        self.service.publish(PROGRAMME, before, after, seen_at=self.path)

    def refreshed(self, title):
        """All events after a refresh that has brought one of this title, or taken it away."""
        before = self.evolution.events()
        self.evolution.tell("refresh")
        support.wait_until(lambda: self.evolution.events().get(title) != before.get(title), within=30, what=title)
        return before, self.evolution.events()

    def fetches(self, status):
        return self.service.fetches("evolution", status)

    def sees_moments_titles_and_states(self):
        events = self.evolution.events()
        self.assertEqual(len(events), 15)
        session = events[WORK_SESSION]
        self.assertEqual((session["start"], session["end"]),
                         (amsterdam("2023-06-20T10:00"), amsterdam("2023-06-20T13:00")))
        self.assertEqual((session["place"], session["status"], session["busy"]),
                         ("locatie volgt", "confirmed", True))
        winter = events["Werksessie 3 – Doelgroepgericht werken"]
        self.assertEqual(winter["start"], amsterdam("2023-11-16T10:00"))
        self.assertEqual(winter["start"] % 86400, 9 * 3600, "winter time")
        deadline = events["Deadline: Voorbereidende opdracht 1"]
        self.assertEqual((deadline["start"], deadline["end"], deadline["busy"]), ("2023-06-13", "2023-06-14", False))
        tentative = events["(datum volgt) Wrap-up – januari 2024"]
        self.assertEqual((tentative["start"], tentative["status"], tentative["busy"]),
                         ("2024-01-02", "tentative", False))

    def polls_again_for_304(self):
        before, full = self.evolution.events(), self.fetches(200)
        self.evolution.tell("refresh")
        support.wait_until(lambda: self.fetches(304) >= 1, within=30, what="a poll that was answered 304")
        self.assertEqual(self.evolution.events(), before)
        self.assertEqual(self.fetches(200), full)

    def picks_up_a_moved_date(self):
        self.edit("date = 2023-06-20", "date = 2023-06-22")
        before, after = self.refreshed(WORK_SESSION)
        self.assertEqual(before.keys(), after.keys())
        moved = after[WORK_SESSION]
        self.assertEqual(moved["uid"], before[WORK_SESSION]["uid"])
        self.assertGreater(moved["sequence"], before[WORK_SESSION]["sequence"])
        self.assertEqual(moved["start"], amsterdam("2023-06-22T10:00"))
        self.assertEqual(after["Lunch na werksessie 1"]["start"], amsterdam("2023-06-22T13:00"))
        self.assertEqual(after["Werksessie 2 – Externe samenwerking"], before["Werksessie 2 – Externe samenwerking"])

    def shows_what_is_cancelled(self):
        self.edit("date = 2023-05-23", 'date = 2023-05-23\ncancelled = "De zaal is gesloten."')
        before, after = self.refreshed("GEANNULEERD: Kick-off")
        self.assertEqual(len(after), len(before))
        cancelled = after["GEANNULEERD: Kick-off"]
        self.assertEqual((cancelled["uid"], cancelled["status"], cancelled["busy"]),
                         (before["Kick-off"]["uid"], "cancelled", False))


if __name__ == "__main__":
    unittest.main()
