# SPDX-License-Identifier: Apache-2.0
"""Invitations by mail: the goldens as other people's software reads them, and the real program sending them to a mail
server through new, moved, cancelled, reinstated and back to a feed."""

import email
import email.policy
import pathlib
import re
import unittest
import urllib.parse

import icalendar
import smtp_sink
import support

GOLDENS = support.ROOT / "tests/data/invitations"
ONE = "coordinator@example.org"
PROGRAMME = "programmes/gezinsaanpak-2023/programme.toml"
PEOPLE = "programmes/gezinsaanpak-2023/people.csv"
PERSON = "eemland-jeugd"
TITLE = "Werksessie 2 – Externe samenwerking"
OLD, NEW = "date = 2023-09-19", "date = 2023-10-03"
STAYS = "cancelled = \"trainer ziek\"\n"


def parse(octets):
    return email.message_from_bytes(octets, policy=email.policy.default)


def calendar_part(mail):
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return part


class Invitation:
    """One mail, read by Python's email package and by icalendar."""

    def __init__(self, octets):
        self.octets = octets
        self.mail = parse(octets)
        self.part = calendar_part(self.mail)
        self.text = self.part.get_payload(decode=True)
        self.calendar = icalendar.Calendar.from_ical(self.text)
        (self.event,) = self.calendar.walk("VEVENT")

    @property
    def method(self):
        return str(self.calendar["METHOD"])

    @property
    def sequence(self):
        return int(self.event["SEQUENCE"])

    @property
    def uid(self):
        return str(self.event["UID"])

    @property
    def start(self):
        return self.event["DTSTART"].dt


class Checks(unittest.TestCase):
    def check(self, invitation, to=None):
        """Everything that makes Outlook and Gmail show buttons, and that RFC 5546 and 6047 ask for."""
        mail, part, event = invitation.mail, invitation.part, invitation.event
        for each in mail.walk():
            self.assertEqual(each.defects, [])
            for header in each.keys():
                self.assertEqual(getattr(each[header], "defects", ()), (), header)
        # Around the alternatives, the same bytes as a file; the calendar is the last alternative, and inline.
        self.assertEqual(mail.get_content_type(), "multipart/mixed")
        alternatives, file = mail.iter_parts()
        self.assertEqual([each.get_content_type() for each in alternatives.iter_parts()],
                         ["text/plain", "text/html", "text/calendar"])
        self.assertIsNone(part["Content-Disposition"])
        self.assertEqual(part["Content-Transfer-Encoding"], "base64")
        self.assertEqual(part["Content-Type"].params["charset"].lower(), "utf-8")
        self.assertEqual(part["Content-Type"].params["method"], invitation.method)
        self.assertEqual((file.get_content_type(), file.get_filename(), file.get_content_disposition()),
                         ("application/ics", "invite.ics", "attachment"))
        self.assertEqual(file.get_payload(decode=True), invitation.text)
        octets = invitation.octets
        self.assertEqual(octets.count(b"\n"), octets.count(b"\r\n"))
        self.assertTrue(octets.isascii())
        self.assertLessEqual(max(map(len, octets.split(b"\r\n"))), 78)
        # The calendar.
        text = invitation.text
        self.assertEqual(text.count(b"\n"), text.count(b"\r\n"))
        self.assertLessEqual(max(map(len, text.split(b"\r\n"))), 75)
        self.assertEqual(event.errors, [])
        self.assertIn(invitation.method, ("REQUEST", "CANCEL"))
        self.assertEqual(str(event["STATUS"]), "CANCELLED" if invitation.method == "CANCEL" else "CONFIRMED")
        self.assertEqual(event["ORGANIZER"].lower(), "mailto:" + mail["From"].addresses[0].addr_spec)
        self.assertEqual(event["ATTENDEE"].lower(), "mailto:" + mail["To"].addresses[0].addr_spec)
        if to:
            self.assertEqual(mail["To"].addresses[0].addr_spec, to)
        parameters = event["ATTENDEE"].params
        self.assertEqual((parameters["RSVP"], parameters["PARTSTAT"], parameters["ROLE"], parameters["CUTYPE"]),
                         ("FALSE", "NEEDS-ACTION", "REQ-PARTICIPANT", "INDIVIDUAL"))
        self.assertEqual(invitation.calendar.walk("VALARM"), [])
        self.assertNotIn("X-WR-CALNAME", invitation.calendar)
        self.assertEqual(event["DTSTAMP"].dt.timestamp(), mail["Date"].datetime.timestamp())
        zones = [str(zone["TZID"]) for zone in invitation.calendar.walk("VTIMEZONE")]
        timed = hasattr(invitation.start, "hour")
        self.assertEqual(zones, [event["DTSTART"].params["TZID"]] if timed else [])
        self.assertLess(event["DTSTART"].dt, event["DTEND"].dt)
        for kind in ("plain", "html"):
            self.assertNotRegex(mail.get_body((kind,)).get_content(), r"\{\{|\}\}")


class Goldens(Checks):
    def test_other_software_reads_what_was_meant(self):
        paths = sorted(GOLDENS.glob("*.eml"))
        self.assertGreater(len(paths), 20)
        for path in paths:
            with self.subTest(path.name):
                invitation = Invitation(path.read_bytes())
                self.check(invitation)
                name, language = path.name.split(".")[:2]
                sends = re.match("invite|move|relocate|rehearsal", name)
                self.assertEqual(invitation.method, "REQUEST" if sends else "CANCEL")
                self.assertEqual(invitation.mail["Reply-To"].addresses[0].addr_spec, "werktraject@example.org")
                html = invitation.mail.get_body(("html",)).get_content()
                self.assertIn(f'<html lang="{language}">', html)
                self.assertGreater(invitation.sequence, 0)
                if name != "rehearsal":
                    self.assertEqual(invitation.event["ATTENDEE"].params["CN"], "An 'de' Vries, Zoë")

    def test_an_update_and_what_calls_it_off_are_about_the_same(self):
        about = {Invitation((GOLDENS / f"{name}.nl.eml").read_bytes()).uid
                 for name in ("invite", "move", "relocate", "cancel", "unconfirm", "leave", "switch-to-a-feed")}
        self.assertEqual(len(about), 1)


class Sent(Checks):
    """A rehearsal: minutes pass as seconds, and every mail goes to one address that names whom it is for."""

    def setUp(self):
        self.sink = self.enterContext(smtp_sink.SmtpSink())

    def start(self):
        service = support.Service(arguments=("--now", "2023-08-14T08:00", "--speed", "120", "--mail-to", ONE))
        service.mail_through(self.sink.port)
        service.edit("service.toml", 'settle = "15 min"', 'settle = "5 min"')
        self.deliver(service, "uitnodigingen", first=True)
        return self.enterContext(service)

    @staticmethod
    def deliver(service, how, first=False):
        path = pathlib.Path(service.config) / PEOPLE
        rows = path.read_text("utf-8").splitlines()
        if first:
            rows = [row + (";agenda" if number == 0 else ";") for number, row in enumerate(rows)]
        rows = [row.rpartition(";")[0] + ";" + how if row.startswith(PERSON + ";") else row for row in rows]
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")

    def published(self, service, change):
        before = service.revision()
        change()
        support.wait_until(lambda: service.revision() > before, 20, "the next revision")
        self.wait_until_invited(service)

    def wait_until_invited(self, service):
        """Everything that the latest revision makes to be told has been, to whomever."""
        number = service.revision()
        support.wait_until(lambda: service.ask("mail", "status")["invitations"] == number, 60,
                           "the announcement")

        def states():
            return {row["state"] for row in service.mails() if row["purpose"] in ("change", "invitation")}

        support.wait_until(lambda: states() <= {"sent", "skipped"}, 60, "every outcome")

    def invitations(self):
        return [Invitation(message.bytes) for message in self.sink.messages
                if b"text/calendar" in message.bytes and b"method=" in message.bytes]

    def about_the_session(self):
        found = [each for each in self.invitations() if str(each.event["SUMMARY"]).endswith(TITLE)]
        for each in found:
            self.check(each, to=ONE)
        return found

    def feed(self, service):
        text = service.run("render", "--feed", f"person:{PERSON}", "--now", "2023-08-14T09:00").stdout
        return icalendar.Calendar.from_ical(text).walk("VEVENT")

    def change_mails(self):
        return [message for message in self.sink.messages
                if TITLE in message.subject and b"method=" not in message.bytes]

    def test_new_moved_cancelled_reinstated_and_back_to_a_feed(self):
        service = self.start()
        self.wait_until_invited(service)
        first = self.invitations()
        self.assertGreater(len(first), 5)
        self.assertEqual(len({each.uid for each in first}), len(first), "each once")
        self.assertEqual({each.method for each in first}, {"REQUEST"})
        (notice,) = self.feed(service)
        self.assertEqual(str(notice["SUMMARY"]), "Uw activiteiten komen als uitnodiging per mail")
        own = service.links()[f"person:{PERSON}"]
        self.assertNotIn("https", own)
        page = service.get(urllib.parse.urlsplit(own["page"]).path)
        self.assertEqual(page.status, 200)
        self.assertNotIn("/f/", page.text, "nothing to subscribe to")

        self.published(service, lambda: service.edit(PROGRAMME, OLD, NEW))
        self.published(service, lambda: service.edit(PROGRAMME, NEW, STAYS + NEW))
        self.published(service, lambda: service.edit(PROGRAMME, STAYS + NEW, NEW))
        told = self.about_the_session()
        self.assertEqual([each.method for each in told], ["REQUEST", "REQUEST", "CANCEL", "REQUEST"])
        self.assertEqual([each.start.strftime("%F %R") for each in told],
                         ["2023-09-19 10:00", "2023-10-03 10:00", "2023-10-03 10:00", "2023-10-03 10:00"])
        self.assertEqual(len({each.uid for each in told}), 1)
        sequences = [each.sequence for each in told]
        self.assertEqual(sequences, sorted(set(sequences)), "each higher than the one before")
        self.assertIn("trainer ziek", told[2].mail.get_body(("plain",)).get_content())
        meant = [message.subject for message in self.change_mails() if PERSON in message.subject
                 or "jeugd.eemland" in message.subject]
        self.assertEqual(meant, [], "a change mail besides would tell it twice")
        self.assertGreater(len(self.change_mails()), 0, "all others get one")

        count = len(self.invitations())
        self.published(service, lambda: self.deliver(service, "abonnement"))
        off = self.invitations()[count:]
        self.assertEqual({each.method for each in off}, {"CANCEL"})
        self.assertEqual({each.uid for each in off}, {each.uid for each in first})
        self.assertIn(TITLE, [str(event["SUMMARY"]) for event in self.feed(service)], "the feed has it again")
        count = len(self.invitations())
        self.published(service, lambda: service.edit(PROGRAMME, NEW, OLD))
        self.assertEqual(len(self.invitations()), count)


if __name__ == "__main__":
    unittest.main()
