#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Reads our VTIMEZONE components with python3-icalendar.

For every moment asked, three offsets must be equal: the one that python3-icalendar derives from the component, the one
of the zone database that the component was made from, and the one of Python's zoneinfo. The program `zones` is built
beside the one that the environment variable TRAJECT_BINARY names.
"""
import os
import pathlib
import subprocess
import unittest
from bisect import bisect_right
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar

ROOT = pathlib.Path(__file__).resolve().parents[2]
ZONES = pathlib.Path(os.environ.get("TRAJECT_BINARY") or ROOT / "build/dev/traject").with_name("zones")
TABLE = pathlib.Path("/usr/share/zoneinfo/zone1970.tab")
EPOCH = datetime(1970, 1, 1)
END = "END:VCALENDAR\r\n"


def ours(zone, first, last):
    """The time zone that a foreign reader makes of our text, and the database's switches as two lists."""
    output = subprocess.run([ZONES, zone, str(first), str(last)], check=True, stdout=subprocess.PIPE).stdout.decode()
    calendar, switches = output.split(END)
    [component] = icalendar.Calendar.from_ical(calendar + END).walk("VTIMEZONE")
    pairs = [tuple(map(int, line.split())) for line in switches.splitlines()]
    return component, [at for at, _ in pairs], [offset for _, offset in pairs]


class Timezone(unittest.TestCase):
    # 345 minutes are 23 quarters of an hour: steps of that meet every quarter of the day.
    def compare(self, name, step_minutes, first=2020, last=2037):
        """Compares at every step of local time; gives the number of different offsets met."""
        component, times, offsets = ours(name, first, last)
        foreign, known = component.to_tz(), ZoneInfo(name)
        met = set()
        # From the first to the last local moment of those years, whatever the offset is there.
        moment = datetime(first, 1, 1) - timedelta(seconds=offsets[0])
        end = datetime(last + 1, 1, 1) - timedelta(seconds=offsets[-1])
        step = timedelta(minutes=step_minutes)
        while moment < end:
            seconds = int((moment - EPOCH).total_seconds())
            database = offsets[bisect_right(times, seconds) - 1]
            read = foreign.fromutc(moment).utcoffset().total_seconds()
            python = known.fromutc(moment.replace(tzinfo=known)).utcoffset().total_seconds()
            if not database == read == python:
                self.fail(f"{name} at {moment}Z: database {database}, component {read}, zoneinfo {python}")
            met.add(database)
            moment += step
        return len(met)

    def test_every_quarter_of_an_hour_in_amsterdam(self):
        self.assertEqual(self.compare("Europe/Amsterdam", 15), 2)

    def test_zones_with_a_yearly_rule(self):
        for name in ["Europe/London", "Europe/Dublin", "America/New_York", "America/St_Johns", "Australia/Lord_Howe",
                     "Pacific/Auckland"]:
            with self.subTest(name):
                self.assertEqual(self.compare(name, 345), 2)

    def test_zones_without_switches(self):
        for name in ["Asia/Tokyo", "Asia/Kolkata", "Europe/Istanbul", "UTC"]:
            with self.subTest(name):
                self.assertEqual(self.compare(name, 345), 1)

    def test_zones_whose_switches_follow_no_rule(self):
        for name, first in [("Africa/Casablanca", 2020), ("America/Sao_Paulo", 2015), ("Europe/Istanbul", 2015),
                            ("America/New_York", 2005), ("America/Santiago", 2020)]:
            with self.subTest(name):
                self.assertEqual(self.compare(name, 345, first), 2)

    def test_both_sides_of_every_switch_of_every_zone(self):
        lines = TABLE.read_text(encoding="utf-8").splitlines()
        names = sorted(line.split("\t")[2] for line in lines if not line.startswith("#"))
        self.assertGreater(len(names), 300)
        start, end = ((datetime(year, 1, 2) - EPOCH).total_seconds() for year in (2020, 2038))
        seen = 0
        for name in names:
            component, times, offsets = ours(name, 2020, 2037)
            foreign = component.to_tz()
            for before, after, at in zip(offsets, offsets[1:], times[1:]):
                if start < at < end:
                    for seconds, offset in [(at - 1, before), (at, after)]:
                        moment = EPOCH + timedelta(seconds=seconds)
                        self.assertEqual(foreign.fromutc(moment).utcoffset().total_seconds(), offset, (name, moment))
                        seen += 1
        self.assertGreater(seen, 2000)

    def test_the_shape_that_outlook_can_use(self):
        component, _, _ = ours("Europe/Amsterdam", 2023, 2024)
        self.assertEqual([part.name for part in component.subcomponents], ["DAYLIGHT", "STANDARD"])
        for part in component.subcomponents:
            self.assertEqual(part["DTSTART"].dt.year, 1970)
            self.assertEqual(part["RRULE"]["FREQ"], ["YEARLY"])
            self.assertEqual([str(day) for day in part["RRULE"]["BYDAY"]], ["-1SU"])
            self.assertNotIn("RDATE", part)


if __name__ == "__main__":
    unittest.main()
