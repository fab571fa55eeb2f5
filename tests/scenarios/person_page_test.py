#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""People's own pages: what only looks changes nothing, what hands in lasts, and Chromium and axe-core can use them."""

import html
import re
import socket
import unittest
import urllib.parse

import chromium
import support

PERSON, ENGLISH, MANAGER = "person:eemland-jeugd", "person:utrecht-basis", "person:eemland-manager"
COLLEAGUE = "person:eemland-basis"
PROGRAMME = "gezinsaanpak-2023"
NOW = "2023-06-14T10:00"  # A day after the first assignment is due.
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ONE_CLICK = "List-Unsubscribe=One-Click"


class PersonPages(unittest.TestCase):
    def setUp(self):
        self.service = self.enterContext(support.Service(arguments=["--now", NOW]))
        self.links = self.service.links()

    def page(self, person=PERSON, rest=""):
        return urllib.parse.urlsplit(self.links[person]["page"]).path + rest

    def hand_in_page(self, activity, person=PERSON):
        return self.page(person, f"klaar/{PROGRAMME}/{activity}")

    def post(self, path, body, headers=FORM):
        return self.service.get(path, headers, method="POST", body=body)

    def follow(self, answer):
        self.assertEqual(answer.status, 303, answer.text)
        return self.service.get(answer.headers["Location"])

    def recorded(self):
        """What the program says that people did: hand-ins, and who wants no reminders about what."""
        return (self.service.ask("hand-ins"),
                [(row["recipient"], row["topic"]) for row in self.service.ask("opt-outs")])


class OverHttp(PersonPages):
    def test_looking_changes_nothing(self):
        seen, ahead = set(), [self.page()] + [self.page(rest=f"stop/{topic}") for topic in
                                              ("sessions", "deadlines", "general")]
        before = self.recorded()
        while ahead:
            path = ahead.pop()
            if path in seen or not path.startswith(self.page()):
                continue
            seen.add(path)
            shown = self.service.get(path)
            self.assertEqual(shown.status, 200, path)
            for _ in range(2):
                self.assertEqual(self.service.get(path).body, shown.body, path)
                self.assertEqual(self.service.get(path, method="HEAD").headers["Content-Length"],
                                 str(len(shown.body)), path)
            for query in ("?" + ONE_CLICK, "?stand=ingeleverd", "?doe=bewaar"):
                self.assertEqual(self.service.get(path + query).status, 200)
            ahead += [html.unescape(link) for link in re.findall(r'(?:href|action)="([^"]*)"', shown.text)]
        self.assertGreaterEqual(len(seen), 4 + 1 + 6, "stop pages, settings and everything to hand in")
        self.assertEqual(self.recorded(), before)

    def test_hands_in_and_takes_back(self):
        path = self.hand_in_page("voorbereiding-1")
        self.assertIn("Te laat: nog niet ingeleverd", self.service.get(path).text)
        self.assertIn("✓ Ingeleverd op woensdag 14 juni 2023", self.follow(self.post(path, "stand=ingeleverd")).text)
        self.assertIn("✓ Ingeleverd op woensdag 14 juni 2023", self.service.get(self.page()).text)
        self.assertIn("Te laat", self.service.get(self.hand_in_page("voorbereiding-1", COLLEAGUE)).text)
        self.assertIn("Te laat", self.follow(self.post(path, "stand=open")).text)
        metrics = self.service.get("/metrics").text
        self.assertIn('traject_hand_ins_total{change="done"} 1\n', metrics)
        self.assertIn('traject_hand_ins_total{change="undone"} 1\n', metrics)

    def test_the_feed_follows_the_page(self):
        feed, path = self.service.feed_path(PERSON), self.hand_in_page("voorbereiding-1")
        before = self.service.get(feed)
        self.assertNotIn("✓", before.text)
        self.post(path, "stand=ingeleverd")
        support.wait_until(lambda: "✓" in self.service.get(feed).text, what="the mark in the feed")
        self.assertNotEqual(self.service.get(feed).headers["ETag"], before.headers["ETag"])
        self.post(path, "stand=open")
        support.wait_until(lambda: "✓" not in self.service.get(feed).text, what="the feed without the mark")

    def test_the_page_follows_the_coordinator(self):
        path = self.hand_in_page("voorbereiding-1")
        command = ["hand-in", "--person", "eemland-jeugd", "--activity", "voorbereiding-1"]
        self.service.run(*command, "--now", NOW)
        self.assertIn("✓ Ingeleverd", self.service.get(path).text)
        self.service.run(*command, "--undo", "--now", NOW)
        self.assertIn("Te laat", self.service.get(path).text)

    def test_what_is_handed_in_survives_a_crash(self):
        path = self.hand_in_page("voorbereiding-1")
        self.assertEqual(self.post(path, "stand=ingeleverd").status, 303)
        self.assertEqual(self.post(self.page(rest="stop/sessions"), ONE_CLICK).status, 200)
        self.service.process.kill()
        self.service.process.wait()
        self.service.arguments.append("--continue")
        self.service.start()
        self.assertIn("✓ Ingeleverd", self.service.get(path).text)
        self.assertIn("U krijgt geen herinneringen meer", self.service.get(self.page(rest="stop/sessions")).text)

    def test_one_of_a_library_hands_in_for_all(self):
        self.follow(self.post(self.hand_in_page("quickscan", MANAGER), "stand=ingeleverd"))
        for person in (PERSON, COLLEAGUE):
            shown = self.service.get(self.hand_in_page("quickscan", person)).text
            self.assertIn("Voor uw bibliotheek: Bibliotheek Eemland", shown)
            self.assertIn("✓ Ingeleverd", shown)
        self.assertIn("For your library: Bibliotheek Utrecht", self.service.get(self.hand_in_page("quickscan", ENGLISH)).text)
        self.assertIn("Late: not handed in yet", self.service.get(self.hand_in_page("quickscan", ENGLISH)).text)

    def test_one_click(self):
        """RFC 8058: no cookie, no redirect, no question; from wherever the mail provider is."""
        answer = self.post(self.page(rest="stop/deadlines"), ONE_CLICK, {**FORM, "Sec-Fetch-Site": "cross-site"})
        self.assertEqual((answer.status, answer.text),
                         (200, "U krijgt geen herinneringen meer over opdrachten en deadlines.\n"))
        self.assertIsNone(answer.headers["Location"])
        self.assertIsNone(answer.headers["Set-Cookie"])
        parts = ('--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n')
        self.assertEqual(self.post(self.page(rest="stop/general"), parts,
                                   {"Content-Type": "multipart/form-data; boundary=x"}).status, 200)
        recipient = PERSON
        self.assertEqual(self.recorded()[1], [(recipient, "deadlines"), (recipient, "general")])
        again = self.follow(self.post(self.page(rest="herinneringen"), "wil=deadlines&wil=sessions&doe=bewaar"))
        self.assertIn("Uw keuze is bewaard.", again.text)
        self.assertEqual(self.recorded()[1], [(recipient, "general")])

    def test_a_client_that_waits_to_be_asked_for_the_body(self):
        body = ONE_CLICK.encode()
        with socket.create_connection(("127.0.0.1", self.service.port), timeout=10) as client:
            client.sendall(f"POST {self.page(rest='stop/sessions')} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                           f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
                           "Expect: 100-continue\r\n\r\n".encode())
            self.assertEqual(client.recv(4096), b"HTTP/1.1 100 Continue\r\n\r\n")
            client.sendall(body)
            with client.makefile("rb") as answer:
                self.assertTrue(answer.read().startswith(b"HTTP/1.1 200 OK\r\n"))
        self.assertEqual(self.recorded()[1], [(PERSON, "sessions")])
        for language, since in (("nl", "sinds"), ("en", "since")):
            self.assertRegex(self.service.run("opt-outs", "--lang", language).stdout,
                             rf"^{PERSON}  sessions  {since} 2023-06-14 10:\d\d\n$")

    def test_addresses_that_open_nothing_are_like_those_of_feeds(self):
        def told(answer):
            return answer.status, answer.body, sorted((k, v) for k, v in answer.headers.items() if k != "Date")

        path = self.service.feed_path(PERSON)
        feed = told(self.service.get("/f/lf_000000000000000000000000000/x.ics"))
        old = self.page()
        self.service.run("link", "revoke", PERSON, "--now", NOW)
        support.wait_until(lambda: self.service.get(old).status == 404, what="the end of the old address")
        no_form = told(self.post(self.page(MANAGER), ONE_CLICK))
        self.assertEqual(no_form[0], 405, "an overview takes no form, whosever it is")
        for wrong in (old, "/p/lp_000000000000000000000000000/", "/p/x/", f"/p/{path.split('/')[2]}/"):
            self.assertEqual(told(self.service.get(wrong)), feed, wrong)
            self.assertEqual(told(self.post(wrong, ONE_CLICK)), no_form, wrong)
        for wrong in ("/p/", old + "herinneringen", old + f"klaar/{PROGRAMME}/quickscan", old + "stop/general",
                      old + "elders"):
            self.assertEqual(told(self.service.get(wrong)), feed, wrong)
            self.assertEqual(told(self.post(wrong, ONE_CLICK)), feed, wrong)
        self.assertEqual(feed[0], 404)
        self.links = self.service.links()
        self.assertNotEqual(self.page(), old)
        self.assertEqual(self.service.get(self.page()).status, 200)
        self.assertEqual(self.recorded(), ([], []))

    def test_what_is_not_right_is_refused(self):
        path, large = self.hand_in_page("voorbereiding-1"), "stand=ingeleverd&x=" + "x" * 65536
        self.assertEqual(self.post(path, large).status, 413)
        self.assertEqual(self.post(path, "stand=ingeleverd", {"Content-Type": "text/plain"}).status, 415)
        self.assertEqual(self.post(path, "", FORM).status, 400)
        self.assertEqual(self.post(path, "stand=ingeleverd", {**FORM, "Sec-Fetch-Site": "cross-site"}).status, 403)
        for origin in ("https://example.net", "null"):
            self.assertEqual(self.post(path, "stand=ingeleverd", {**FORM, "Origin": origin}).status, 403)
        self.assertEqual(self.post(self.hand_in_page("werksessie-1"), "stand=ingeleverd").status, 404)
        self.assertEqual(self.post(self.hand_in_page("voorbereiding-1", MANAGER), "stand=ingeleverd").status, 404)
        self.assertEqual(self.service.get(path, method="DELETE").status, 405)
        self.assertEqual(self.recorded(), ([], []))

    def test_the_log_opens_nothing(self):
        self.post(self.hand_in_page("voorbereiding-1"), "stand=weg")
        self.service.get(self.page(rest="elders"))
        token = self.page().split("/")[2]
        masked = f"/p/lp_…{token[-4:]}/…"
        support.wait_until(lambda: masked in self.service.log(), 5, "the line about the last of this second")
        self.assertNotIn(token, self.service.log())


class InABrowser(PersonPages):
    def setUp(self):
        super().setUp()
        self.origin = f"http://127.0.0.1:{self.service.port}"

    def pages(self):
        """Every page, in each of its states, by what it is."""
        self.post(self.hand_in_page("tussenopdracht-1"), "stand=ingeleverd")
        self.post(self.page(rest="stop/general"), ONE_CLICK)
        return {"my page": self.page(), "my page, English": self.page(ENGLISH), "a manager's": self.page(MANAGER),
                "hand in, late": self.hand_in_page("voorbereiding-1"), "handed in": self.hand_in_page("tussenopdracht-1"),
                "hand in for a library": self.hand_in_page("quickscan", ENGLISH),
                "reminders": self.page(rest="herinneringen"), "reminders, saved": self.page(rest="herinneringen?bewaard"),
                "stop": self.page(rest="stop/sessions"), "stopped": self.page(rest="stop/general"),
                "not theirs": self.hand_in_page("lunch-1"), "no page": self.page(rest="elders")}

    def test_accessible_on_a_phone_and_on_a_desk(self):
        pages = self.pages()
        for width in (320, 1280):
            with chromium.Browser(width) as browser:
                passed = set()
                for what, path in pages.items():
                    with self.subTest(what, width=width):
                        browser.load(self.origin + path)
                        self.assertLessEqual(browser.ask("document.documentElement.scrollWidth"), width)
                        self.assertGreaterEqual(browser.ask(
                            "Math.min(...[...document.querySelectorAll('a.big, button, label')]"
                            ".map((e) => e.getBoundingClientRect().height))"), 44, "CSS pixels of what is pressed")
                        found = browser.judge()
                        self.assertEqual((found["broken"], found["unsure"]), ([], []))
                        passed.update(found["passed"])
                self.assertLessEqual({"color-contrast", "html-has-lang", "label", "link-name", "button-name",
                                      "heading-order", "target-size"}, passed)
                self.assertEqual([url for url in browser.requested if not url.startswith(self.origin + "/")], [])

    def tab_to(self, browser, words):
        """Presses Tab until the element with these words has the focus, which must show."""
        for _ in range(60):
            browser.press("Tab")
            if browser.ask("document.activeElement.textContent || document.activeElement.value || ''").startswith(words):
                self.assertEqual(browser.ask("getComputedStyle(document.activeElement).outlineStyle"), "solid")
                return
        self.fail(f"no way to {words!r} by keyboard")

    def heading(self, browser):
        return browser.ask("document.querySelector('h1').innerText")

    def test_by_keyboard_alone(self):
        with chromium.Browser(320) as browser:
            browser.load(self.origin + self.page())
            self.tab_to(browser, "Klaar: Voorbereidende opdracht 1")
            browser.press_to_load("Enter")
            self.assertEqual(self.heading(browser), "Ingeleverd: Voorbereidende opdracht 1")
            (row,) = self.recorded()[0]
            self.assertEqual((row["programme"], row["activity"], row["subject"], row["handed_in"], row["by"]),
                             (PROGRAMME, "voorbereiding-1", "eemland-jeugd", True, "link"))
            self.tab_to(browser, "Toch niet klaar")
            browser.press_to_load("Space")
            self.assertEqual(self.heading(browser), "Klaar met Voorbereidende opdracht 1?")
            self.tab_to(browser, "Naar mijn pagina")
            browser.press_to_load("Enter")
            self.tab_to(browser, "Kiezen welke herinneringen")
            browser.press_to_load("Enter")
            self.tab_to(browser, "sessions")
            browser.press("Space")
            self.tab_to(browser, "Bewaren")
            browser.press_to_load("Enter")
            self.assertIn("Uw keuze is bewaard.", browser.ask("document.body.innerText"))
            self.assertEqual(self.recorded()[1], [(PERSON, "sessions")])
            self.assertEqual(browser.ask("document.cookie"), "")

    def test_reloading_the_result_does_not_act_again(self):
        with chromium.Browser() as browser:
            browser.load(self.origin + self.hand_in_page("voorbereiding-1"))
            self.tab_to(browser, "Klaar")
            browser.press_to_load("Enter")
            before = self.recorded()
            self.post(self.hand_in_page("voorbereiding-1"), "stand=open")
            browser.load(browser.ask("location.href"))
            self.assertEqual(self.heading(browser), "Klaar met Voorbereidende opdracht 1?")
            self.assertNotEqual(self.recorded(), before)


if __name__ == "__main__":
    unittest.main()
