#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Lets hostile_clients.py loose on the real program: crowds of slow, silent and malformed clients, without a proxy."""

import pathlib
import subprocess
import unittest

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


if __name__ == "__main__":
    unittest.main()
