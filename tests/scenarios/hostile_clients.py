#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Attacks a running service over raw sockets and holds that others notice nothing.

    hostile_clients.py --port 8080 --pid PID --path /f/TOKEN/name.ics [--large /f/TOKEN/name.ics] [--host 127.0.0.1]

While each crowd is there, /healthz and the feed must be answered within half a second; afterwards the process
must be no larger than before. Everything is bounded in number and time; the whole takes about a minute. Crowds
come from many addresses of this machine, 127.0.1.1 and further, unless their being one is the point. The service
under test must allow 6,000 descriptors.
"""

import argparse
import contextlib
import os
import resource
import select
import socket
import sys
import time
import unittest

OPTIONS = None
PROMPT = 0.5  # Seconds in which any probe must be answered.
PATIENCE = 15.0


def connect(receive_buffer=None, source=None):
    sock = socket.socket(socket.AF_INET6 if ":" in OPTIONS.host else socket.AF_INET)
    if receive_buffer:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    if source and OPTIONS.host.startswith("127."):
        sock.bind((source, 0))
    sock.settimeout(PATIENCE)
    sock.connect((OPTIONS.host, OPTIONS.port))
    return sock


def request(path, *fields, method="GET"):
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: a", *fields, "", ""]).encode()


def read_all(sock):
    """What comes until the server ends the connection."""
    parts = []
    with contextlib.suppress(ConnectionError):
        while part := sock.recv(65536):
            parts.append(part)
    return b"".join(parts)


def ask(octets):
    with connect() as sock:
        with contextlib.suppress(ConnectionError):
            sock.sendall(octets)
        return read_all(sock)


def most_sockets(wanted):
    return min(wanted, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 200)


def status(answer):
    return int(answer[9:12]) if answer.startswith(b"HTTP/1.1 ") else 0


def memory_kib():
    """Resident memory without what is shared with files."""
    with open(f"/proc/{OPTIONS.pid}/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon:"))


def cpu_seconds():
    with open(f"/proc/{OPTIONS.pid}/stat", encoding="ascii") as line:
        fields = line.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Hostile(unittest.TestCase):
    def setUp(self):
        self.crowd = contextlib.ExitStack()
        self.addCleanup(self.crowd.close)
        self.assert_prompt()
        self.memory = memory_kib()

    def join(self, count, octets=b"", receive_buffer=None, addresses=200):
        members = []
        for i in range(count):
            sock = self.crowd.enter_context(connect(receive_buffer, f"127.0.1.{1 + i % addresses}"))
            with contextlib.suppress(ConnectionError):
                sock.sendall(octets)
            members.append(sock)
        return members

    def assert_prompt(self, times=3):
        """A busy machine makes one answer late; a service that is held up makes three in a row late."""
        for path in ["/healthz", OPTIONS.path] * times:
            tries = (self.seconds_to_answer(path) for _ in range(3))
            self.assertTrue(any(took < PROMPT for took in tries), f"{path} is not answered within {PROMPT} s")

    def seconds_to_answer(self, path):
        begin = time.monotonic()
        answer = ask(request(path, "Connection: close"))
        took = time.monotonic() - begin
        self.assertEqual(status(answer), 200, path)
        return took

    @contextlib.contextmanager
    def flat_memory(self, kib):
        before = memory_kib()
        yield
        self.assertLess(memory_kib() - before, kib, "KiB more than before")

    def test_slow_senders(self):
        with self.flat_memory(8 * 1024):
            members = self.join(400, request(OPTIONS.path)[:-4])
            for _ in range(4):
                time.sleep(0.5)
                for sock in members:
                    with contextlib.suppress(ConnectionError):
                        sock.send(b"a")
                self.assert_prompt()

    def test_slow_bodies(self):
        with self.flat_memory(32 * 1024):
            members = self.join(400, request("/", "Content-Length: 60000", method="POST") + b"x" * 10_000)
            for _ in range(3):
                time.sleep(0.3)
                for sock in members:
                    with contextlib.suppress(ConnectionError):
                        sock.send(b"a")
                self.assert_prompt()

    def test_half_heads_of_one_client(self):
        self.join(most_sockets(10_100), request("/")[:-4] + b"\r\nX: a", addresses=1)
        self.assert_prompt()

    def test_half_heads_of_many_clients(self):
        self.join(most_sockets(10_100), request("/")[:-4] + b"\r\nX: a")
        self.assert_prompt()

    def test_half_bodies(self):
        begin = request("/", "Content-Length: 65000", method="POST") + b"x" * 60_000
        with self.flat_memory(8 * 1024):
            with self.flat_memory(48 * 1024):
                self.join(2_000, begin)
                self.assert_prompt()
            self.crowd.close()
            deadline = time.monotonic() + 20
            while memory_kib() - self.memory > 8 * 1024 and time.monotonic() < deadline:
                time.sleep(0.2)

    def test_slow_readers(self):
        with self.flat_memory(16 * 1024):
            members = self.join(400, request(OPTIONS.large), receive_buffer=4096)
            self.assert_prompt()
            for _ in range(3):
                time.sleep(0.3)
                for sock in members:
                    sock.recv(512)
                self.assert_prompt()

    def test_idle_connections(self):
        count = most_sockets(5000)
        with self.flat_memory(16 * 1024):
            members = self.join(count)
            for sock in members[: count // 2]:
                sock.sendall(request("/healthz"))
            for sock in members[: count // 2]:
                self.assertEqual(status(sock.recv(4096)), 200)
            self.assert_prompt()
            before = cpu_seconds()
            time.sleep(3)
            self.assertLessEqual(cpu_seconds() - before, 0.06, "2 % of a core for connections that do nothing")
            self.assert_prompt()
            _, _, broken = select.select([], [], members[:500], 0)
            self.assertEqual(broken, [])

    def test_burst(self):
        begin = time.monotonic()
        members = self.join(400, request(OPTIONS.path, "Connection: close"))
        for sock in members:
            self.assertEqual(status(read_all(sock)), 200)
        self.assertLess(time.monotonic() - begin, 3, "400 connections at once")

    def test_endless_heads(self):
        megabyte = b"a" * (1024 * 1024)
        for start, expected in ((b"GET /", 414), (request("/")[:-2] + b"X: ", 431), (b"", 400)):
            with self.flat_memory(3 * 1024), connect() as sock:
                sent = 0
                with contextlib.suppress(ConnectionError):
                    sock.sendall(start)
                    for _ in range(64):
                        sock.sendall(megabyte)
                        sent += len(megabyte)
                self.assertLess(sent, 64 * 1024 * 1024, "64 MB were taken in")
            if start:
                self.assertEqual(status(ask(start + b"a" * 20_000)), expected)
        lines = b"".join(b"X-%d: y\r\n" % i for i in range(100_000))
        with self.flat_memory(3 * 1024):
            self.assertIn(status(ask(request("/")[:-2] + lines + b"\r\n")), (0, 431))
        self.assert_prompt()

    def test_ranges(self):
        whole = ask(request(OPTIONS.path, "Connection: close"))
        for range_ in ("bytes=" + ",".join(["0-"] * 2000), "bytes=0-9", "x"):
            answer = ask(request(OPTIONS.path, "Range: " + range_, "Connection: close"))
            self.assertEqual(status(answer), 200)
            self.assertLess(len(answer), len(whole) + 1024)

    def test_compression_costs_nothing(self):
        def cost(*fields):
            before = cpu_seconds()
            with connect() as sock:
                for _ in range(20):
                    sock.sendall(request(OPTIONS.large, *fields))
                    self.read_response(sock)
            return cpu_seconds() - before

        plain = cost()
        self.assertLessEqual(cost("Accept-Encoding: gzip, deflate, br, zstd"), plain * 1.3 + 0.05)

    def read_response(self, sock):
        octets = b""
        while b"\r\n\r\n" not in octets:
            part = sock.recv(65536)
            self.assertTrue(part, "the connection has ended")
            octets += part
        head, body = octets.split(b"\r\n\r\n", 1)
        fields = {line.split(b":")[0].lower(): line.split(b":", 1)[1].strip() for line in head.split(b"\r\n")[1:]}
        self.assertNotIn(b"content-encoding", fields)
        left = int(fields[b"content-length"]) - len(body)
        while left > 0:
            part = sock.recv(min(left, 1 << 20))
            self.assertTrue(part, "the connection has ended")
            left -= len(part)
        return head

    def test_pipelining_and_half_close(self):
        with connect() as sock:
            sock.sendall(request(OPTIONS.path) + request("/healthz") + request(OPTIONS.path, "Connection: close"))
            sock.shutdown(socket.SHUT_WR)
            self.assertEqual(read_all(sock).count(b"HTTP/1.1 200 "), 3)

    def test_malformed_requests(self):
        inner = request("/healthz")
        expected = {
            b"GET / HTTP/1.1\nHost: a\n\n": 400,
            b"GET / HTTP/1.1\r\nHost: a\n\r\n": 400,
            b"GET /\r\n\r\n": 400,
            b"GET  / HTTP/1.1\r\nHost: a\r\n\r\n": 400,
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03": 400,
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n": 400,
            b"GET / HTTP/2.0\r\nHost: a\r\n\r\n": 505,
            b"GET / HTTP/1.1\r\n\r\n": 400,
            request("/", "Host: b"): 400,
            request("/%0d%0aX-Evil:%20y"): 400,
            request("/%00"): 400,
            request("/f/" + "a" * 300): 414,
            request("/" + "a" * 3000): 414,
            request("/", "X : y"): 400,
            request("/", "X: y", " folded"): 400,
            request("/", "X: a\0b"): 400,
            request("/", "X: a\x1b[31m"): 400,
            request("/", *["A: b"] * 150): 431,
            request("/", "Content-Length: 5") + b"hello": 400,
            request("/", method="POST"): 411,
            request("/", "Content-Length: -1", method="POST"): 400,
            request("/", "Content-Length: 5", "Content-Length: 5", method="POST") + b"hello": 400,
            request("/", "Content-Length: 5, 5", method="POST") + b"hello": 400,
            request("/", "Content-Length: 1000000", method="POST"): 413,
            request("/", "Transfer-Encoding: chunked", method="POST") + b"-5\r\n" + inner: 501,
            request("/", "Transfer-Encoding: chunked", "Content-Length: 4", method="POST") + b"0\r\n\r\n" + inner: 400,
            request("/", "Content-Encoding: gzip", "Content-Length: 4", method="POST") + b"abcd": 415,
            request("/", "Expect: miracles", "Content-Length: 4", method="POST") + b"abcd": 417,
        }
        for octets, code in expected.items():
            with self.subTest(octets[:80]):
                answer = ask(octets)
                self.assertEqual(status(answer), code)
                head, body = answer.split(b"\r\n\r\n", 1)
                self.assertIn(b"\r\nConnection: close", head)
                self.assertIn(b"\r\nContent-Length: %d" % len(body), head, "one answer and no more")
        self.assert_prompt()

    def test_other_methods(self):
        for method in ("PROPFIND", "OPTIONS", "DELETE", "FOO"):
            answer = ask(request(OPTIONS.path, "Connection: close", method=method))
            if not OPTIONS.probe:
                self.assertEqual(status(answer), 405, method)
                self.assertIn(b"\r\nAllow: ", answer)
            self.assertNotEqual(status(answer), 400, method)

    def test_resets(self):
        for octets in (b"", b"GET", request(OPTIONS.large), b"nonsense\n"):
            for _ in range(50):
                sock = connect()
                sock.send(octets) if octets else None
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                sock.close()
        self.assert_prompt()


def main():
    global OPTIONS
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--pid", type=int, required=True, help="of the service, on this machine")
    parser.add_argument("--path", required=True, help="of a feed")
    parser.add_argument("--large", help="of a large feed; default: the same one")
    parser.add_argument("--probe", action="store_true", help="the service has no 405 of its own")
    OPTIONS, rest = parser.parse_known_args()
    OPTIONS.large = OPTIONS.large or OPTIONS.path
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 12_000)), hard))
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
