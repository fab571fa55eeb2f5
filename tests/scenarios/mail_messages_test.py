#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Every mail of the sample programme as other people's software sees it: Python's email package, icalendar, SpamAssassin,
Chromium with axe-core. The mails come from tests/mail/message_probe.cc, through the service's own composer."""

import email
import email.policy
import email.utils
import http.server
import mailbox
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading
import unittest

import icalendar
import subscribe_page_test as browser
import support

PROBE = pathlib.Path(support.BINARY).parent / "message_probe"
WITH_SESSION = {"intake-gepland", "intake-morgen", "kick-off-over-een-week", "kick-off-morgen",
                "werksessie-over-twee-weken", "werksessie-morgen", "wrap-up-over-twee-weken", "wrap-up-morgen",
                "samen", "repetitie"}
TO_COORDINATORS = {"intake-nog-niet-gepland", "wrap-up-nog-niet-gepland", "niet-ingeleverd"}
NOT_TO_BE_STOPPED = TO_COORDINATORS | {"proefmail", "repetitie"}

# Two pages in one: the mail in a frame as wide as a small phone, and whether it must be pushed sideways to be read.
FRAME = """<!doctype html><iframe width="320" height="600" frameborder="0" src="{page}"></iframe>
<pre id="report"></pre><script>onload = () => {{
  const root = document.querySelector("iframe").contentDocument.documentElement;
  const style = (e) => root.ownerDocument.defaultView.getComputedStyle(e);
  const sizes = [...root.querySelectorAll("p, li, a, h1, h2")].map((e) => parseFloat(style(e).fontSize));
  document.querySelector("#report").textContent = JSON.stringify(
    {{width: root.scrollWidth, window: root.clientWidth, smallest: Math.min(...sizes)}});
}}</script>"""


def write_mails(folder):
    subprocess.run([PROBE, support.ROOT / "config", folder], check=True, timeout=120)
    return {path.relative_to(folder).with_suffix("").as_posix(): path.read_bytes()
            for path in pathlib.Path(folder).rglob("*.eml")}


class MailMessages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="traject-mails-")))
        cls.octets = write_mails(cls.folder / "mails")
        cls.mails = {name: email.message_from_bytes(octets, policy=email.policy.default)
                     for name, octets in cls.octets.items()}

    def each(self, check):
        """Calls check(language, rule, mail) for every mail, as a subtest."""
        for name, mail in sorted(self.mails.items()):
            with self.subTest(name):
                check(*name.split("/"), mail)

    def test_there_is_one_for_every_rule_in_both_languages(self):
        rules = re.findall(r'^\[\[reminder\]\]\nid = "(.*)"$',
                           (support.ROOT / "config/programmes/gezinsaanpak-2023/programme.toml").read_text("utf-8"),
                           re.MULTILINE)
        self.assertGreaterEqual(len(rules), 17)
        expected = {f"{language}/{name}" for language in ("nl", "en")
                    for name in [*rules, "samen", "repetitie", "proefmail"]}
        self.assertEqual(set(self.mails), expected)

    def test_octets(self):
        for name, octets in self.octets.items():
            with self.subTest(name):
                self.assertEqual(octets.count(b"\n"), octets.count(b"\r\n"))
                self.assertEqual(octets.count(b"\r"), octets.count(b"\r\n"))
                self.assertTrue(octets.isascii() and b"\0" not in octets)
                head, _, body = octets.partition(b"\r\n\r\n")
                self.assertLessEqual(max(map(len, body.split(b"\r\n"))), 78)
                # Only an address may be longer, on a line of its own.
                for line in head.split(b"\r\n"):
                    self.assertTrue(len(line) <= 78 or line.startswith(b" <https://"), line)

    def test_same_letter_same_octets(self):
        self.assertEqual(write_mails(self.folder / "again"), self.octets)

    def test_no_defects(self):
        def check(_language, _rule, mail):
            for part in mail.walk():
                self.assertEqual(part.defects, [])
                for header in part.keys():
                    self.assertEqual(getattr(part[header], "defects", ()), (), header)
                    self.assertEqual(len(part.get_all(header)), 1, header)

        self.each(check)

    def test_headers(self):
        def check(_language, rule, mail):
            self.assertEqual(mail["From"].addresses[0].addr_spec, "afzender@example.org")
            self.assertEqual(mail["From"].addresses[0].display_name, "BiSC")
            self.assertEqual(mail["Reply-To"].addresses[0].addr_spec, "werktraject@example.org")
            self.assertEqual(len(mail["To"].addresses), 1)
            self.assertRegex(mail["Message-ID"], r"^<[!-~]+@werktraject\.invalid>$")
            self.assertIsNotNone(mail["Date"].datetime.tzinfo)
            self.assertIn(mail["Date"].datetime.utcoffset().total_seconds(), (3600, 7200))
            self.assertEqual(mail["Auto-Submitted"], "auto-generated")
            self.assertEqual(mail["X-Auto-Response-Suppress"], "OOF, AutoReply")
            self.assertTrue(mail["List-Id"].endswith("<gezinsaanpak-2023.list.example.org>"))
            self.assertIsNone(mail["Precedence"])
            self.assertNotRegex(mail["Subject"], r"\{\{|\}\}|  |^$")
            stop = mail["List-Unsubscribe"]
            if rule in NOT_TO_BE_STOPPED:
                self.assertIsNone(stop)
            else:
                self.assertRegex(stop.strip(), r"^<https://agenda\.example\.org/\S+>$")
                self.assertEqual(mail["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")

        self.each(check)

    def test_texts(self):
        def check(language, rule, mail):
            text = mail.get_body(("plain",)).get_content()
            html = mail.get_body(("html",)).get_content()
            self.assertIn(f'<html lang="{language}">', html)
            self.assertNotRegex(html, r"<img|<script|<link|\bsrc=|url\(|@import")
            for content in (text, html):
                self.assertIn("BiSC", content)
                self.assertIn("werktraject@example.org", content)
                self.assertNotRegex(content, r"\{\{|\}\}|\\|!(?!DOCTYPE|--|\[endif)")
            for line in text.splitlines():
                self.assertTrue(len(line) <= 72 or " " not in line.strip(" -()."), line)
            personal = rule not in TO_COORDINATORS | {"proefmail"}
            for content in (text, html):
                self.assertEqual("https://agenda.example.org/p/" in content, personal)
                self.assertEqual("/stop/" in content, personal)
                self.assertEqual("werktraject-gezinsaanpak.ics" in content, rule in WITH_SESSION | {"welkom"})
            # Both say the same: every word of the text is in the HTML.
            words = re.sub(r"</?(?:a|strong)\b[^>]*>", "", html)
            words = re.sub(r"<style>.*?</style>|<[^>]*>", " ", words, flags=re.DOTALL).replace("&amp;", "&")
            for word in re.sub(r"\(?https?://\S+", " ", text).replace("-", " ").split():
                self.assertIn(word.strip("():"), words.replace("-", " "))

        self.each(check)

    def test_calendar_files(self):
        data = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        feed = icalendar.Calendar.from_ical(support.run(
            "render", "--feed", "programme:gezinsaanpak-2023", config=support.ROOT / "config", data=data).stdout)
        published = {str(event["UID"]): event for event in feed.walk("VEVENT")}

        def check(_language, rule, mail):
            files = list(mail.iter_attachments())
            self.assertEqual(len(files), 1 if rule in WITH_SESSION else 0)
            self.assertEqual(mail.get_content_type(), "multipart/mixed" if files else "multipart/alternative")
            for file in files:
                self.assertEqual(file.get_content_type(), "text/calendar")
                self.assertEqual(file["Content-Disposition"].content_disposition, "attachment")
                self.assertIsNone(file["Content-Type"].params.get("method"))
                self.assertRegex(file.get_filename(), r"^[a-z0-9-]+\.ics$")
                octets = file.get_payload(decode=True)
                self.assertEqual(octets.count(b"\n"), octets.count(b"\r\n"))
                calendar = icalendar.Calendar.from_ical(octets)
                self.assertNotIn("METHOD", calendar)
                self.assertNotIn("X-WR-CALNAME", calendar)
                (event,) = calendar.walk("VEVENT")
                self.assertEqual(event.errors, [])
                feed_event = published[str(event["UID"])]
                self.assertEqual(event["SEQUENCE"],
                                 support.seconds_since_2020(event["LAST-MODIFIED"].to_ical().decode()))
                self.assertNotIn("ATTENDEE", event)
                if not rule.startswith("wrap-up"):  # To be confirmed in the files, planned in the sample mails.
                    self.assertEqual(event["DTSTART"].dt, feed_event["DTSTART"].dt)
                    self.assertEqual(event["DTEND"].dt, feed_event["DTEND"].dt)

        self.each(check)

    def judge(self, octets):
        """What SpamAssassin says by the rules that Debian ships: {name: (score, the rules that it found)}. Nothing is
        fetched, asked or learnt."""
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="traject-spam-")))
        with open(folder / "box", "wb") as file:
            for _, content in sorted(octets.items()):
                file.write(b"From afzender@example.org Mon Jun  5 09:00:00 2023\n")
                file.write(re.sub(rb"(?m)^From ", b">From ", content.replace(b"\r\n", b"\n")) + b"\n")
        with open(folder / "judged", "wb") as out:
            subprocess.run(
                [shutil.which("spamassassin"), "--local", "--mbox", f"--prefspath={folder / 'prefs'}",
                 "--configpath=/usr/share/spamassassin", "--siteconfigpath=/etc/spamassassin",
                 "--cf=use_bayes 0", "--cf=report_safe 0", "--cf=clear_headers",
                 "--cf=add_header all Score _SCORE_ _TESTS_", folder / "box"],
                stdout=out, check=True, timeout=600, env={**os.environ, "HOME": str(folder)})
        box = mailbox.mbox(folder / "judged", create=False)
        self.addCleanup(box.close)
        verdicts = [message["X-Spam-Score"].split(" ", 1) for message in box]
        self.assertEqual(len(verdicts), len(octets))
        return {name: (float(score), tests) for name, (score, tests) in zip(sorted(octets), verdicts)}

    def test_spamassassin_has_nothing_against_them(self):
        verdicts = self.judge(self.octets)
        for name, (score, tests) in verdicts.items():
            with self.subTest(name):
                self.assertLessEqual(score, 0.5, tests)
        score, tests = max(verdicts.values())
        print(f"the worst of {len(verdicts)} mails: {score} ({tests})")

    def test_spamassassin_would_say_so(self):
        octets = self.octets["nl/werksessie-morgen"]
        for header in (b"Date", b"Message-ID", b"List-Id"):
            octets = re.sub(rb"(?ms)^" + header + rb":.*?\r\n(?![ \t])", b"", octets, count=1)
        ((score, tests),) = self.judge({"without": octets}).values()
        self.assertGreater(score, 0.5, tests)


class Handler(http.server.BaseHTTPRequestHandler):
    """The HTML of the mails, with what the browser is to run."""

    pages = {}  # Set by the test.

    def do_GET(self):
        path, _, question = self.path.partition("?")
        if path == "/axe.js":
            return self.answer("text/javascript", browser.AXE.read_bytes())
        page = self.pages.get(path.strip("/"), "")  # Browsers ask for an icon.
        if question == "judge":
            page = page.replace("</body>", browser.JUDGE)
        elif question == "frame":
            page = FRAME.format(page=path)
        return self.answer("text/html; charset=utf-8", page.encode())

    def answer(self, kind, body):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class MailHtml(unittest.TestCase):
    """A few mails of every shape; a browser takes a second for each."""

    SHAPES = ("nl/welkom", "nl/werksessie-over-twee-weken", "en/opdracht-over-een-week", "nl/niet-ingeleverd",
              "en/samen", "nl/repetitie")

    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="traject-mails-"))
        mails = write_mails(folder)
        pages = {name: email.message_from_bytes(mails[name], policy=email.policy.default)
                 .get_body(("html",)).get_content() for name in self.SHAPES}
        server = self.enterContext(http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), type("MailHandler", (Handler,), {"pages": pages})))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(server.shutdown)
        self.address = f"http://127.0.0.1:{server.server_port}"

    def test_accessible(self):
        for name in self.SHAPES:
            with self.subTest(name):
                found = browser.report(f"{self.address}/{name}?judge")
                self.assertEqual(found["violations"], [])
                self.assertEqual(found["unsure"], [])
                for rule in ("color-contrast", "html-has-lang", "link-name", "document-title", "page-has-heading-one"):
                    self.assertIn(rule, found["passes"])

    def test_fits_a_phone(self):
        for name in self.SHAPES:
            with self.subTest(name):
                found = browser.report(f"{self.address}/{name}?frame")
                self.assertLessEqual(found["width"], found["window"], "no sideways scrolling")
                self.assertGreaterEqual(found["smallest"], 16, "CSS pixels, the size of letters")


class CheckCommand(unittest.TestCase):
    def test_names_what_is_wrong_with_a_text(self):
        config = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory())) / "config"
        shutil.copytree(support.ROOT / "config", config)
        self.assertEqual(support.run("check", config=config).returncode, 0)
        text = config / "templates/nl/werksessie.md"
        text.write_text(text.read_text("utf-8").replace("{{wanneer}}", "{{waneer}}", 1), encoding="utf-8")
        (config / "templates/nl/welkom.md").unlink()
        done = support.run("check", config=config, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"(?m)^templates/nl/werksessie\.md:7:16: .*bedoelt u \{\{wanneer\}\}\?$")
        self.assertRegex(done.stdout, r"(?m)^templates/nl/welkom\.md:1:1: ")
        self.assertIn("2 fouten", done.stdout)


if __name__ == "__main__":
    unittest.main()
