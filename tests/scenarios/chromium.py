# SPDX-License-Identifier: Apache-2.0
"""Chromium without a screen, driven over a pipe by its own protocol: loads pages, presses keys, asks the document.

    with chromium.Browser(width=320) as browser:
        browser.load("http://127.0.0.1:8080/")
        browser.press("Tab")
        title = browser.ask("document.title")
"""

import contextlib
import json
import os
import select
import subprocess
import tempfile
import time

import support

AXE = support.ROOT / "tests/foreign/node_modules/axe-core/axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
KEYS = {"Tab": ("Tab", 9, ""), "Enter": ("Enter", 13, "\r"), "Space": (" ", 32, " ")}


class Browser(contextlib.AbstractContextManager):
    def __init__(self, width=1280, height=900):
        self.size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.requested = []  # Every address that a page made the browser ask for.
        self._last, self._buffer, self._events = 0, b"", []

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        to_read, self._to = os.pipe()
        self._from, to_write = os.pipe()
        self._process = subprocess.Popen(
            ["/bin/bash", "-c", f'exec "$@" 3<&{to_read} 4>&{to_write}', "chromium",
             "/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--disable-dev-shm-usage", f"--user-data-dir={self._folder.name}", "--remote-debugging-pipe"],
            pass_fds=(to_read, to_write), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self._session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")
        self.call("Network.enable")
        self.call("Page.setBypassCSP", enabled=True)  # Only so that axe-core can be put in.
        self.call("Emulation.setDeviceMetricsOverride", **self.size)
        return self

    def __exit__(self, *_):
        support.terminate(self._process)
        os.close(self._to)
        os.close(self._from)
        self._folder.cleanup()

    def call(self, method, **parameters):
        """One command of the protocol and its result."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        answer = self._wait(lambda m: m.get("id") == self._last, method)
        if "error" in answer:
            raise AssertionError(f"{method}: {answer['error']}")
        return answer["result"]

    def _wait(self, wanted, what, within=60):
        deadline = time.monotonic() + within
        while True:
            message = self._next(deadline, what)
            if message.get("method") == "Network.requestWillBeSent":
                self.requested.append(message["params"]["request"]["url"])
            if wanted(message):
                return message
            self._events.append(message.get("method"))

    def _next(self, deadline, what):
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._from], [], [], max(0, deadline - time.monotonic()))
            octets = os.read(self._from, 1 << 20) if ready else b""
            if not octets:
                raise AssertionError(f"no answer from Chromium: {what}")
            self._buffer += octets
        message, _, self._buffer = self._buffer.partition(b"\0")
        return json.loads(message)

    def _loaded(self, act):
        """Does what leads to a page and returns when that is there."""
        self._events.clear()
        act()
        if "Page.loadEventFired" not in self._events:
            self._wait(lambda m: m.get("method") == "Page.loadEventFired", "a page")

    def load(self, url):
        self._loaded(lambda: self.call("Page.navigate", url=url))

    def ask(self, expression):
        """The value of an expression of JavaScript in the page; waits for a promise."""
        result = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise AssertionError(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def press(self, name):
        key, code, text = KEYS[name]
        what = {"key": key, "code": name, "windowsVirtualKeyCode": code}
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **what)
        self.call("Input.dispatchKeyEvent", type="keyUp", **what)

    def press_to_load(self, name):
        """Presses a key that leads to another page."""
        self._loaded(lambda: self.press(name))

    def judge(self):
        """What axe-core finds: rules that are broken or that it is not sure of, with the elements, and those that passed."""
        self.ask(AXE.read_text(encoding="utf-8") + ";0")
        return self.ask(
            f"""axe.run({{runOnly: {json.dumps(AXE_RULES)}}}).then((found) => {{
                  const short = (rules) => rules.map((rule) => [rule.id, rule.nodes.map((node) => node.html)]);
                  return {{broken: short(found.violations), unsure: short(found.incomplete),
                           passed: found.passes.map((rule) => rule.id)}};
                }})""")
