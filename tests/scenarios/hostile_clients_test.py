#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Lets hostile_clients.py loose on the real program: crowds of slow, silent and malformed clients, without a proxy."""

import contextlib
import pathlib
import socket
import subprocess
import tempfile
import unittest
from unittest import mock

import support

CLIENTS = pathlib.Path(__file__).with_name("hostile_clients.py")


class Hostile(unittest.TestCase):
    def test_nobody_else_notices(self):
        with support.Service(arguments=["--log", "json"]) as service:
            done = subprocess.run(
                ["/usr/bin/python3", CLIENTS, "--port", str(service.port), "--pid", str(service.process.pid),
                 "--path", service.feed_path("person:eemland-jeugd"),
                 "--large", service.feed_path("programme:gezinsaanpak-2023")],
                capture_output=True, encoding="utf-8", timeout=240)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(service.stop(), 0)

    def test_few_descriptors(self):
        """Half heads take all places that there are; store and pages have descriptors all the same."""
        limited = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="traject-"))) / "limited"
        limited.write_text(f'#!/bin/sh\nulimit -n 128\nexec "{support.BINARY}" "$@"\n', encoding="utf-8")
        limited.chmod(0o700)
        with mock.patch.object(support, "BINARY", str(limited)), support.Service() as service, \
                contextlib.ExitStack() as crowd:
            page = next(row["page"] for row in service.links().values() if "page" in row)
            page = page[page.index("/p/"):]
            for i in range(200):
                half = crowd.enter_context(socket.create_connection(
                    ("127.0.0.1", service.port), timeout=10, source_address=(f"127.0.1.{1 + i}", 0)))
                half.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX: ")
            for topic in ("general", "sessions", "deadlines"):
                self.assertEqual(service.get("/healthz").status, 200)
                self.assertEqual(service.get(page).status, 200)
                answer = service.get(page + "stop/" + topic, {"Content-Type": "application/x-www-form-urlencoded"},
                                     method="POST", body=b"List-Unsubscribe=One-Click")
                self.assertEqual(answer.status, 200)
            self.assertEqual(len(service.ask("opt-outs")), 3)


if __name__ == "__main__":
    unittest.main()
