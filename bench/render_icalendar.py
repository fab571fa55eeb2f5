#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Renders the events of a JSON file with python3-icalendar for some seconds; prints calendars a second as JSON.

render_icalendar.py EVENTS SECONDS [OUTPUT]
"""

import datetime
import json
import pathlib
import sys
import time

import icalendar


def prepare(event):
    """The values as the library wants them; not part of the time measured."""
    values = dict(event)
    for name in ("created", "changed"):
        values[name] = datetime.datetime.fromisoformat(event[name].replace("Z", "+00:00"))
    for name in ("start", "end"):
        read = datetime.datetime if "zone" in event else datetime.date
        values[name] = read.fromisoformat(event[name])
    values["when"] = {"TZID": event["zone"]} if "zone" in event else {}
    return values


def render_event(values):
    event = icalendar.Event()
    event.add("uid", values["uid"])
    event.add("dtstamp", values["changed"])
    event.add("last-modified", values["changed"])
    event.add("created", values["created"])
    event.add("sequence", values["sequence"])
    event.add("dtstart", values["start"], parameters=values["when"])
    event.add("dtend", values["end"], parameters=values["when"])
    event.add("summary", values["summary"])
    for name in ("location", "description", "url"):
        if values[name]:
            event.add(name, values[name])
    event.add("categories", [values["category"]])
    event.add("status", "TENTATIVE" if values["tentative"] else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if values["free"] else "OPAQUE")
    event.add("x-microsoft-cdo-busystatus",
              "FREE" if values["free"] else "TENTATIVE" if values["tentative"] else "BUSY")
    return event


def render(events):
    calendar = icalendar.Calendar()
    for name, value in (("version", "2.0"), ("prodid", "-//Werktraject//Programmakalender//NL"),
                        ("calscale", "GREGORIAN"), ("method", "PUBLISH"), ("x-wr-calname", "Werktraject"),
                        ("name", "Werktraject"), ("x-wr-timezone", "Europe/Amsterdam"),
                        ("x-published-ttl", "PT1H")):
        calendar.add(name, value)
    for values in events:
        calendar.add_component(render_event(values))
    return calendar.to_ical()


def main():
    events = [prepare(event) for event in json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))]
    seconds = float(sys.argv[2])
    if len(sys.argv) > 3:
        pathlib.Path(sys.argv[3]).write_bytes(render(events))
    count, begin = 0, time.process_time()
    while (spent := time.process_time() - begin) < seconds:
        render(events)
        count += 1
    print(json.dumps({"per_cpu_second": count / spent, "version": icalendar.__version__}))


if __name__ == "__main__":
    main()
