# SPDX-License-Identifier: Apache-2.0
"""Every kind of change that a coordinator makes, end to end: the feeds before, the edit, publishing, the feeds after, and
the mails at the mail server.

What a change is not said to touch must be the same to the byte, in every feed of the programme, and who is not said to
get mail must get none.
"""

import collections
import dataclasses
import pathlib
import re
import shutil
import tempfile
import unittest
import urllib.parse

import smtp_sink
import support

ONE = "coordinator@example.org"
FOLDER = "programmes/gezinsaanpak-2023/"
PROGRAMME, LIBRARIES, PEOPLE = FOLDER + "programme.toml", FOLDER + "libraries.csv", FOLDER + "people.csv"
PLACES = ("eemland", "utrecht", "idea", "z-o-u-t", "lek-ijssel", "avv")
ENGLISH = "utrecht-basis"  # the one person of the sample who reads English
SESSION_2 = "Werksessie 2 – Externe samenwerking"


def people(*roles, of=PLACES):
    return {f"{place}-{role}" for place in of for role in roles}


PARTICIPANTS = people("jeugd", "basis")
EVERYONE = people("jeugd", "basis", "manager")


@dataclasses.dataclass
class Change:
    name: str
    now: str  # local time, at which it is published
    edit: list  # (file, before, after)
    by: str  # "publish" or "automatic"
    first: list = ()  # edits of what is published before
    touched: dict = dataclasses.field(default_factory=dict)  # title as it was: lines that its event has now
    added: dict = dataclasses.field(default_factory=dict)  # title: lines; new in feeds that others of the kind are in
    feeds: set = frozenset()  # those in which what is added shows
    calendar: set = frozenset()  # feeds whose calendar itself changes: its name or its language
    whole: dict = dataclasses.field(default_factory=dict)  # feed: all its titles after a change of who its owner is
    other_language: bool = False  # of everything in `whole`
    new_feeds: dict = dataclasses.field(default_factory=dict)  # feed: titles that it has
    mailed: set = frozenset()
    subject: str = ""
    english: str = ""  # subject for ENGLISH
    says: list = ()  # of the Dutch mails


CANCEL = (PROGRAMME, "date = 2023-11-16", "cancelled = { nl = \"te weinig aanmeldingen\", en = \"too few participants\" }\n"
                                          "date = 2023-11-16")

RECAP = ("[[activity]]\nid = \"terugkomdag\"\nkind = \"other\"\ntitle = { nl = \"Terugkomdag\", en = \"Recap day\" }\n"
         "date = 2024-04-09\ntime = \"10:00-12:00\"\nplace = \"Amersfoort\"\nfor = [\"participants\"]\n\n")
RULES = "[[reminder]]\nid = \"welkom\""
IDEA = [(LIBRARIES, "idea;Bibliotheek Idea;11-5-2023;09:30;\n", "")] + [
    (PEOPLE, f"idea-{row}\n", "") for row in (
        "jeugd;Deelnemer Jeugd & Educatie, Bibliotheek Idea;jeugd.idea@example.org;idea;jeugd-educatie;;;",
        "basis;Deelnemer Basisvaardigheden, Bibliotheek Idea;basis.idea@example.org;idea;basisvaardigheden-taalhuis;;;",
        "manager;Manager Educatie, Bibliotheek Idea;manager.idea@example.org;idea;manager;;;")]
STOPPED = "Deelname gestopt: Werktraject gezinsaanpak"

CHANGES = [
    Change("moved", "2023-08-14T09:00", [(PROGRAMME, "date = 2023-09-19", "date = 2023-10-03")], by="automatic",
           touched={SESSION_2: ["DTSTART;TZID=Europe/Amsterdam:20231003T100000"],
                    "Lunch na werksessie 2": ["DTSTART;TZID=Europe/Amsterdam:20231003T130000"],
                    "Deadline: Voorbereidende opdracht 2": ["DTSTART;VALUE=DATE:20230926"],
                    "Deadline: Tussentijdse opdracht 2": ["DTSTART;VALUE=DATE:20231101"]},
           mailed=PARTICIPANTS, subject=f"Verzet: {SESSION_2} – nu dinsdag 3 oktober 2023",
           english="Moved: Work session 2 – Working together with partners – now Tuesday 3 October 2023",
           says=["Was: dinsdag 19 september 2023, 10.00–13.00 uur", "Wordt: dinsdag 3 oktober 2023, 10.00–13.00 uur",
                 "Schuift mee: Voorbereidende opdracht 2", "Wordt: uiterlijk dinsdag 26 september 2023"]),
    Change("renamed", "2023-08-14T09:00",
           [(PROGRAMME, f"{SESSION_2}\", en = \"Work session 2 – Working together with partners",
             "Werksessie 2 – Samen met partners\", en = \"Work session 2 – With your partners")], by="publish",
           touched={SESSION_2: ["SUMMARY:Werksessie 2 – Samen met partners",
                                "DTSTART;TZID=Europe/Amsterdam:20230919T100000"]},
           mailed=PARTICIPANTS, subject="Andere naam: Werksessie 2 – Samen met partners",
           english="Renamed: Work session 2 – With your partners", says=[f"Heette: {SESSION_2}"]),
    Change("relocated", "2023-08-14T09:00",
           [(PROGRAMME, "date = 2023-09-19\ntime = \"10:00-13:00\"\nplace = \"locatie volgt\"",
             "date = 2023-09-19\ntime = \"10:00-13:00\"\nplace = \"Bibliotheek Utrecht, Neude 11\"")], by="automatic",
           touched={SESSION_2: ["LOCATION:Bibliotheek Utrecht\\, Neude 11"]},
           mailed=PARTICIPANTS, subject=f"Andere plaats: {SESSION_2}",
           english="Another place: Work session 2 – Working together with partners",
           says=["Plaats was: locatie volgt", "Plaats wordt: Bibliotheek Utrecht, Neude 11"]),
    Change("shortened", "2023-08-14T09:00",
           [(PROGRAMME, "date = 2023-09-19\ntime = \"10:00-13:00\"", "date = 2023-09-19\ntime = \"10:00-12:30\"")],
           by="publish",
           touched={SESSION_2: ["DTEND;TZID=Europe/Amsterdam:20230919T123000"],
                    "Lunch na werksessie 2": ["DTSTART;TZID=Europe/Amsterdam:20230919T123000",
                                              "DTEND;TZID=Europe/Amsterdam:20230919T131500"]},
           mailed=PARTICIPANTS, subject=f"Andere tijd: {SESSION_2} – nu dinsdag 19 september 2023",
           english="Another time: Work session 2 – Working together with partners – now Tuesday 19 September 2023",
           says=["Wordt: dinsdag 19 september 2023, 10.00–12.30 uur", "Schuift mee: Lunch na werksessie 2"]),
    Change("confirmed", "2023-11-20T09:00",
           [(PROGRAMME, "date = \"2024-01\"", "date = 2024-01-16\ntime = \"15:00-16:30\"")], by="automatic",
           touched={"(datum volgt) Wrap-up – januari 2024": ["SUMMARY:Wrap-up", "STATUS:CONFIRMED", "TRANSP:OPAQUE",
                                "DTSTART;TZID=Europe/Amsterdam:20240116T150000"]},
           mailed=PARTICIPANTS, subject="Staat vast: Wrap-up – nu dinsdag 16 januari 2024",
           english="Confirmed: Wrap-up – now Tuesday 16 January 2024",
           says=["Was: januari 2024 (datum volgt)", "Wordt: dinsdag 16 januari 2024, 15.00–16.30 uur"]),
    Change("cancelled", "2023-11-01T09:00", [CANCEL], by="publish",
           touched={"Werksessie 3 – Doelgroepgericht werken": ["STATUS:CANCELLED", "TRANSP:TRANSPARENT",
                                                               "SUMMARY:GEANNULEERD: Werksessie 3 – Doelgroepgericht werken"],
                    "Lunch na werksessie 3": ["STATUS:CANCELLED", "SUMMARY:GEANNULEERD: Lunch na werksessie 3"]},
           mailed=PARTICIPANTS, subject="Gaat niet door: Werksessie 3 – Doelgroepgericht werken",
           english="Cancelled: Work session 3 – Working for your target group",
           says=["Was: donderdag 16 november 2023, 10.00–13.00 uur", "Reden: te weinig aanmeldingen"]),
    Change("reinstated", "2023-10-23T09:00", [CANCEL[:1] + (CANCEL[2], CANCEL[1])], first=[CANCEL], by="automatic",
           touched={"GEANNULEERD: Werksessie 3 – Doelgroepgericht werken": ["SUMMARY:Werksessie 3 – Doelgroepgericht werken",
                                                                           "STATUS:CONFIRMED", "TRANSP:OPAQUE"],
                    "GEANNULEERD: Lunch na werksessie 3": ["SUMMARY:Lunch na werksessie 3"]},
           mailed=PARTICIPANTS,
           subject="Gaat toch door: Werksessie 3 – Doelgroepgericht werken",
           english="Goes on after all: Work session 3 – Working for your target group",
           says=["Wanneer: donderdag 16 november 2023, 10.00–13.00 uur"]),
    Change("title of the programme", "2023-08-14T09:00",
           [(PROGRAMME, "title = { nl = \"Werktraject gezinsaanpak\", en = \"Family literacy programme\" }",
             "title = { nl = \"Werktraject samen lezen\", en = \"Reading together\" }")], by="automatic",
           touched={"*": []}, calendar={"*"}),
    Change("name of a library", "2023-04-24T09:00", [(LIBRARIES, "Bibliotheek Idea", "Bibliotheek Idea Zeist")],
           by="publish", touched={"Intakegesprek – Bibliotheek Idea": ["SUMMARY:Intakegesprek – Bibliotheek Idea Zeist"]},
           calendar={"library:idea"}),
    Change("person added", "2023-08-14T09:00",
           [(PEOPLE, "eemland-basis;", "eemland-nieuw;Nieuwe Deelnemer;nieuw.eemland@example.org;eemland;jeugd-educatie;;;\n"
                                       "eemland-basis;")], by="publish",
           new_feeds={"person:eemland-nieuw": [
               "Deadline: Quickscan invullen", "Intakegesprek – Bibliotheek Eemland", "Kick-off",
               "Deadline: Voorbereidende opdracht 1", "Werksessie 1 – Interne samenwerking", "Lunch na werksessie 1",
               "Deadline: Tussentijdse opdracht 1", "Deadline: Voorbereidende opdracht 2", SESSION_2, "Lunch na werksessie 2",
               "Deadline: Tussentijdse opdracht 2", "Deadline: Voorbereidende opdracht 3",
               "Werksessie 3 – Doelgroepgericht werken", "Lunch na werksessie 3", "(datum volgt) Wrap-up – januari 2024"]}),
    Change("removed", "2023-11-20T09:00", [(PROGRAMME, RECAP + RULES, RULES)], by="automatic",
           first=[(PROGRAMME, RULES, RECAP + RULES)],
           touched={"Terugkomdag": ["SUMMARY:GEANNULEERD: Terugkomdag", "STATUS:CANCELLED", "TRANSP:TRANSPARENT",
                                    "DTSTART;TZID=Europe/Amsterdam:20240409T100000"]},
           mailed=PARTICIPANTS, subject="Vervalt: Terugkomdag", english="Cancelled: Recap day",
           says=["Was: dinsdag 9 april 2024, 10.00–12.00 uur"]),
    Change("leaving", "2023-08-14T09:00",
           [(PEOPLE, "jeugd.idea@example.org;idea;jeugd-educatie;;;", "jeugd.idea@example.org;idea;jeugd-educatie;;;14-8-2023")],
           by="automatic",
           whole={"person:idea-jeugd": ["Deadline: Quickscan invullen", "Intakegesprek – Bibliotheek Idea", "Kick-off",
                                        "Deadline: Voorbereidende opdracht 1", "Werksessie 1 – Interne samenwerking",
                                        "Lunch na werksessie 1", "Deadline: Tussentijdse opdracht 1", STOPPED]}),
    Change("a library withdrawing", "2023-05-02T09:00", IDEA, by="publish",
           touched={"Intakegesprek – Bibliotheek Idea": ["SUMMARY:GEANNULEERD: Intakegesprek – Bibliotheek Idea",
                                                         "STATUS:CANCELLED"]},
           whole={f"person:{who}": ["Deadline: Quickscan invullen", STOPPED]
                  for who in people("jeugd", "basis", "manager", of=["idea"])}
           | {"library:idea": ["Deadline: Quickscan invullen", "GEANNULEERD: Intakegesprek – Bibliotheek Idea", STOPPED]}),
    Change("changing role", "2023-08-14T09:00",
           [(PEOPLE, "basis.avv@example.org;avv;basisvaardigheden-taalhuis", "basis.avv@example.org;avv;manager")],
           by="automatic", whole={"person:avv-basis": ["Deadline: Quickscan invullen", "Intakegesprek – Bibliotheek AVV"]},
           mailed={"avv-basis"}, subject="6 wijzigingen in Werktraject gezinsaanpak",
           says=["Niet meer voor u:", f"- {SESSION_2}, dinsdag 19 september 2023"]),
    Change("changing language", "2023-08-14T09:00",
           [(PEOPLE, "basis.avv@example.org;avv;basisvaardigheden-taalhuis;;",
             "basis.avv@example.org;avv;basisvaardigheden-taalhuis;en;")], by="publish", other_language=True,
           whole={"person:avv-basis": [
               "Deadline: Fill in the Quickscan", "Intake – Bibliotheek AVV", "Kick-off", "Deadline: Preparatory assignment 1",
               "Work session 1 – Working together internally", "Lunch after work session 1", "Deadline: Interim assignment 1",
               "Deadline: Preparatory assignment 2", "Work session 2 – Working together with partners",
               "Lunch after work session 2", "Deadline: Interim assignment 2", "Deadline: Preparatory assignment 3",
               "Work session 3 – Working for your target group", "Lunch after work session 3",
               "(date to follow) Wrap-up – January 2024"]}),
    Change("intake planned", "2023-05-02T09:00", [(LIBRARIES, "Lek & IJssel;;;", "Lek & IJssel;17-5-2023;10:00;")],
           by="automatic", mailed=people("jeugd", "basis", "manager", of=["lek-ijssel"]),
           added={"Intakegesprek – Bibliotheek Lek & IJssel": ["DTSTART;TZID=Europe/Amsterdam:20230517T100000"]},
           feeds={f"person:{who}" for who in people("jeugd", "basis", "manager", of=["lek-ijssel"])}
           | {"library:lek-ijssel", "programme:gezinsaanpak-2023"},
           subject="Gepland: Intakegesprek – nu woensdag 17 mei 2023",
           says=["Was: datum volgt", "Wordt: woensdag 17 mei 2023, 10.00–10.45 uur"]),
]


def events(feed):
    """The events of a feed by UID, as bytes; and what is around them."""
    blocks = re.findall(r"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", feed, re.DOTALL)
    found = {re.search(r"\r\nUID:(.*)\r\n", block)[1]: block for block in blocks}
    assert len(found) == len(blocks), "a UID stands twice in one feed"
    for block in blocks:
        feed = feed.replace(block, "")
    return found, feed


def lines(block):
    return block.replace("\r\n ", "").splitlines()


def value(block, name):
    return next(line.partition(":")[2] for line in lines(block) if re.match(f"{name}[:;]", line))


class ChangesTest(unittest.TestCase):
    """Rehearsals: one mail server that is not asked for real addresses, and a clock that can be set."""

    maxDiff = None

    def setUp(self):
        self.sink = self.enterContext(smtp_sink.SmtpSink())

    def service(self, change):
        service = support.Service(arguments=["--now", change.now, "--mail-to", ONE])
        service.mail_through(self.sink.port)
        for edit in change.first:
            service.edit(*edit)
        return self.enterContext(service)

    def feeds(self, service):
        return {feed: events(service.get(urllib.parse.urlsplit(row["https"]).path).text)
                for feed, row in service.links().items()}

    def publish(self, service, change):
        """By saving the files; or by the command, from a copy of the folder, which then takes its place."""
        if change.by == "publish":
            copy = pathlib.Path(tempfile.mkdtemp(dir=service.config.parent)) / "config"
            shutil.copytree(service.config, copy)
            self.edit(copy, change)
            support.run("publish", "--yes", "--now", change.now, config=copy, data=service.store)
        self.edit(service.config, change)
        support.wait_until(lambda: "published revision=2" in service.log(), 20, "the next revision")

    @staticmethod
    def edit(config, change):
        """All files at once, as a service sees them that waits until they are left alone."""
        for name, before, after in change.edit:
            text = (config / name).read_text(encoding="utf-8")
            assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times in {name}"
            (config / name).write_text(text.replace(before, after), encoding="utf-8")

    def check_feeds(self, change, before, after):
        self.assertEqual(set(after) - set(before), set(change.new_feeds))
        for feed, titles in (change.new_feeds | change.whole).items():
            shown = [value(block, "SUMMARY") for block in after[feed][0].values()]
            self.assertEqual(shown, titles, feed)
        for feed in change.whole:
            (old, _), (new, _) = before[feed], after[feed]
            for uid in set(old) & set(new):
                if self.changed_lines(change, uid) is not None:
                    continue
                numbers = int(value(old[uid], "SEQUENCE")), int(value(new[uid], "SEQUENCE"))
                self.assertEqual(numbers[1] > numbers[0], change.other_language, f"{feed}: {numbers}")
        for feed in sorted(set(before) - set(change.whole)):
            self.check_feed(change, feed, before[feed], after[feed])

    def check_feed(self, change, feed, before, after):
        (old, old_around), (new, new_around) = before, after
        around = "*" in change.calendar or feed in change.calendar
        self.assertEqual(old_around != new_around, around, f"the calendar itself of {feed}")
        wanted = change.added if feed in change.feeds else {}
        added = {value(new[uid], "SUMMARY"): new[uid] for uid in set(new) - set(old)}
        self.assertEqual(set(added), set(wanted))
        for title, said in wanted.items():
            self.assert_says(added[title], said)
        self.assertEqual(set(old) - set(new), set())
        for uid, block in old.items():
            said = self.changed_lines(change, uid)
            if said is None:
                self.assertEqual(new[uid], block, feed)
            else:
                self.check_event(block, new[uid], said if feed != f"person:{ENGLISH}" else [])

    def changed_lines(self, change, uid):
        """What is said of an event that changes, by its title in the programme's feed; None: it stays as it is."""
        return change.touched.get("*", change.touched.get(self.titles[uid]))

    def check_event(self, old, new, said):
        self.assertGreater(int(value(new, "SEQUENCE")), int(value(old, "SEQUENCE")), new)
        self.assertEqual(int(value(new, "SEQUENCE")), support.seconds_since_2020(value(new, "LAST-MODIFIED")))
        self.assertEqual(value(new, "CREATED"), value(old, "CREATED"))
        self.assertEqual(value(new, "DTSTAMP"), value(new, "LAST-MODIFIED"))
        self.assertGreater(value(new, "LAST-MODIFIED"), value(old, "LAST-MODIFIED"))
        self.assert_says(new, said)

    def assert_says(self, block, said):
        for line in said:
            self.assertIn(line, lines(block))

    def check_mails(self, service, change):
        """Starts the service again when the change has settled: what it then tells, and to whom."""
        service.stop()
        hour, minute = change.now[-5:].split(":")
        service.arguments = ["--now", f"{change.now[:-5]}{hour}:{int(minute) + 20:02}", "--mail-to", ONE, "--continue"]
        service.start()
        support.wait_until(lambda: service.ask("mail", "status")["announced"] == 2, 20, "the announcement")
        support.wait_until(lambda: set(service.mail_states(purpose="change")) <= {"sent"}, 20, "every outcome")
        told = [(row["recipient"], row["subject"]) for row in service.mails(purpose="change")]
        self.assertEqual(sorted(who for who, _ in told), sorted(f"person:{who}" for who in change.mailed))
        subjects = collections.Counter(message.subject for message in self.sink.messages)
        for who, subject in told:
            english = who == f"person:{ENGLISH}"
            self.assertEqual(subject.partition("] ")[2], change.english if english else change.subject)
            self.assertEqual(subjects[subject], 1, "each got one")
        for message in self.sink.messages:
            if message.subject.partition("] ")[2] == change.subject and change.mailed:
                text = message.parsed.get_body(("plain",)).get_content().replace("\r\n", "\n")
                for sentence in change.says:
                    self.assertIn(sentence, " ".join(text.split()))

    def run_change(self, change):
        service = self.service(change)
        before = self.feeds(service)
        self.titles = {uid: value(block, "SUMMARY")
                       for uid, block in before["programme:gezinsaanpak-2023"][0].items()}
        self.publish(service, change)
        self.check_feeds(change, before, self.feeds(service))
        self.check_mails(service, change)
        service.stop()


def as_test(change):
    return lambda self: self.run_change(change)


for each in CHANGES:
    setattr(ChangesTest, "test_" + each.name.replace(" ", "_"), as_test(each))


if __name__ == "__main__":
    unittest.main()
