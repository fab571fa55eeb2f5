#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The page that tells a person how to subscribe, as Chromium shows it, and as axe-core judges it (WCAG 2.2 AA)."""

import html
import http.server
import json
import re
import subprocess
import tempfile
import threading
import unittest
import urllib.parse

import support

AXE = support.ROOT / "tests/foreign/node_modules/axe-core/axe.min.js"
DUTCH, ENGLISH, SHARED = "person:eemland-jeugd", "person:utrecht-basis", "library:eemland"

# Added to the page before its end: what axe-core finds, as JSON in an element of its own.
JUDGE = """<script src="/axe.js"></script><script>
axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then((found) => {
  const short = (rules) => rules.map((rule) => [rule.id, rule.nodes.map((node) => node.html)]);
  const report = document.createElement("pre");
  report.id = "report";
  report.textContent = JSON.stringify({violations: short(found.violations), unsure: short(found.incomplete),
                                       passes: found.passes.map((rule) => rule.id)});
  document.body.append(report);
});
</script></body>"""

# The page in a frame as wide as a small phone, and at the smallest width that WCAG 1.4.10 asks for.
FRAME = """<!doctype html><iframe width="320" height="600" frameborder="0" src="{page}"></iframe>
<pre id="report"></pre><script>onload = () => {{
  const root = document.querySelector("iframe").contentDocument.documentElement;
  const heights = [...root.querySelectorAll("li a, input")].map((e) => e.getBoundingClientRect().height);
  const style = root.ownerDocument.defaultView.getComputedStyle(root.querySelector("main"));
  document.querySelector("#report").textContent = JSON.stringify(
    {{width: root.scrollWidth, window: root.clientWidth, lowest: Math.min(...heights), padding: style.paddingLeft}});
}}</script>"""


class Annotated(http.server.BaseHTTPRequestHandler):
    """Passes the service's pages on, and adds to them what the browser is to run."""

    service = None  # Set by the test.

    def do_GET(self):
        path, _, question = self.path.partition("?")
        if path == "/axe.js":
            return self.answer("text/javascript", AXE.read_bytes())
        if question == "frame":
            return self.answer("text/html", FRAME.format(page=path).encode())
        original = self.service.get(path)
        body = original.body.replace(b"</body>", JUDGE.encode()) if question == "judge" else original.body
        return self.answer(original.headers["Content-Type"], body)

    def answer(self, kind, body):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def dom(url):
    """The document at `url` after its scripts have run, as Chromium writes it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        done = subprocess.run(
            ["/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--disable-dev-shm-usage", f"--user-data-dir={folder}", "--virtual-time-budget=30000", "--dump-dom", url],
            capture_output=True, encoding="utf-8", timeout=120)
    if "</html>" not in done.stdout:
        raise AssertionError(done.stderr)
    return done.stdout


def report(url):
    return json.loads(html.unescape(re.search(r'<pre id="report">(.*?)</pre>', dom(url), re.DOTALL).group(1)))


class SubscribePage(unittest.TestCase):
    def setUp(self):
        self.service = self.enterContext(support.Service())

    def page(self, feed):
        path = self.service.feed_path(feed)
        return path, path[:path.rindex("/") + 1]

    def annotating_server(self):
        handler = type("Handler", (Annotated,), {"service": self.service})
        server = self.enterContext(http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(server.shutdown)
        return f"http://127.0.0.1:{server.server_port}"

    def assert_shows(self, feed, *texts):
        path, page = self.page(feed)
        shown = html.unescape(dom(f"http://127.0.0.1:{self.service.port}{page}"))
        https = f"http://127.0.0.1:{self.service.port}{path}"
        webcal = https.replace("http:", "webcal:", 1)
        for link in (f'href="{webcal}"', f'value="{https}"', f'href="{path[path.rindex("/") + 1:]}"',
                     f'href="https://calendar.google.com/calendar/r?cid={urllib.parse.quote(webcal, safe="")}"',
                     f'href="https://outlook.office.com/calendar/0/addfromweb?url={urllib.parse.quote(https, safe="")}',
                     f'href="https://outlook.live.com/calendar/0/addfromweb?url={urllib.parse.quote(https, safe="")}'):
            self.assertIn(link, shown)
        for text in texts:
            self.assertIn(text, shown)

    def test_dutch(self):
        self.assert_shows(DUTCH, '<html lang="nl">',
                          "<h1>Werktraject gezinsaanpak in uw agenda</h1>", "Abonneren in Google Agenda</a>",
                          "Dit adres is van u alleen.")

    def test_english(self):
        self.assert_shows(ENGLISH, '<html lang="en">',
                          "<h1>Family literacy programme in your calendar</h1>", "Subscribe in Google Calendar</a>",
                          "This address is yours alone.")

    def test_accessible(self):
        server = self.annotating_server()
        for feed in (DUTCH, ENGLISH, SHARED):
            found = report(f"{server}{self.page(feed)[1]}?judge")
            self.assertEqual(found["violations"], [], feed)
            self.assertEqual(found["unsure"], [], feed)
            for rule in ("color-contrast", "html-has-lang", "label", "link-name", "target-size"):
                self.assertIn(rule, found["passes"], feed)

    def test_fits_a_phone(self):
        server = self.annotating_server()
        for feed in (DUTCH, SHARED):
            found = report(f"{server}{self.page(feed)[1]}?frame")
            self.assertLessEqual(found["width"], found["window"], "no sideways scrolling")
            self.assertGreaterEqual(found["lowest"], 44, "CSS pixels, the height of what is pressed")
            self.assertNotEqual(found["padding"], "0px", "the style sheet is not in use")


if __name__ == "__main__":
    unittest.main()
