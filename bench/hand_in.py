# SPDX-License-Identifier: Apache-2.0
"""How soon a hand-in from somebody's page is in the feeds that show it, and what that costs the service."""

import contextlib
import http.client
import pathlib
import statistics
import tempfile
import time
import urllib.parse

import generate
import servers
import support

PROGRAMME = "werktraject-001"
BY_PERSON, BY_LIBRARY = "voorbereiding-1", "quickscan"
DONE, OPEN = "ingeleverd", "open"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
MARK = "✓".encode()
PEOPLE = 100  # who hand in, of each kind
WALLS = 20  # of them, timed one by one
GAP = 0.05  # seconds from one hand-in to the next where processor time is measured
QUIET = 1.5  # seconds in which the mail worker and everything else has looked at the last one


class HandIns:
    """A service with so many people, of whom some hand in."""

    def __init__(self, service, libraries, people):
        self.service = service
        self.links = service.links()
        self.connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
        # The first of every library is a manager, who hands in for all; the second hands in for themselves.
        self.first = {BY_LIBRARY: 0, BY_PERSON: min(libraries, people)}
        self.step = max(1, libraries // PEOPLE)

    def request(self, method, path, body=None):
        self.connection.request(method, path, body, FORM if body else {})
        return support.Answer(self.connection.getresponse())

    def chosen(self, activity):
        """Pages and feeds of people from all over the set."""
        for n in range(PEOPLE):
            row = self.links[f"person:p{self.first[activity] + n * self.step:06}"]
            page, feed = (urllib.parse.urlsplit(row[key]).path for key in ("page", "https"))
            yield f"{page}klaar/{PROGRAMME}/{activity}", feed

    def set(self, page, state):
        answer = self.request("POST", page, f"stand={state}")
        if answer.status != 303:
            raise SystemExit(f"a hand-in was answered with {answer.status}")

    def shows(self, feed, state):
        return (MARK in self.request("GET", feed).body) == (state == DONE)

    def wall(self, page, feed, state):
        """Seconds from the request until the feed has it."""
        if self.shows(feed, state):
            raise SystemExit("it is so already")
        begin = time.monotonic()
        self.set(page, state)
        while not self.shows(feed, state):
            if time.monotonic() > begin + 60:
                raise SystemExit("the hand-in is not in the feed after a minute")
            time.sleep(0.001)
        return time.monotonic() - begin

    def cpu(self, people, state):
        """Seconds of processor time for each, with all that follows in the service, less those of a rest."""
        idle = self.cpu_of([], state, len(people))
        busy = self.cpu_of(people, state, len(people))
        if not all(self.shows(feed, state) for _, feed in people):
            raise SystemExit("a hand-in is not in the feed")
        return (busy - idle) / len(people)

    def cpu_of(self, people, state, count):
        before = servers.cpu_seconds_of_threads(self.service.process.pid)
        begin = time.monotonic()
        for n, (page, _) in enumerate(people):
            time.sleep(max(0, begin + n * GAP - time.monotonic()))
            self.set(page, state)
        time.sleep(begin + count * GAP + QUIET - time.monotonic())
        return servers.cpu_seconds_of_threads(self.service.process.pid) - before


def measure_one(libraries, people):
    with tempfile.TemporaryDirectory(prefix="traject-bench-") as folder, contextlib.ExitStack() as stack:
        config, data = pathlib.Path(folder, "config"), pathlib.Path(folder, "data")
        generate.generate(config, libraries, people)
        data.mkdir(mode=0o700)
        service = support.Service(config=config, data=data)
        stack.push(service)
        service.start(within=120)
        hand_ins = HandIns(service, libraries, people)
        time.sleep(5)  # the mail worker takes in the publication
        result = {}
        for activity in (BY_PERSON, BY_LIBRARY):
            chosen = list(hand_ins.chosen(activity))
            timed, others = chosen[:WALLS], chosen[WALLS:]
            result[activity] = {}
            for state in (DONE, OPEN):
                walls = [hand_ins.wall(*each, state) for each in timed]
                result[activity][state] = {"wall": statistics.median(walls), "wall_worst": max(walls),
                                           "cpu": hand_ins.cpu(others, state)}
        result["memory_mb"] = servers.memory_mb(service.process.pid)[0]
        return result


def measure(sizes, say):
    results = []
    for libraries, people in sizes:
        say(f"handing in, with {libraries} libraries and {people} people")
        result = measure_one(libraries, people)
        results.append({"libraries": libraries, "people": people, "by_person": result[BY_PERSON],
                        "by_library": result[BY_LIBRARY], "memory_mb": result["memory_mb"]})
    return results
