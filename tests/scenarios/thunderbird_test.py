#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A subscriber with Thunderbird, without a screen: what it keeps of the feed, and what a moved date does to that."""

import contextlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import unittest
from datetime import datetime
from zoneinfo import ZoneInfo

import support

PERSON = "person:eemland-jeugd"
PROGRAMME = "programmes/gezinsaanpak-2023/programme.toml"
WORK_SESSION = "Werksessie 1 – Interne samenwerking"

CALENDAR = "11111111-2222-3333-4444-555555555555"


def preferences(uri):
    """One subscribed calendar that is asked again each minute, and nothing that calls elsewhere."""
    calendar = {"type": "ics", "uri": uri, "name": "Werktraject", "cache.enabled": True, "readOnly": True,
                "refreshInterval": "1", "disabled": False}
    return {
        **{f"calendar.registry.{CALENDAR}.{key}": value for key, value in calendar.items()},
        "calendar.list.sortOrder": CALENDAR,
        "calendar.timezone.local": "Europe/Amsterdam",
        "app.update.enabled": False,
        "datareporting.policy.dataSubmissionEnabled": False,
        "mail.provider.suppress_dialog_on_startup": True,
        "mail.shell.checkDefaultClient": False,
        "mail.spotlight.firstRunDone": True,
        "mailnews.start_page.enabled": False,
        # All but this machine goes to a proxy that is not there.
        "network.proxy.type": 1,
        "network.proxy.http": "127.0.0.1",
        "network.proxy.http_port": 9,
        "network.proxy.ssl": "127.0.0.1",
        "network.proxy.ssl_port": 9,
        "network.proxy.no_proxies_on": "127.0.0.1",
    }


class Thunderbird(contextlib.AbstractContextManager):
    """Thunderbird with everything that it keeps inside `folder`. Entering the context starts it."""

    def __init__(self, folder, uri):
        self.folder = pathlib.Path(folder)
        self.profile = self.folder / "profile"
        self.profile.mkdir()
        lines = (f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in preferences(uri).items())
        (self.profile / "user.js").write_text("".join(lines), encoding="utf-8")

    def __enter__(self):
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                ["/usr/bin/thunderbird", "--headless", "--no-remote", "--profile", self.profile], stdout=log, stderr=log,
                stdin=subprocess.DEVNULL, cwd=self.folder,
                env={**os.environ, "HOME": str(self.folder), "MOZ_CRASHREPORTER_DISABLE": "1"})
        return self

    def __exit__(self, *_):
        support.terminate(self.process)

    def events(self):
        """The events of its cache by title: identifier, local start, status."""
        with tempfile.TemporaryDirectory() as folder:
            # Thunderbird keeps the file locked; its copy is not.
            for file in (self.profile / "calendar-data").glob("cache.sqlite*"):
                with contextlib.suppress(FileNotFoundError):  # a journal comes and goes
                    shutil.copy(file, folder)
            try:
                with contextlib.closing(sqlite3.connect(pathlib.Path(folder) / "cache.sqlite")) as cache:
                    rows = cache.execute("SELECT title, id, event_start, event_start_tz, ical_status FROM cal_events"
                                         " WHERE cal_id = ?", (CALENDAR,)).fetchall()
            except sqlite3.DatabaseError:  # Not there yet, or copied while it was written.
                return {}
        assert len({row[1] for row in rows}) == len(rows), "an event twice"
        return {title: (uid, local(start, zone), status) for title, uid, start, zone, status in rows}


def local(microseconds, zone):
    """Local time; Thunderbird keeps instants, and for days their beginning as if in UTC."""
    name = "UTC" if zone == "floating" else zone
    return datetime.fromtimestamp(microseconds // 1_000_000, ZoneInfo(name)).strftime("%Y-%m-%d %H:%M")


class Subscribed(unittest.TestCase):
    def setUp(self):
        self.service = self.enterContext(support.Service())
        self.path = self.service.feed_path(PERSON)
        folder = self.enterContext(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        self.thunderbird = Thunderbird(folder, f"http://127.0.0.1:{self.service.port}{self.path}")

    def events_when(self, condition, what):
        """The events that Thunderbird keeps, once they fulfil the condition."""
        seen = {}

        def fulfilled():
            nonlocal seen
            seen = self.thunderbird.events()
            return len(seen) == 15 and condition(seen)

        support.wait_until(fulfilled, within=120, what=what)
        return seen

    def test_subscription(self):
        with self.thunderbird:
            before = self.events_when(lambda _: True, "the first fetch")
            # It forgets the ETag when it ends, so this takes the minute between two polls.
            support.wait_until(lambda: self.service.fetches("thunderbird", 304), within=120, what="a poll for 304")
            self.events_when(lambda events: events == before, "the same events after that poll")
        self.assertEqual(before[WORK_SESSION][1:], ("2023-06-20 10:00", "CONFIRMED"))
        self.assertEqual(before["Werksessie 3 – Doelgroepgericht werken"][1], "2023-11-16 10:00")
        self.assertEqual(before["Deadline: Voorbereidende opdracht 1"][1], "2023-06-13 00:00")
        self.assertEqual(before["(datum volgt) Wrap-up – januari 2024"][1:], ("2024-01-02 00:00", "TENTATIVE"))

        self.service.publish(PROGRAMME, "date = 2023-06-20", "date = 2023-06-22", seen_at=self.path)
        with self.thunderbird:
            after = self.events_when(lambda events: events[WORK_SESSION] != before[WORK_SESSION], "the moved session")
        self.assertEqual(after.keys(), before.keys())
        self.assertEqual(after[WORK_SESSION], (before[WORK_SESSION][0], "2023-06-22 10:00", "CONFIRMED"))
        self.assertEqual(after["Lunch na werksessie 1"][1], "2023-06-22 13:00")
        self.assertEqual(after["Kick-off"], before["Kick-off"])


if __name__ == "__main__":
    unittest.main()
