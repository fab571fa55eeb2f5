# SPDX-License-Identifier: Apache-2.0
"""Calendars a second: ours, libical's, python3-icalendar's and npm's ical-generator's, from the same events."""

import json
import pathlib
import subprocess
import sys
import tempfile

import support

BENCH = pathlib.Path(__file__).resolve().parent


def run(*command):
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, timeout=300, check=True)
    return done.stdout.decode("utf-8")


def own_figures(program, seconds):
    """Processor time of each measurement, in seconds: the median of five, and what was measured."""
    out = json.loads(run(program, support.ROOT / "config", f"--benchmark_min_time={seconds / 5}",
                         "--benchmark_repetitions=5", "--benchmark_report_aggregates_only=true",
                         "--benchmark_enable_random_interleaving=true", "--benchmark_format=json"))
    medians = {one["run_name"]: one["cpu_time"] * 1e-9 for one in out["benchmarks"]
               if one["aggregate_name"] == "median"}
    return medians, {name: int(out["context"][name]) for name in ("events", "octets", "programme_events")}


def foreign_figures(program, seconds):
    """Processor time per calendar of the other libraries, and their versions."""
    commands = {"python3-icalendar": [sys.executable, BENCH / "render_icalendar.py"],
                "ical-generator": ["node", BENCH / "render_ical_generator.mjs"]}
    figures = {}
    with tempfile.TemporaryDirectory(prefix="traject-bench-") as folder:
        events, written = pathlib.Path(folder, "events.json"), pathlib.Path(folder, "written.ics")
        run(program, support.ROOT / "config", "--events", events)
        count = len(json.loads(events.read_text(encoding="utf-8")))
        for name, command in commands.items():
            out = json.loads(run(*command, events, seconds, written))
            if written.read_text(encoding="utf-8").count("BEGIN:VEVENT") != count:
                raise SystemExit(f"{name} did not write all events")
            figures[name] = {"seconds": 1 / out["per_cpu_second"], "version": out["version"]}
    return figures


def measure(program, seconds, say):
    say("rendering")
    own, sizes = own_figures(program, seconds)
    foreign = foreign_figures(program, seconds)
    generator = foreign["ical-generator"]["seconds"]
    return {**sizes, "seconds": own, "foreign": foreign,
            "assembled_against_ical_generator": generator / own["feed_text"],
            "first_rendering_against_libical": own["ours_verified"] / own["libical"],
            "programme_against_libical": own["programme_ours_verified"] / own["programme_libical"]}
