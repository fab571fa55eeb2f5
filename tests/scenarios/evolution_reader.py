#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Opens one calendar of Evolution Data Server and answers on standard output what it holds.

    dbus-run-session -- evolution_reader.py SOURCE

Each line of standard input is a command: `refresh` fetches now, `list` prints the events as one line of JSON.
"""

import json
import sys

import gi

gi.require_version("ECal", "2.0")
gi.require_version("EDataServer", "1.2")
gi.require_version("ICalGLib", "3.0")
from gi.repository import ECal, EDataServer, ICalGLib  # noqa: E402  gi wants the versions first

DO_NOT_WAIT = 2**32 - 1  # For the connected state, which a calendar without authentication does not always report.


def moment(client, value):
    """A day as text, or an instant as seconds since 1970 by the zone that the server keeps under the name."""
    time = value.get_value()
    if time.is_date():
        return f"{time.get_year():04}-{time.get_month():02}-{time.get_day():02}"
    name = value.get_tzid()
    if name is None:
        return time.as_timet()
    found, zone = client.get_timezone_sync(name, None)
    if not found:
        raise LookupError(f"no time zone {name}")
    return time.as_timet_with_zone(zone)


def event(client, component):
    return {
        "uid": component.get_uid(),
        "title": component.get_summary().get_value(),
        "start": moment(client, component.get_dtstart()),
        "end": moment(client, component.get_dtend()),
        "place": component.get_location() or "",
        "status": component.get_status().value_nick,
        "busy": component.get_transparency() != ECal.ComponentTransparency.TRANSPARENT,
        "sequence": component.get_sequence(),
    }


def main():
    registry = EDataServer.SourceRegistry.new_sync(None)
    source = registry.ref_source(sys.argv[1])
    client = ECal.Client.connect_sync(source, ECal.ClientSourceType.EVENTS, DO_NOT_WAIT, None)
    for line in sys.stdin:
        if line == "refresh\n":
            client.refresh_sync(None)
            continue
        _, components = client.get_object_list_as_comps_sync("#t", None)
        print(json.dumps([event(client, component) for component in components]), flush=True)


if __name__ == "__main__":
    main()
