#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The real program as its operator and its subscribers see it."""

import json
import os
import pathlib
import re
import stat
import subprocess
import tempfile
import unittest

import support

PERSON = "person:eemland-jeugd"
PROGRAMME = "programmes/gezinsaanpak-2023/programme.toml"


def events(text):
    """The events of a feed, unfolded, by UID."""
    lines = text.replace("\r\n ", "")
    blocks = re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT\r\n", lines, re.DOTALL)
    return {re.search(r"^UID:(.*)\r$", block, re.MULTILINE).group(1): block for block in blocks}


class Running(unittest.TestCase):
    def setUp(self):
        self.service = self.enterContext(support.Service())


class Feeds(Running):
    def test_links_render_and_serve_agree(self):
        for feed, row in self.service.links().items():
            path = support.urllib.parse.urlsplit(row["https"]).path
            served = self.service.get(path)
            rendered = support.run("render", "--feed", feed, config=self.service.config, data=self.service.data)
            self.assertEqual(served.status, 200, feed)
            self.assertEqual(served.body, rendered.stdout.encode(), feed)
            self.assertTrue(row["webcal"].startswith("webcal://"))
            self.assertLessEqual(len(row["https"]), 120)

    def test_headers(self):
        answer = self.service.get(self.service.feed_path(PERSON))
        expected = {
            "Content-Type": "text/calendar; charset=utf-8",
            "Content-Disposition": 'inline; filename="werktraject-gezinsaanpak.ics"',
            "Cache-Control": "private, max-age=300",
            "X-Robots-Tag": "noindex",
            "Content-Length": str(len(answer.body)),
        }
        for name, value in expected.items():
            self.assertEqual(answer.headers[name], value, name)
        for absent in ("Content-Encoding", "Transfer-Encoding", "Set-Cookie", "Server"):
            self.assertIsNone(answer.headers[absent], absent)
        self.assertRegex(answer.headers["ETag"], r'^"[0-9a-f]{32}"$')
        for date in ("Date", "Last-Modified"):
            self.assertRegex(answer.headers[date], r"^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$")

    def test_conditional_and_head(self):
        path = self.service.feed_path(PERSON)
        full = self.service.get(path)
        tag = full.headers["ETag"]
        for condition in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            answer = self.service.get(path, {"If-None-Match": condition})
            self.assertEqual((answer.status, answer.body), (304, b""), condition)
            self.assertEqual(answer.headers["ETag"], tag)
            self.assertIsNone(answer.headers["Content-Length"])
        self.assertEqual(self.service.get(path, {"If-None-Match": '"other"'}).status, 200)
        head = self.service.get(path, method="HEAD")
        self.assertEqual((head.status, head.body), (200, b""))
        self.assertEqual(head.headers["Content-Length"], str(len(full.body)))

    def test_errors(self):
        path = self.service.feed_path(PERSON)
        unknown = self.service.get("/f/lf_000000000000000000000000000/x.ics")
        malformed = self.service.get("/f/nothing/x.ics")
        self.assertEqual((unknown.status, unknown.body), (404, malformed.body))
        self.assertEqual(malformed.status, 404)
        for method in ("POST", "PUT", "DELETE", "PROPFIND", "OPTIONS"):
            answer = self.service.get(path, method=method, headers={"Content-Length": "0"})
            self.assertEqual(answer.status, 405, method)
            self.assertEqual(answer.headers["Allow"], "GET, HEAD")
        self.assertEqual(self.service.get("/f/" + "x" * 300).status, 414)
        self.assertEqual(self.service.get("/" + "x" * 300).status, 404)
        self.assertEqual(self.service.get("/" + "x" * 3000).status, 414)
        page = path[:path.rindex("/") + 1]
        for ignored in ({"Range": "bytes=0-1,3-4"}, {"Range": "x"}, {"Accept": ";;;q=x"}):
            for target in (path, page, "/style.css"):
                answer = self.service.get(target, ignored)
                self.assertEqual((answer.status, answer.body), (200, self.service.get(target).body), (target, ignored))
        self.assertEqual(self.service.get(path, {"X-Long": "x" * 20000}).status, 431)
        self.assertEqual(self.service.get(path, {"Range": "bytes=0-1"}).body, self.service.get(path).body)
        self.assertIsNone(self.service.get(path, {"Accept-Encoding": "gzip, br"}).headers["Content-Encoding"])

    def test_page_tells_how_to_subscribe(self):
        path = self.service.feed_path(PERSON)
        page = self.service.get(path[:path.rindex("/") + 1])
        self.assertEqual(page.status, 200)
        self.assertEqual(page.headers["Content-Type"], "text/html; charset=utf-8")
        self.assertIn(f"http://127.0.0.1:{self.service.port}{path}", page.text)

    def test_metrics(self):
        path = self.service.feed_path(PERSON)
        self.service.get(path, {"User-Agent": "Google-Calendar-Importer"})
        self.service.get("/nothing")
        text = self.service.get("/metrics").text
        self.assertIn('traject_feed_fetches_total{client="google",status="200"} 1', text)
        self.assertIn('traject_http_requests_total{class="4xx"} 1', text)
        self.assertRegex(text, r"\ntraject_people \d+\n")
        self.assertEqual(self.service.get("/healthz").status, 200)
        self.assertNotIn("/f/", self.service.get("/robots.txt").text)


class Stability(unittest.TestCase):
    def test_same_bytes_in_any_environment(self):
        service = self.enterContext(support.Service())
        expected = {feed: service.get(support.urllib.parse.urlsplit(row["https"]).path)
                    for feed, row in service.links().items()}
        service.stop()
        for environment in ({"TZ": "Pacific/Auckland"}, {"TZ": "America/New_York", "LC_ALL": "C"},
                            {"TZ": "", "LANG": "tr_TR.UTF-8"}):
            again = self.enterContext(
                support.Service(config=service.config, data=service.data, environment=environment))
            for feed, row in again.links().items():
                answer = again.get(support.urllib.parse.urlsplit(row["https"]).path)
                self.assertEqual(answer.body, expected[feed].body, (feed, environment))
                self.assertEqual(answer.headers["ETag"], expected[feed].headers["ETag"])
            again.stop()


class Reloading(Running):
    def wait_for_log(self, text):
        support.wait_until(lambda: text in self.service.log(), what=f"{text!r} in the log")

    def test_moved_date_moves_its_event_and_nothing_else(self):
        path = self.service.feed_path(PERSON)
        before = self.service.get(path)
        self.service.edit(PROGRAMME, "date = 2023-06-20", "date = 2023-06-22")
        self.service.reload()
        support.wait_until(lambda: self.service.get(path, {"If-None-Match": before.headers["ETag"]}).status == 200,
                           what="the new feed")
        old, new = events(before.text), events(self.service.get(path).text)
        self.assertEqual(old.keys(), new.keys())
        changed = {re.search(r"SUMMARY:(.*)\r", new[uid]).group(1) for uid in new if old[uid] != new[uid]}
        self.assertEqual(changed, {"Werksessie 1 – Interne samenwerking", "Lunch na werksessie 1",
                                   "Deadline: Voorbereidende opdracht 1", "Deadline: Tussentijdse opdracht 1"})
        for uid in new:
            numbers = [int(re.search(r"SEQUENCE:(\d+)\r", event).group(1)) for event in (old[uid], new[uid])]
            self.assertEqual(numbers[1] > numbers[0], old[uid] != new[uid])
            self.assertGreaterEqual(numbers[1], numbers[0])

    def test_broken_files_disturb_nothing(self):
        path = self.service.feed_path(PERSON)
        before = self.service.get(path)
        self.service.edit(PROGRAMME, "date = 2023-06-20", "date = 2023-06-31")
        self.service.reload()
        self.wait_for_log("configuration not published")
        self.assertEqual(self.service.get(path).body, before.body)
        support.wait_until(lambda: PROGRAMME in self.service.says("files"), what="the problem in /status")
        self.assertIn("traject_configuration_good 0", self.service.get("/metrics").text)
        self.service.edit(PROGRAMME, "date = 2023-06-31", "date = 2023-06-20")
        self.service.reload()
        support.wait_until(lambda: "traject_configuration_good 1" in self.service.get("/metrics").text,
                           what="the good configuration")
        self.assertEqual(self.service.get(path).body, before.body)


class Operating(unittest.TestCase):
    def test_second_instance_is_refused(self):
        service = self.enterContext(support.Service())
        second = support.run("serve", "--listen", "127.0.0.1:0", config=service.config, data=service.data, check=False)
        self.assertEqual(second.returncode, 70)
        self.assertIn(str(service.process.pid), second.stderr)
        self.assertIn("is in use by another service", second.stderr)

    def test_taken_port_is_refused(self):
        service = self.enterContext(support.Service())
        with tempfile.TemporaryDirectory() as data:
            second = support.run("serve", "--listen", f"127.0.0.1:{service.port}", config=service.config, data=data,
                                 check=False)
        self.assertEqual(second.returncode, 70)
        self.assertIn(str(service.port), second.stderr)

    def test_public_address_needs_a_word(self):
        with tempfile.TemporaryDirectory() as data:
            for listen in ("0.0.0.0:0", "[::]:0", "192.0.2.1:80"):
                refused = support.run("serve", "--listen", listen, config=support.ROOT / "config", data=data,
                                      check=False)
                self.assertEqual(refused.returncode, 64, listen)
                self.assertIn("--behind-proxy", refused.stderr)

    def test_key_is_private(self):
        service = self.enterContext(support.Service())
        service.stop()
        key = service.data / "feed.key"
        for path in (key, service.data / "traject.db"):
            self.assertEqual(stat.S_IMODE(path.stat().st_mode) & 0o077, 0, path)
        key.chmod(0o640)
        refused = support.run("links", config=service.config, data=service.data, check=False)
        self.assertEqual(refused.returncode, 70)
        self.assertIn("feed.key", refused.stderr)

    def test_broken_configuration_is_refused_at_start(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            refused = support.run("serve", config=folder / "none", data=folder / "data", check=False)
            self.assertEqual(refused.returncode, 78)
            self.assertFalse((folder / "data").exists())

    def test_stops_in_order(self):
        service = self.enterContext(support.Service())
        idle = [support.socket.create_connection(("127.0.0.1", service.port)) for _ in range(40)]
        start = support.time.monotonic()
        self.assertEqual(service.stop(), 0)
        self.assertLess(support.time.monotonic() - start, 5)
        for connection in idle:
            connection.close()

    def test_no_token_reaches_the_log(self):
        service = self.enterContext(support.Service(arguments=["--log", "json"]))
        tokens = []
        for row in service.links().values():
            path = support.urllib.parse.urlsplit(row["https"]).path
            tokens.append(path.split("/")[2])
            service.get(path)
            service.get(path, method="POST", headers={"Content-Length": "0"})
            service.get(path + "/more")
            service.get(path.rsplit("/", 1)[0])
            service.get("/f/" + "x" + tokens[-1] + "/y.ics")
            service.get("/other" + path)
            service.get("/?from=" + path)
        log = service.log()
        self.assertIn("status=405", log)
        for token in tokens:
            self.assertFalse(token in log, "a feed's token stands in the log")
        for line in log.splitlines():
            json.loads(line)

    def test_log_lines_cannot_be_forged(self):
        service = self.enterContext(support.Service(arguments=["--log", "text"]))
        service.get("/x%0d%0aforged%1b[31m")
        service.get("/not\u00e9".encode().decode("latin-1").replace("\u00c3", "%C3").replace("\u00a9", "%A9"))
        self.assertNotIn("\x1b", service.log())
        for line in service.log().splitlines():
            self.assertRegex(line, r"^\d{4}-\d\d-\d\dT")

    def test_commands_say_what_would_be_right(self):
        with tempfile.TemporaryDirectory() as data:
            config = support.ROOT / "config"
            wrong = support.run("render", "--feed", "person:eemland-jeug", config=config, data=data, check=False)
            self.assertEqual(wrong.returncode, 64)
            self.assertIn("did you mean 'person:eemland-jeugd'?", wrong.stderr)
            self.assertEqual(support.run("render", "--feed", "x", config=config, data=data, check=False).returncode, 64)
            self.assertEqual(support.run("nothing", check=False).returncode, 64)
            late = support.run("links", "--now", "tomorrow", config=config, data=data, check=False)
            self.assertEqual(late.returncode, 64)
            self.assertIn("2023-06-05T08:55", late.stderr)

    def test_now_is_the_time_of_publication(self):
        with tempfile.TemporaryDirectory() as data:
            feed = support.run("render", "--feed", PERSON, "--now", "2023-03-01T12:00Z",
                               config=support.ROOT / "config", data=data).stdout
            self.assertIn("\r\nDTSTAMP:20230301T120000Z\r\n", feed)
            self.assertIn("\r\nLAST-MODIFIED:20230301T120000Z\r\n", feed)


if __name__ == "__main__":
    unittest.main()
