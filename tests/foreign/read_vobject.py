# SPDX-License-Identifier: Apache-2.0
"""Reads the calendars named on standard input with python3-vobject; one line of JSON each."""
import json
import logging
import re
import sys
from datetime import datetime, timezone

import vobject


class Complaints(logging.Handler):
    """What the library logs instead of raising."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def emit(self, record):
        self.seen.append(record.getMessage())


COMPLAINTS = Complaints()
logging.getLogger().addHandler(COMPLAINTS)


def moment(value):
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()


def text(event, name):
    return getattr(event, name).value if hasattr(event, name) else ""


def forget_zones(calendar):
    """The library keeps the first zone of a name for the life of the process; the next file has one of its own."""
    for name in re.findall(r"^TZID:(.+?)\r?$", calendar, re.MULTILINE):
        vobject.icalendar.registerTzid(name, None)


def read(octets):
    COMPLAINTS.seen.clear()
    calendar = octets.decode("utf-8")
    forget_zones(calendar)
    calendars = list(vobject.readComponents(calendar, validate=True))
    problems = [] if len(calendars) == 1 else [f"{len(calendars)} calendars"]
    events = [
        {"uid": event.uid.value, "start": moment(event.dtstart.value), "end": moment(event.dtend.value),
         "title": event.summary.value, "status": event.status.value, "place": text(event, "location"),
         "text": text(event, "description")}
        for calendar in calendars for event in getattr(calendar, "vevent_list", [])]
    return {"events": events, "problems": problems + COMPLAINTS.seen}


for line in sys.stdin:
    with open(line.rstrip("\n"), "rb") as file:
        print(json.dumps(read(file.read())), flush=True)
