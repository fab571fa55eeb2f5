# SPDX-License-Identifier: Apache-2.0
"""How soon a changed date is in the last feed, and what that costs the service."""

import contextlib
import http.client
import os
import pathlib
import statistics
import subprocess
import tempfile
import time

import generate
import servers
import support

PROGRAMME = "programmes/werktraject-001/programme.toml"
DATES = ("date = 2023-06-20", "date = 2023-06-21")


class Changes:
    """A service with so many people, and a session that moves to and fro."""

    def __init__(self, service):
        self.service = service
        self.turn = 0
        self.log_at = 0
        rows = [row for feed, row in service.links().items() if feed.startswith("person:")]
        self.path = support.urllib.parse.urlsplit(rows[-1]["https"]).path
        self.connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)

    def feed(self):
        self.connection.request("GET", self.path)
        return support.Answer(self.connection.getresponse()).body

    def make(self, publish=None):
        """Moves the session; seconds, from the rename that saves it (or from the start of publish()), until the last
        person's feed has it, and of the service's processor time."""
        before = self.feed()
        path = self.service.config / PROGRAMME
        text = path.read_text()
        old, new = DATES[self.turn], DATES[1 - self.turn]
        self.turn = 1 - self.turn
        beside = path.with_name(".new")
        beside.write_text(text.replace(old, new))
        cpu = servers.cpu_seconds(self.service.process.pid)
        begin = time.monotonic()
        os.rename(beside, path)
        if publish:
            publish()
        while self.feed() == before:
            if time.monotonic() > begin + 120:
                raise SystemExit("the changed date is not served after two minutes")
            time.sleep(0.005)
        wall = time.monotonic() - begin
        return {"wall": wall, "cpu": servers.cpu_seconds(self.service.process.pid) - cpu}


def publish_by_hand(service):
    subprocess.run([support.BINARY, "publish", "--yes", "--config", service.config, "--data", service.data],
                   check=True, capture_output=True)


def median_of(rounds, make):
    figures = [make() for _ in range(rounds)]
    return {key: statistics.median(each[key] for each in figures) for key in figures[0]}


def measure_one(libraries, people, rounds):
    result = {}
    for way in ("automatic", "manual"):
        with tempfile.TemporaryDirectory(prefix="traject-bench-") as folder, contextlib.ExitStack() as stack:
            config, data = pathlib.Path(folder, "config"), pathlib.Path(folder, "data")
            generate.generate(config, libraries, people)
            settings = config / "service.toml"
            settings.write_text(f'publish = "{way}"\n' + settings.read_text())
            data.mkdir(mode=0o700)
            support.run("publish", "--yes", config=config, data=data)
            service = support.Service(config=config, data=data)
            stack.push(service)
            service.start(within=120)
            changes = Changes(service)
            publish = None if way == "automatic" else lambda: publish_by_hand(service)
            result[way] = median_of(rounds, lambda: changes.make(publish))
            result[way]["peak_memory_mb"] = servers.memory_mb(service.process.pid)[1]
    return result


def measure(sizes, rounds, say):
    results = []
    for libraries, people in sizes:
        say(f"publishing a changed date with {libraries} libraries and {people} people")
        results.append({"libraries": libraries, "people": people, **measure_one(libraries, people, rounds)})
    return results
