# SPDX-License-Identifier: Apache-2.0
"""Reads the calendars named on standard input with python3-icalendar; one line of JSON each."""
import json
import sys
from datetime import datetime, timezone

import icalendar


def moment(value):
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()


def read(octets):
    calendar = icalendar.Calendar.from_ical(octets)
    events, problems = [], list(map(str, calendar.errors))
    for event in calendar.walk("VEVENT"):
        problems += map(str, event.errors)
        events.append({
            "uid": str(event["UID"]), "start": moment(event["DTSTART"].dt), "end": moment(event["DTEND"].dt),
            "title": str(event["SUMMARY"]), "status": str(event["STATUS"]), "place": str(event.get("LOCATION", "")),
            "text": str(event.get("DESCRIPTION", ""))})
    return {"events": events, "problems": problems}


for line in sys.stdin:
    with open(line.rstrip("\n"), "rb") as file:
        print(json.dumps(read(file.read())), flush=True)
