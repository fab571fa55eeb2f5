# SPDX-License-Identifier: Apache-2.0
"""How soon a large set of programmes is served, and what it holds in memory."""

import contextlib
import http.client
import pathlib
import tempfile
import time

import generate
import servers
import support


def start(config, data):
    """Starts the service; seconds until it is ready, processor time and memory then."""
    with contextlib.ExitStack() as stack:
        service = support.Service(config=config, data=data)
        stack.push(service)
        begin = time.monotonic()
        service.start(within=120)
        wall = time.monotonic() - begin
        resident, peak = servers.memory_mb(service.process.pid)
        figures = {"ready": wall, "cpu": servers.cpu_seconds(service.process.pid), "memory_mb": resident,
                   "peak_memory_mb": peak}
        time.sleep(max(0, begin + wall + 3 - time.monotonic()))  # the mail thread has made its first turns
        figures["memory_mb_later"] = servers.memory_mb(service.process.pid)[0]
        return figures, fetch_some(service)


def fetch_some(service, count=1000):
    """Fetches feeds of people from all over the set; memory after that."""
    paths = [support.urllib.parse.urlsplit(row["https"]).path for feed, row in service.links().items()
             if feed.startswith("person:")]
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=10)
    with contextlib.closing(connection):
        for path in paths[::max(1, len(paths) // count)]:
            connection.request("GET", path)
            answer = support.Answer(connection.getresponse())
            if answer.status != 200 or b"BEGIN:VEVENT" not in answer.body:
                raise SystemExit(f"a feed of the large set was answered with {answer.status}")
    return servers.memory_mb(service.process.pid)[0]


def measure(libraries, people, say):
    with tempfile.TemporaryDirectory(prefix="traject-bench-") as folder:
        config, data = pathlib.Path(folder, "config"), pathlib.Path(folder, "data")
        say(f"start-up with {libraries} libraries and {people} people")
        generate.generate(config, libraries, people)
        data.mkdir(mode=0o700)
        first, _ = start(config, data)
        again, after = start(config, data)
        return {"libraries": libraries, "people": people, "first": first, "again": again,
                "memory_mb_after_1000_feeds": after}
