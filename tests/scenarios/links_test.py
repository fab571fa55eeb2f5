#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Addresses that are replaced beside a running service, what leaves feeds when its time comes, and who fetched what."""

import json
import re
import unittest
import urllib.parse

import support

PERSON = "person:eemland-jeugd"
PROGRAMME = "programmes/gezinsaanpak-2023/programme.toml"
PEOPLE = "programmes/gezinsaanpak-2023/people.csv"


def events(text):
    """The events of a feed, unfolded, by UID."""
    blocks = re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT\r\n", text.replace("\r\n ", ""), re.DOTALL)
    return {re.search(r"^UID:(.*)\r$", block, re.MULTILINE).group(1): block for block in blocks}


def sequence(block):
    return int(re.search(r"^SEQUENCE:(\d+)\r$", block, re.MULTILINE).group(1))


class Links(unittest.TestCase):
    def setUp(self):
        self.service = self.enterContext(support.Service())
        self.remember()

    def remember(self):
        row = self.service.links()[PERSON]
        self.feed = urllib.parse.urlsplit(row["https"]).path
        self.page = urllib.parse.urlsplit(row["page"]).path

    def link(self, *arguments, **options):
        return support.run("link", *arguments, config=self.service.config, data=self.service.data, **options)

    def status(self, path):
        return self.service.get(path).status

    def test_renewed_both_addresses_work(self):
        old, old_page, before = self.feed, self.page, self.service.get(self.feed)
        shown = self.link("renew", "eemland-jeugd").stdout
        self.remember()
        self.assertNotEqual((self.feed, self.page), (old, old_page))
        self.assertIn(self.feed, shown)
        self.assertIn(self.page, shown)
        support.wait_until(lambda: self.status(self.feed) == 200, what="the new address")
        for path in (old, self.feed):
            answer = self.service.get(path)
            self.assertEqual((answer.body, answer.headers["ETag"]), (before.body, before.headers["ETag"]), path)
        self.assertEqual((self.status(old_page), self.status(self.page)), (200, 200))
        for path in (old[:old.rindex("/") + 1], old_page):
            self.assertNotIn(self.feed.split("/")[2], self.service.get(path).text)

    def test_revoked_the_old_address_clears_what_it_had(self):
        old, old_page, before = self.feed, self.page, events(self.service.get(self.feed).text)
        other = self.service.get(self.service.feed_path("library:eemland"))
        self.link("revoke", "jeugd.eemland@example.org")
        self.remember()
        support.wait_until(lambda: self.status(self.feed) == 200, what="the new address")
        closed = events(self.service.get(old).text)
        self.assertEqual(len(closed), len(before) + 1)
        for uid, block in before.items():
            self.assertIn("STATUS:CANCELLED\r", closed[uid])
            self.assertGreater(sequence(closed[uid]), sequence(block))
            self.assertNotIn("Werksessie", closed[uid])
        self.assertEqual(events(self.service.get(self.feed).text), before)
        self.assertEqual(self.service.get(self.service.feed_path("library:eemland")).body, other.body)
        self.assertEqual((self.status(old_page), self.status(self.page)), (404, 200))

    def test_survives_a_restart(self):
        old = self.feed
        self.link("revoke", PERSON)
        self.service.stop()
        self.service.start()
        self.assertIn("Dit agenda-abonnement werkt niet meer", self.service.get(old).text)

    def test_mistakes_are_named(self):
        for whose, said in (("eemland-jeudg", "did you mean 'eemland-jeugd'?"),
                            ("jeugd.eemlnd@example.org", "did you mean 'jeugd.eemland@example.org'?"),
                            ("library:eemlnd", "did you mean 'library:eemland'?"),
                            ("niemand-van-deze-naam", "'traject links' lists everybody")):
            refused = self.link("revoke", whose, check=False)
            self.assertEqual((refused.returncode, refused.stdout), (64, ""), whose)
            self.assertIn(said, refused.stderr)
        self.assertEqual(self.status(self.feed), 200)


class Time(unittest.TestCase):
    """A rehearsal goes through midnight in Amsterdam, sixty times as fast as reality; nobody says anything to it."""

    def serve(self, now, name, before, after):
        """The service, ten seconds before midnight, and the path of the person's feed."""
        service = support.Service(now=now, arguments=["--speed", "60"])
        service.edit(name, before, after)
        self.enterContext(service)
        return service, service.feed_path(PERSON)

    def test_what_is_cancelled_leaves_after_thirty_days(self):
        service, path = self.serve("2023-07-20T23:50", PROGRAMME, "date = 2023-06-20",
                                   'date = 2023-06-20\ncancelled = "De zaal is gesloten."')
        before = service.get(path)
        self.assertIn("GEANNULEERD: Werksessie 1", before.text)
        support.wait_until(lambda: service.get(path).headers["ETag"] != before.headers["ETag"], within=60, what="midnight")
        after = service.get(path).text
        self.assertNotIn("Werksessie 1 ", after)
        old, new = events(before.text), events(after)
        self.assertEqual(len(old) - len(new), 2, "the session, and the lunch that follows it")
        self.assertEqual(new, {uid: old[uid] for uid in new})

    def test_whoever_leaves_is_told_on_the_day(self):
        row = "eemland-jeugd;Deelnemer Jeugd & Educatie, Bibliotheek Eemland;jeugd.eemland@example.org;eemland;jeugd-educatie;;;"
        service, path = self.serve("2023-05-31T23:50", PEOPLE, row, row + "2023-06-01")
        self.assertNotIn("Deelname gestopt", service.get(path).text)
        support.wait_until(lambda: "Deelname gestopt" in service.get(path).text, within=60, what="midnight")
        titles = re.findall(r"SUMMARY:(.*)\r", service.get(path).text)
        self.assertEqual(titles, ["Deadline: Quickscan invullen", "Intakegesprek – Bibliotheek Eemland", "Kick-off",
                                  "Deelname gestopt: Werktraject gezinsaanpak"])

    def test_whoever_left_a_month_ago_is_gone(self):
        row = "eemland-jeugd;Deelnemer Jeugd & Educatie, Bibliotheek Eemland;jeugd.eemland@example.org;eemland;jeugd-educatie;;;"
        service, path = self.serve("2023-06-30T23:50", PEOPLE, row, row + "2023-06-01")
        self.assertEqual(service.get(path).status, 200)
        support.wait_until(lambda: service.get(path).status == 410, within=60, what="midnight")


class Fetched(unittest.TestCase):
    def setUp(self):
        self.service = self.enterContext(support.Service())
        self.path = self.service.feed_path(PERSON)

    def feeds(self, *arguments):
        """What `traject feeds` says, after the service has written what it knows."""
        self.service.stop()
        shown = support.run("feeds", *arguments, "--json", config=self.service.config, data=self.service.data).stdout
        self.service.start()
        return {row["feed"]: row for row in json.loads(shown)}

    def fetch(self, client, condition=None):
        headers = {"User-Agent": client, **({"If-None-Match": condition} if condition else {})}
        return self.service.get(self.path, headers)

    def clients(self, feed):
        return {client["client"]: client["current"] for client in feed["clients"]}

    def test_who_has_the_last_change(self):
        tag = self.fetch("Google-Calendar-Importer").headers["ETag"]
        self.fetch("Mozilla/5.0 (X11; Linux x86_64) Firefox/115.0")
        self.service.get(self.path, {"User-Agent": "iOS/17.0 dataaccessd/1.0"}, method="HEAD")
        feeds = self.feeds()
        self.assertEqual(self.clients(feeds[PERSON]), {"google": True})
        self.assertEqual((feeds["library:eemland"]["fetched"], feeds["library:eemland"]["clients"]), (False, []))
        self.assertNotIn(PERSON, self.feeds("--behind"))

        self.service.publish(PROGRAMME, "date = 2023-06-20", "date = 2023-06-22", seen_at=self.path)
        self.assertEqual(self.fetch("iOS/17.0 dataaccessd/1.0").status, 200)
        self.assertEqual(self.clients(self.feeds()[PERSON]), {"google": False, "apple": True, "other": True})
        self.assertIn(PERSON, self.feeds("--behind"))
        self.assertNotEqual(self.fetch("Google-Calendar-Importer", tag).status, 304)
        tag = self.service.get(self.path).headers["ETag"]
        self.assertEqual(self.fetch("Google-Calendar-Importer", tag).status, 304)
        self.assertEqual(set(self.clients(self.feeds("--person", "eemland-jeugd")[PERSON]).values()), {True})

    # Reads the database files themselves: no command shows what a table keeps besides.
    def test_nothing_but_the_family_is_kept(self):
        self.fetch("Outlook/16.0 (geheim-kenmerk; 192.0.2.7)")
        self.feeds()
        for file in self.service.data.glob("traject.db*"):
            content = file.read_bytes()
            self.assertNotIn(b"geheim-kenmerk", content)
            self.assertNotIn(b"192.0.2.7", content)


if __name__ == "__main__":
    unittest.main()
