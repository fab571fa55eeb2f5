#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What `traject plan` says about feeds is what subscribers get: over the usual changes, one after the other."""

import json
import unittest
import urllib.parse

import support

PROGRAMME = "programmes/gezinsaanpak-2023/"
FILES = ("programme.toml", "libraries.csv", "people.csv")
MANAGER = "idea-manager;Manager Educatie, Bibliotheek Idea;manager.idea@example.org;idea;manager;;;\n"
CANCELLED = 'cancelled = "te weinig aanmeldingen"\ndate = 2033-11-17'

# What it is called, and the edits of it: file, before, after.
CHANGES = [
    ("a session moves", [("programme.toml", "date = 2033-09-20", "date = 2033-10-04")]),
    ("an intake is planned", [("libraries.csv", "Lek & IJssel;;;", "Lek & IJssel;18-5-2033;10:00;")]),
    ("the wrap-up is confirmed", [("programme.toml", 'date = "2034-01"', 'date = 2034-01-17\ntime = "15:00-16:30"')]),
    ("a session is cancelled", [("programme.toml", "date = 2033-11-17", CANCELLED)]),
    ("and reinstated", [("programme.toml", CANCELLED, "date = 2033-11-17")]),
    ("a title in English alone", [("programme.toml", "Working for your target group", "For your target group")]),
    ("another place", [("libraries.csv", "10-5-2033;14:00;", "10-5-2033;14:00;Zaal 3")]),
    ("the programme is renamed", [("programme.toml", 'title = { nl = "Werktraject gezinsaanpak"',
                                   'title = { nl = "Werktraject samen lezen"')]),
    ("somebody reads English", [("people.csv", "basis.avv@example.org;avv;basisvaardigheden-taalhuis;;",
                                 "basis.avv@example.org;avv;basisvaardigheden-taalhuis;en;")]),
    ("somebody has another role", [("people.csv", "jeugd.avv@example.org;avv;jeugd-educatie",
                                    "jeugd.avv@example.org;avv;manager")]),
    ("somebody joins", [("people.csv", MANAGER, MANAGER + "nieuw;Nieuw;nieuw@example.org;idea;jeugd-educatie;;;\n")]),
    ("somebody is taken out", [("people.csv", MANAGER, "")]),
    ("an activity is taken out", [("programme.toml", 'id = "lunch-3"', 'id = "lunch-na-3"')]),
    ("a comment", [("programme.toml", "# --- Kick-off -", "# --- De kick-off -")]),
]


class PlanAndEffect(unittest.TestCase):
    def setUp(self):
        self.service = support.Service()
        self.addCleanup(self.service.__exit__, None, None, None)
        # In years to come, so that nothing in it is over; two sessions a day later, which is their weekday again.
        for name in FILES:
            path = self.service.config / PROGRAMME / name
            text = path.read_text(encoding="utf-8").replace("2023-09-19", "2023-09-20").replace("2023-11-16", "2023-11-17")
            path.write_text(text.replace("2023", "2033").replace("2024", "2034"), encoding="utf-8")
        self.service.edit("service.toml", 'publish = "automatic"', 'publish = "manual"')
        self.run_it("publish", "--yes")
        self.service.start()

    def run_it(self, *arguments, check=True):
        return support.run(*arguments, config=self.service.config, data=self.service.data, check=check)

    def feeds(self):
        """Status and bytes of every feed that there is an address of."""
        found = {}
        for feed, row in self.service.links().items():
            answer = self.service.get(urllib.parse.urlsplit(row["https"]).path)
            found[feed] = (answer.status, answer.body)
        return found

    def revision(self):
        return self.service.status()["revision"]

    def test_every_change(self):
        before = self.feeds()
        for number, (name, edits) in enumerate(CHANGES, start=2):
            with self.subTest(name):
                for file, old, new in edits:
                    self.service.edit(PROGRAMME + file, old, new)
                plan = self.run_it("plan", "--json", check=False)
                said = {row["feed"]: row["effect"] for row in json.loads(plan.stdout)["feeds"]}
                self.run_it("publish", "--yes")
                support.wait_until(lambda: self.revision() == number, within=60, what=f"revision {number}")
                after = self.feeds()
                effects = {feed: "added" for feed in after.keys() - before.keys()}
                effects |= {feed: "ended" for feed in before.keys() - after.keys()}
                effects |= {feed: "changed" for feed in before.keys() & after.keys() if before[feed] != after[feed]}
                self.assertEqual(effects, said)
                self.assertEqual(2 if said else 0, plan.returncode)
                before = after


if __name__ == "__main__":
    unittest.main()
