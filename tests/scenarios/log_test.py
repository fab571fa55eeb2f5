#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The log of the real program: a reader that reads nothing holds nobody up, and clients do not fill a disk with it."""

import contextlib
import json
import os
import re
import subprocess
import threading
import time
import unittest

import support

PIPE = 64 * 1024  # What a pipe takes before its writer waits.
WAITING = 256 * 1024  # What waits in the program.


class UnreadLog(support.Service):
    """The program, with standard error in a pipe that only read_log() reads."""

    def start(self, within=30):
        self.pipe, end = os.pipe()
        self.process = subprocess.Popen(
            [support.BINARY, "serve", "--config", str(self.config), "--data", str(self.data), "--listen",
             f"127.0.0.1:{self.port}", *self.arguments], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=end)
        os.close(end)
        support.wait_until(self._ready, within, "the service to be ready")

    def _ready(self):
        with contextlib.suppress(OSError):
            return self.get("/readyz").status == 200

    def read_log(self):
        """Reads on a thread of its own until the program ends; its lines."""
        lines = []

        def read():
            with open(self.pipe, encoding="utf-8") as file:
                lines.extend(file)

        self.reader = threading.Thread(target=read)
        self.reader.start()
        return lines

    def fill_log(self):
        """Makes it log twice what the pipe and the program hold: files with mistakes, again and again."""
        people = next(self.config.glob("programmes/*/people.csv"))
        good = people.read_text(encoding="utf-8").rstrip("\n")
        bad = good + "".join(f"\nniemand-{i};{'x' * 100};geen-adres;nergens-{i};niets;;;" for i in range(100))
        logged = 0
        while logged < 2 * (PIPE + WAITING):
            self.save(people, bad, good_files=0)
            if logged == 0:
                said = self.run("check", check=False)
                size = len(said.stdout + said.stderr)
                assert size > 5_000, said
            logged += size
            self.save(people, good, good_files=1)

    def save(self, path, text, good_files):
        path.write_text(text + "\n", encoding="utf-8")
        self.reload()
        line = f"traject_configuration_good {good_files}\n"
        support.wait_until(lambda: line in self.get("/metrics").text, what=line)


class NobodyReads(unittest.TestCase):
    def test_answers_go_on_and_what_is_missing_is_counted(self):
        with UnreadLog(arguments=["--log", "json"]) as service:
            path = service.feed_path(next(iter(service.links())))
            service.fill_log()
            for _ in range(100):
                self.assertEqual(service.get(path).status, 200)
            lines = service.read_log()
            self.assertEqual(service.stop(), 0)
            service.reader.join(10)
            rows = [json.loads(line) for line in lines]
            self.assertEqual([list(row) for row in rows], [["time", "level", "message"]] * len(rows), "whole lines")
            gaps = [row for row in rows if "dropped" in row["message"]]
            self.assertEqual(len(gaps), 1, gaps)
            self.assertEqual(gaps[0]["level"], "warning")
            self.assertRegex(gaps[0]["message"], r"^log: [1-9]\d* lines dropped: could not be written in time$")
            self.assertEqual(rows[-1]["message"], "stopped", "the newest lines are kept")

    def test_it_ends_all_the_same(self):
        with UnreadLog() as service:
            service.fill_log()
            begin = time.monotonic()
            self.assertEqual(service.stop(), 0)
            self.assertLess(time.monotonic() - begin, 5)
            os.close(service.pipe)


class TheEnd(unittest.TestCase):
    """What is said at the end comes out, and is no reason not to end."""

    def ended(self, *arguments, stderr, **options):
        process = subprocess.Popen([support.BINARY, "serve", *arguments], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=stderr, **options)
        self.addCleanup(support.terminate, process)
        return process.wait(10)

    def test_errors_come_out_whoever_reads(self):
        with support.Service() as service:
            broken = service.config / "service.toml"
            cases = {"in use": (70, ["--config", service.config, "--data", service.data, "--listen", "127.0.0.1:0"]),
                     "broken": (78, ["--config", service._folder / "broken", "--data", service._folder / "other"])}
            (service._folder / "broken").mkdir()
            (service._folder / "broken/service.toml").write_text(broken.read_text(encoding="utf-8") + "\n[",
                                                                 encoding="utf-8")
            for name, (status, arguments) in cases.items():
                with self.subTest(name):
                    out, end = os.pipe()
                    self.assertEqual(self.ended(*map(str, arguments), stderr=end), status)
                    os.close(end)
                    with open(out, encoding="utf-8") as said:
                        self.assertRegex(said.read(), r"traject: |service\.toml:")
                    out, end = os.pipe()
                    os.set_blocking(end, False)
                    with contextlib.suppress(BlockingIOError):
                        while True:
                            os.write(end, b"x" * 4096)
                    os.set_blocking(end, True)
                    self.assertEqual(self.ended(*map(str, arguments), stderr=end), status, "nobody reads, the pipe is full")
                    os.close(end)
                    os.close(out)


class Refusals(unittest.TestCase):
    def test_one_line_a_second(self):
        with support.Service(arguments=["--log", "text"]) as service:
            token = "lf_" + 27 * "A"
            begin = time.monotonic()
            for i in range(2000):
                service.get(f"/f/{token}/x.ics" if i % 2 else f"/x{i}")
            took = time.monotonic() - begin
            support.wait_until(lambda: self.counted(service) == 2000, what="every refusal counted")
            lines = self.lines(service)
            self.assertRegex(lines[0], r"info refused status=404 method=GET path=/x0$", "the first at once")
            self.assertLessEqual(len(lines), took + 3)
            self.assertRegex(lines[-1], r"info refused count=\d+ status=404 method=GET path=/(f/lf_…AAAA/…|x\d+)$")
            self.assertNotIn(token, service.log())

    @staticmethod
    def lines(service):
        return [line for line in service.log().splitlines() if " refused " in line]

    def counted(self, service):
        counts = (re.search(r" count=(\d+)", line) for line in self.lines(service))
        return sum(int(count[1]) if count else 1 for count in counts)


if __name__ == "__main__":
    unittest.main()
