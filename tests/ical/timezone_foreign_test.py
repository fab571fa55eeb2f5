#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Reads our VTIMEZONE components with python3-icalendar and python3-dateutil.

For every moment asked, three offsets must be equal: the one that python3-icalendar derives from the component, the one
of the zone database that the component was made from, and the one of Python's zoneinfo. On both sides of every switch
python3-dateutil derives a fourth. The program `zones` is built beside the one that the environment variable
TRAJECT_BINARY names.

python3-icalendar reads with pytz: it makes a list of all switches in UTC, so a switch at a wrong moment is found. From
version 6 on it leaves that to python3-dateutil by default, which looks up what a clock shows.
"""
import os
import pathlib
import subprocess
import unittest
from bisect import bisect_right
from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import icalendar
from dateutil.tz import tzical

if hasattr(icalendar, "use_pytz"):  # from version 6 on; before, there was nothing else
    icalendar.use_pytz()

ROOT = pathlib.Path(__file__).resolve().parents[2]
ZONES = pathlib.Path(os.environ.get("TRAJECT_BINARY") or ROOT / "build/dev/traject").with_name("zones")
TABLE = pathlib.Path("/usr/share/zoneinfo/zone1970.tab")
EPOCH = datetime(1970, 1, 1)
END = "END:VCALENDAR\r\n"


def ours(zone, first, last):
    """Our calendar with the component, and the database's switches as two lists."""
    output = subprocess.run([ZONES, zone, str(first), str(last)], check=True, stdout=subprocess.PIPE).stdout.decode()
    calendar, switches = output.split(END)
    pairs = [tuple(map(int, line.split())) for line in switches.splitlines()]
    return calendar + END, [at for at, _ in pairs], [offset for _, offset in pairs]


def component_of(calendar):
    [component] = icalendar.Calendar.from_ical(calendar).walk("VTIMEZONE")
    return component


class Timezone(unittest.TestCase):
    # 345 minutes are 23 quarters of an hour: steps of that meet every quarter of the day.
    def compare(self, name, step_minutes, first=2020, last=2037):
        """Compares at every step of local time; gives the number of different offsets met."""
        calendar, times, offsets = ours(name, first, last)
        foreign, known = component_of(calendar).to_tz(), ZoneInfo(name)
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

    def check(self, name, readers, seconds, offset, shown_again=False):
        """`shown_again`: the clock shows this time for the second time that day."""
        in_utc, on_clock = readers
        moment = EPOCH + timedelta(seconds=seconds)
        read = in_utc.fromutc(moment).utcoffset().total_seconds()
        self.assertEqual(read, offset, f"icalendar, {name} at {moment}Z")
        # Not by fromutc() of dateutil: it takes standard time to be the same for ever.
        shown = (moment + timedelta(seconds=offset)).replace(tzinfo=on_clock, fold=int(shown_again))
        self.assertEqual(shown.utcoffset().total_seconds(), offset, f"dateutil, {name} at {moment}Z")

    def test_both_sides_of_every_switch_of_every_zone(self):
        lines = TABLE.read_text(encoding="utf-8").splitlines()
        names = sorted(line.split("\t")[2] for line in lines if not line.startswith("#"))
        self.assertGreater(len(names), 300)
        start, end = (int((datetime(year, 1, 2) - EPOCH).total_seconds()) for year in (2020, 2038))
        seen = 0
        for name in names:
            calendar, times, offsets = ours(name, 2020, 2037)
            readers = component_of(calendar).to_tz(), tzical(StringIO(calendar)).get()
            for limit in start, end:
                self.check(name, readers, limit, offsets[bisect_right(times, limit) - 1])
            for before, after, at in zip(offsets, offsets[1:], times[1:]):
                if start < at < end:
                    self.check(name, readers, at - 1, before)
                    self.check(name, readers, at, after, shown_again=after < before)
                    seen += 2
        self.assertGreater(seen, 2000)

    def test_the_shape_that_outlook_can_use(self):
        component = component_of(ours("Europe/Amsterdam", 2023, 2024)[0])
        self.assertEqual([part.name for part in component.subcomponents], ["DAYLIGHT", "STANDARD"])
        for part in component.subcomponents:
            self.assertEqual(part["DTSTART"].dt.year, 1970)
            self.assertEqual(part["RRULE"]["FREQ"], ["YEARLY"])
            self.assertEqual([str(day) for day in part["RRULE"]["BYDAY"]], ["-1SU"])
            self.assertNotIn("RDATE", part)


if __name__ == "__main__":
    unittest.main()
