#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What other people's calendar software reads in our feeds: python3-icalendar, python3-vobject, sabre/vobject and ical.js.

Over the goldens, every feed of the sample programme and the feeds of 1,000 random programmes: all of them parse, no reader
or validator complains, and the instants, titles, statuses, places and descriptions that they read are those that
expected.py works out from the programme files on its own.
"""
import contextlib
import csv
import datetime
import http.client
import pathlib
import tempfile
import tomllib
import unittest
import urllib.parse
import zoneinfo

import expected
import generate
import readers
import support

SAMPLE = support.ROOT / "config"
GOLDENS = support.ROOT / "tests/data"
BATCHES = 10
PROGRAMMES_PER_BATCH = 100
FIELDS = ("start", "end", "status", "title", "place")
SHOWN = 10  # Differences of one kind that a failure tells.


def rows(path):
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def sample():
    """The sample programmes, as expected.feeds() takes them."""
    return [{"id": folder.name, "toml": tomllib.loads((folder / "programme.toml").read_text(encoding="utf-8")),
             "libraries": rows(folder / "libraries.csv"), "people": rows(folder / "people.csv")}
            for folder in sorted((SAMPLE / "programmes").iterdir())]


def instants(reader, said, field):
    """What may be read as a start or an end. A local time that occurs twice is the first one (RFC 5545 §3.3.5), but most
    readers take the second."""
    second = f"second {field}"
    return [said[field], said[second]] if reader != readers.EXACT and second in said else [said[field]]


def with_second(event):
    """An event of a golden, with the second instant of a local time that occurs twice."""
    zone = zoneinfo.ZoneInfo("Europe/Amsterdam")
    for name in ("start", "end"):
        if event[name].endswith("Z"):
            local = datetime.datetime.fromisoformat(event[name]).astimezone(zone).replace(tzinfo=None)
            if expected.is_twice(local, zone):
                event = {**event, f"second {name}": expected.utc(local, zone, fold=1)}
    return event


def differences(reader, feed, wanted, answer):
    """Everything in which an answer differs from what the feed must say."""
    for problem in answer["problems"]:
        yield f"{reader}: {feed}: {problem}"
    heard = {event["uid"]: event for event in answer["events"]}
    if len(heard) != len(answer["events"]) or heard.keys() != wanted.keys():
        yield f"{reader}: {feed}: {len(answer['events'])} events instead of {len(wanted)}, or other ones"
    for uid in heard.keys() & wanted.keys():
        said, event = wanted[uid], heard[uid]
        for field in FIELDS:
            if field in ("start", "end"):
                same = event[field] in instants(reader, said, field)
            else:
                same = readers.hears(reader, said[field], event[field])
            if not same:
                yield f"{reader}: {feed}: {uid}: {field} is {event[field]!r}, not {said[field]!r}"
        inside = [said["text"]] + [change(said["text"]) for name, change in readers.MISREADINGS.items() if name == reader]
        if not any(text in event["text"] for text in inside):
            yield f"{reader}: {feed}: {uid}: the description {event['text']!r} does not hold {said['text']!r}"


class Service(support.Service):
    """Starts also on a machine that has much else to do."""

    def start(self, within=120):
        super().start(within)


class ForeignReaders(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.assertEqual(readers.missing(), [], "\n".join(readers.missing()))
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="traject-foreign-")))
        self.readers = self.enterContext(readers.Readers(self.folder))
        self.feeds = {}  # Path → what it must say.
        if "sabre/vobject" not in readers.available():
            print("(sabre/vobject is not installed: going on without)", end=" ", flush=True)

    def fetch(self, config, wanted, choose=lambda feed: True):
        """Serves a configuration and gives the chosen feeds to the readers."""
        with Service(config=config, now="2000-01-01") as service, \
                contextlib.closing(http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)) as connection:
            links = service.links()
            self.assertEqual(links.keys(), wanted.keys())
            for feed, row in links.items():
                if not choose(feed):
                    continue
                connection.request("GET", urllib.parse.urlsplit(row["https"]).path)
                answer = support.Answer(connection.getresponse())
                self.assertEqual(answer.status, 200, feed)
                path = self.folder / f"{len(self.feeds)}-{feed.replace(':', '-')}.ics"
                path.write_bytes(answer.body)
                self.feeds[path] = wanted[feed]
                self.readers.read(path)

    def compare(self):
        """Returns how many events were compared by each reader."""
        found, count = [], {}
        for reader, answers in self.readers.answers().items():
            for path, wanted in self.feeds.items():
                found += differences(reader, path.name, wanted, answers[path])
            count[reader] = sum(len(answer["events"]) for answer in answers.values())
        if found:
            self.fail(f"{len(found)} differences, among them\n" + "\n".join(found[:SHOWN]))
        return count

    def test_sample(self):
        programmes = sample()
        self.fetch(SAMPLE, expected.feeds(programmes))
        for reader, events in self.compare().items():
            self.assertGreater(events, 200, reader)

    def test_sample_says_what_was_announced(self):
        """Holds expected.py to the announcement, by hand."""
        feed = expected.feeds(sample())["programme:gezinsaanpak-2023"]
        said = {event["title"]: (event["start"], event["end"], event["status"]) for event in feed.values()}
        for title, event in {
            "Kick-off": ("2023-05-23T13:00:00Z", "2023-05-23T14:30:00Z", "CONFIRMED"),
            "Werksessie 1 – Interne samenwerking": ("2023-06-20T08:00:00Z", "2023-06-20T11:00:00Z", "CONFIRMED"),
            "Werksessie 2 – Externe samenwerking": ("2023-09-19T08:00:00Z", "2023-09-19T11:00:00Z", "CONFIRMED"),
            "Werksessie 3 – Doelgroepgericht werken": ("2023-11-16T09:00:00Z", "2023-11-16T12:00:00Z", "CONFIRMED"),
            "Lunch na werksessie 3": ("2023-11-16T12:00:00Z", "2023-11-16T12:45:00Z", "CONFIRMED"),
            "Intakegesprek – Bibliotheek Eemland": ("2023-05-09T08:00:00Z", "2023-05-09T08:45:00Z", "CONFIRMED"),
            "Deadline: Voorbereidende opdracht 1": ("2023-06-13", "2023-06-14", "CONFIRMED"),
            "(datum volgt) Wrap-up – januari 2024": ("2024-01-02", "2024-01-03", "TENTATIVE"),
        }.items():
            self.assertEqual(said.get(title), event, title)

    def test_goldens(self):
        known = {}
        for feed in expected.feeds(sample()).values():
            for uid, event in feed.items():
                known.setdefault(uid, []).append(event)
        goldens = sorted(path for folder in ("ical", "feeds") for path in (GOLDENS / folder).glob("**/*.ics")
                         if path.read_bytes().startswith(b"BEGIN:VCALENDAR"))
        self.assertGreater(len(goldens), 0)
        for path in goldens:
            self.readers.read(path)
        answers = self.readers.answers()
        for path in goldens:
            # What the reader says that reads every text and every instant right, and that the others must say too.
            said = {event["uid"]: with_second(event) for event in answers[readers.EXACT][path]["events"]}
            self.assertGreater(len(said), 0, path.name)
            for reader in answers:
                self.assertEqual(list(differences(reader, path.name, said, answers[reader][path])), [])
            for uid, event in said.items():
                if uid in known:
                    self.assertIn({field: event[field] for field in FIELDS},
                                  [{field: one[field] for field in FIELDS} for one in known[uid]], path.name)

    def test_random_programmes(self):
        for seed in range(BATCHES):
            made = generate.programmes(seed, PROGRAMMES_PER_BATCH)
            config = self.folder / f"config-{seed}"
            generate.write(config, made, seed)
            # Every programme, some of the people and libraries; those who are in several programmes.
            self.fetch(config, expected.feeds(made), lambda feed: feed.startswith("programme:") or "gedeeld" in feed
                       or feed.startswith("person:") and feed[-3:-1] in ("0-", "3-", "6-") or feed.startswith("library:") and feed.endswith("5-0"))
        self.assertEqual(sum(path.name.split("-", 1)[1].startswith("programme") for path in self.feeds), 1000)
        events = [event for feed in self.feeds.values() for event in feed.values()]
        self.assertTrue(any("second start" in event for event in events), "no session starts at a time that occurs twice")
        self.assertEqual({event["status"] for event in events}, {"CONFIRMED", "TENTATIVE", "CANCELLED"})
        for reader, count in self.compare().items():
            self.assertEqual(count, len(events), reader)


if __name__ == "__main__":
    unittest.main()
