#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Compares our instants of local times with those of Python's zoneinfo.

fold=0 is our policy in Python's words: the offset before a gap, the first of two. The program `instants` is built
beside the one that the environment variable TRAJECT_BINARY names.
"""
import os
import pathlib
import subprocess
import unittest
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ROOT = pathlib.Path(__file__).resolve().parents[2]
INSTANTS = pathlib.Path(os.environ.get("TRAJECT_BINARY") or ROOT / "build/dev/traject").with_name("instants")

FIRST_YEAR, LAST_YEAR = 2020, 2037
EPOCH = datetime(1970, 1, 1)
ONE_SECOND = timedelta(seconds=1)


def expected(zone_name, step_minutes):
    zone = ZoneInfo(zone_name)
    step = timedelta(minutes=step_minutes)
    local, end = datetime(FIRST_YEAR, 1, 1), datetime(LAST_YEAR + 1, 1, 1)
    while local < end:
        seconds = (local - local.replace(tzinfo=zone).utcoffset() - EPOCH) // ONE_SECOND
        shown = datetime.fromtimestamp(seconds, zone).replace(tzinfo=None, fold=0)
        text = "same" if shown == local else shown.isoformat(timespec="minutes")
        yield f"{zone_name} {local.isoformat(timespec='minutes')} {seconds} {text}\n"
        local += step


class CivilTime(unittest.TestCase):
    def compare(self, step_minutes, zones):
        """Every line of ours against zoneinfo's; gives the number of times that the clock skips."""
        skipped = 0
        command = [INSTANTS, str(FIRST_YEAR), str(LAST_YEAR), str(step_minutes), *zones]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as ours:
            for zone in zones:
                for theirs in expected(zone, step_minutes):
                    line = ours.stdout.readline()
                    if line != theirs:
                        ours.kill()
                        self.fail(f"ours: {line.strip()}; zoneinfo: {theirs.strip()}")
                    skipped += not line.endswith(" same\n")
            self.assertEqual(ours.stdout.readline(), "")
        self.assertEqual(ours.returncode, 0)
        return skipped

    def test_every_quarter_of_an_hour_in_amsterdam(self):
        # Four in each of eighteen springs; a comparison that never met one would prove nothing.
        self.assertEqual(self.compare(15, ["Europe/Amsterdam"]), 4 * (LAST_YEAR - FIRST_YEAR + 1))

    def test_samples_of_other_zones(self):
        # With and without summer time, with half an hour of it, with gaps at midnight, and with a summer time
        # that pauses for Ramadan. Every 105 minutes meets every quarter of the day within a week.
        zones = ["Africa/Casablanca", "America/New_York", "America/Santiago", "America/St_Johns", "Asia/Kolkata",
                 "Asia/Tokyo", "Australia/Lord_Howe", "Europe/London", "Pacific/Auckland", "UTC"]
        self.assertGreater(self.compare(105, zones), 0)


if __name__ == "__main__":
    unittest.main()
