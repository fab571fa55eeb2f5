#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`traject reminders` with the sample: what will go, when, to whom, and what will not and why."""

import email
import email.policy
import json
import os
import pathlib
import re
import shutil
import tempfile
import unittest

import support

YEAR = ("--now", "2023-04-01T00:00")
PROGRAMME = "programmes/gezinsaanpak-2023/"


class Reminders(unittest.TestCase):
    def setUp(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.config = folder / "config"
        self.data = folder / "data"
        shutil.copytree(support.ROOT / "config", self.config)

    def run_text(self, *arguments, check=True):
        return support.run("reminders", *arguments, config=self.config, data=self.data, check=check)

    def listed(self, *arguments):
        return json.loads(self.run_text(*arguments, "--json").stdout)

    def edit(self, name, old, new):
        path = self.config / PROGRAMME / name
        text = path.read_text()
        self.assertIn(old, text)
        path.write_text(text.replace(old, new))

    def those(self, rule, *arguments, fate="goes"):
        """(local time, e-mail, day) of the reminders of one rule."""
        rows = self.listed(*YEAR, *arguments)["reminders"]
        return {(row.get("local"), row["email"], row["day"]) for row in rows
                if row["rule"] == rule and row["fate"] == fate}

    def test_the_year_of_the_sample(self):
        rows = self.listed(*YEAR)["reminders"]
        self.assertEqual({"goes", "stays"}, {row["fate"] for row in rows})
        goes = [row for row in rows if row["fate"] == "goes"]
        times = {}
        for row in goes:
            times.setdefault((row["rule"], row["activity"], row["library"]), set()).add(row["local"])
        self.assertEqual({"2023-04-03T09:00"}, times["welkom", "", ""])
        self.assertEqual({"2023-06-06T09:00"}, times["werksessie-over-twee-weken", "werksessie-1", ""])
        self.assertEqual({"2023-06-19T09:00"}, times["werksessie-morgen", "werksessie-1", ""])
        self.assertEqual({"2023-05-02T09:00"}, times["intake-gepland", "intake", "eemland"])
        # The day before a Monday is a Sunday: it goes on Friday.
        self.assertEqual({"2023-05-12T09:00"}, times["intake-morgen", "intake", "z-o-u-t"])
        # Four times at most, on working days, while nothing is handed in.
        self.assertEqual({"2023-06-14T09:00", "2023-06-19T09:00", "2023-06-22T09:00", "2023-06-27T09:00"},
                         times["opdracht-nog-niet-binnen", "voorbereiding-1", ""])
        # Four weeks before January, to the coordinator.
        self.assertIn("2023-12-04T09:00", times["wrap-up-nog-niet-gepland", "wrap-up", ""])
        # Nothing goes at night or to nobody.
        for row in goes:
            self.assertRegex(row["local"], r"T(0[89]|1\d):")
            self.assertTrue(row["email"].endswith("@example.org"))
        self.assertEqual(len(rows), len({row["reference"] for row in rows}))

    def test_every_one_that_stays_says_why(self):
        stays = [row for row in self.listed(*YEAR)["reminders"] if row["fate"] == "stays"]
        self.assertEqual({"unconfirmed", "planned"}, {row["reason"] for row in stays})
        waits = {(row["rule"], row["activity"], row["library"]) for row in stays if row["reason"] == "unconfirmed"}
        self.assertEqual({("wrap-up-over-twee-weken", "wrap-up", ""), ("wrap-up-morgen", "wrap-up", ""),
                          ("intake-gepland", "intake", "lek-ijssel"), ("intake-morgen", "intake", "lek-ijssel")}, waits)

    def test_text_lines_up_and_ends_with_totals(self):
        text = self.run_text(*YEAR, "--person", "eemland-jeugd").stdout
        self.assertIn("dinsdag 6 juni 2023, 09.00 uur", text)
        self.assertIn("Werksessie 1 – Interne samenwerking: dinsdag 20 juni 2023, 10.00–13.00 uur", text)
        self.assertIn("wacht op een datum", text)
        self.assertRegex(text.splitlines()[-1], r"^\d+ herinneringen gaan in \d+ mails; 2 gaan niet$")
        table = text.split("\n\n")[0].splitlines()[1:]
        columns = {line.index("jeugd.eemland@example.org") for line in table[1:]}
        self.assertEqual({table[0].index("AAN")}, columns)
        english = self.run_text(*YEAR, "--person", "eemland-jeugd", "--lang", "en").stdout
        self.assertIn("Tuesday 6 June 2023, 09:00", english)
        self.assertRegex(english.splitlines()[-1], r"^\d+ reminders go in \d+ mails; 2 do not$")

    def test_a_period_and_a_person(self):
        rows = self.listed(*YEAR, "--from", "2023-06-06", "--to", "2023-06-06")["reminders"]
        self.assertEqual({"2023-06-06T09:00"}, {row["local"] for row in rows if "local" in row})
        # Two things on one morning are one mail.
        both = [row for row in rows if row.get("email") == "jeugd.eemland@example.org" and row["fate"] == "goes"]
        self.assertEqual({"werksessie-over-twee-weken", "opdracht-over-een-week"}, {row["rule"] for row in both})
        self.assertEqual(1, len({row["mail"] for row in both}))
        for name in ("eemland-jeugd", "person:eemland-jeugd", "jeugd.eemland@example.org"):
            rows = self.listed(*YEAR, "--person", name)["reminders"]
            self.assertEqual({"person:eemland-jeugd"}, {row["recipient"] for row in rows}, name)
        rows = self.listed(*YEAR, "--person", "coordinator@example.org")["reminders"]
        self.assertEqual({"coordinator:coordinator@example.org"}, {row["recipient"] for row in rows})
        wrong = self.run_text(*YEAR, "--person", "eemland-jeugt", check=False)
        self.assertEqual(64, wrong.returncode)
        self.assertIn("did you mean 'eemland-jeugd'?", wrong.stderr)
        # Any other wrong option ends likewise.
        self.assertNotEqual(0, self.run_text("--from", "morgen", check=False).returncode)

    def test_a_moved_date_moves_its_reminders(self):
        before = self.those("werksessie-morgen")
        self.edit("programme.toml", "date = 2023-06-20", "date = 2023-06-27")
        after = self.those("werksessie-morgen")
        moved = {("2023-06-26T09:00", email, "2023-06-27") for when, email, day in before if day == "2023-06-20"}
        self.assertEqual(12, len(moved))
        self.assertLessEqual(moved, after)
        self.assertFalse({row for row in after if row[2] == "2023-06-20"})
        self.edit("programme.toml", "date = 2023-06-27", "date = 2023-06-20")
        self.assertEqual(before, self.those("werksessie-morgen"))

    def test_cancelling_stops_and_confirming_starts(self):
        self.edit("programme.toml", "date = 2023-11-16", 'cancelled = "ziekte"\ndate = 2023-11-16')
        rows = self.listed(*YEAR)["reminders"]
        self.assertEqual({"cancelled"}, {row["reason"] for row in rows if row["activity"] == "werksessie-3"})
        self.edit("programme.toml", 'date = "2024-01"', 'date = 2024-01-16\ntime = "15:00-16:30"')
        self.assertEqual({"2024-01-02T09:00"}, {when for when, _, _ in self.those("wrap-up-over-twee-weken")})
        self.assertEqual(set(), self.those("wrap-up-nog-niet-gepland"))

    def test_somebody_who_joins_gets_only_what_comes(self):
        people = self.config / PROGRAMME / "people.csv"
        people.write_text(people.read_text() + "laat;Late deelnemer;laat@example.org;eemland;jeugd-educatie;;1-9-2023;\n")
        rows = [row for row in self.listed(*YEAR, "--person", "laat")["reminders"]]
        self.assertGreaterEqual(min(row["local"] for row in rows if row["fate"] == "goes"), "2023-09-01")
        welcome = next(row for row in rows if row["rule"] == "welkom")
        self.assertEqual(("stays", "joined_later"), (welcome["fate"], welcome["reason"]))

    def test_a_past_year_sends_nothing(self):
        totals = self.listed("--now", "2026-01-05T09:00", "--from", "2023-01-01")["totals"]
        self.assertEqual(0, totals["goes"])
        self.assertGreater(totals["stays"], 500)

    def test_asking_leaves_no_trace(self):
        self.run_text(*YEAR)
        self.assertFalse(self.data.exists())
        self.data.mkdir()
        self.run_text(*YEAR)
        self.assertEqual([], list(self.data.iterdir()))

    # Reads the database file itself: not one octet may change, whatever it means.
    def test_asking_changes_nothing_in_a_store(self):
        support.run("links", *YEAR, config=self.config, data=self.data)
        before = (self.data / "traject.db").read_bytes()
        self.run_text(*YEAR)
        self.assertEqual(before, (self.data / "traject.db").read_bytes())

    def test_what_is_foretold_happens(self):
        """The worker sends exactly what was listed beforehand, in as many mails; afterwards it is listed as sent."""
        period = ("--from", "2023-04-01", "--to", "2023-06-30")
        foretold = self.listed(*YEAR, *period)
        support.run("simulate", *period, "--state", str(self.data), config=self.config)
        happened = self.listed("--now", "2023-07-01T00:00", *period)

        def reminders(rows, fate):
            return {row["reference"] for row in rows if row["fate"] == fate}

        self.assertGreater(foretold["totals"]["goes"], 200)
        self.assertEqual(reminders(foretold["reminders"], "goes"), reminders(happened["reminders"], "went"))
        self.assertEqual(foretold["totals"]["mails_to_go"], happened["totals"]["mails_gone"])
        self.assertEqual(0, happened["totals"]["goes"])

    def test_mistakes_in_the_files_are_told(self):
        self.edit("programme.toml", 'quiet = "20:00-07:30"', 'quiet = "20:00"')
        wrong = self.run_text(*YEAR, check=False)
        self.assertEqual(1, wrong.returncode)
        self.assertRegex(wrong.stderr, re.compile(r"programme\.toml:\d+:9: .20:00. is geen deel van de dag"))
        self.assertEqual("", wrong.stdout)


class PreviewTest(unittest.TestCase):
    """The mail that a reminder will be, before it goes."""

    def reminders(self, *arguments, check=True):
        with tempfile.TemporaryDirectory(prefix="traject-") as folder:
            done = support.run("reminders", "--now", "2023-06-05T08:00", *arguments, config=support.ROOT / "config",
                               data=f"{folder}/data", check=check)
            self.assertFalse(os.path.exists(f"{folder}/data"), "looking records nothing")
            return done

    def reference(self, rule, person):
        rows = json.loads(self.reminders("--json", "--person", person).stdout)
        rows = rows if isinstance(rows, list) else rows["reminders"]
        return next(row["reference"] for row in rows if rule in json.dumps(row))

    def test_shows_the_mail_of_a_bundle_as_of_the_day_it_goes(self):
        reference = self.reference("werksessie-over-twee-weken", "eemland-jeugd")
        shown = self.reminders("--preview", reference).stdout
        for text in ("jeugd.eemland@example.org", "dinsdag 6 juni 2023, 09.00 uur", "over 14 dagen",
                     "Voorbereidende opdracht 1", "Lunch"):
            self.assertIn(text, shown)

    def test_gives_the_whole_message(self):
        reference = self.reference("werksessie-over-twee-weken", "eemland-jeugd")
        message = email.message_from_string(self.reminders("--preview", reference, "--eml").stdout,
                                            policy=email.policy.default)
        self.assertEqual(message["To"].addresses[0].addr_spec, "jeugd.eemland@example.org")
        self.assertEqual([part.get_content_type() for part in message.iter_attachments()], ["text/calendar"])

    def test_unknown_reference(self):
        done = self.reminders("--preview", "0000000000", check=False)
        self.assertEqual(done.returncode, 64)
        self.assertIn("0000000000", done.stderr)


if __name__ == "__main__":
    unittest.main()
