# SPDX-License-Identifier: Apache-2.0
"""Mails a second to a local mail server: the service, its courier, bare libcurl and Python's smtplib."""

import concurrent.futures
import contextlib
import json
import os
import shutil
import smtplib
import socket
import statistics
import subprocess
import tempfile
import threading
import time

import support


def sink_program():
    return shutil.which("smtp-sink") or shutil.which("smtp-sink", path="/usr/sbin")


@contextlib.contextmanager
def sink():
    """Postfix's server that takes every mail and forgets it; yields its port."""
    port = support.free_port()
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    process = subprocess.Popen([sink_program(), *user, f"127.0.0.1:{port}", "64"], stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 10
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2):
                break
            if time.monotonic() > deadline:
                raise SystemExit("smtp-sink does not start")
            time.sleep(0.05)
        yield port
    finally:
        support.terminate(process)


class SlowServer(threading.Thread):
    """A mail server that takes its time for every answer, as one over a network does."""

    def __init__(self, pause):
        super().__init__(daemon=True)
        self.pause = pause
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]

    def __enter__(self):
        self.start()
        return self.port

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.join(10)
        self.listener.close()

    def run(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        answers = {b"DATA": b"354 Go\r\n", b"QUIT": b"221 Bye\r\n"}
        with contextlib.suppress(OSError), client:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            client.sendall(b"220 bench.example.org\r\n")
            got, in_content = b"", False
            while octets := client.recv(65536):
                got += octets
                if not got.endswith(b"\r\n.\r\n" if in_content else b"\r\n"):
                    continue
                time.sleep(self.pause)
                answer = b"250 Ok\r\n" if in_content else answers.get(got[:4].upper(), b"250 Ok\r\n")
                in_content = answer.startswith(b"354")
                got = b""
                client.sendall(answer)


def by_smtplib(port, connections, count, message):
    def send(share):
        with smtplib.SMTP("127.0.0.1", port, local_hostname="bench.example.org") as client:
            for _ in range(share):
                client.sendmail("a@example.org", ["b@example.org"], message)

    begin = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(connections) as pool:
        list(pool.map(send, [count // connections] * connections))
    return time.monotonic() - begin


def by_program(program, way, port, connections, count):
    with tempfile.TemporaryDirectory(prefix="traject-bench-", dir=program.parent) as folder:
        command = [program, way, str(port), str(connections), str(count)]
        done = subprocess.run(command + ([folder] if way == "service" else []), capture_output=True, text=True,
                              timeout=300, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{way}: {done.stderr}")
    return float(done.stdout)


def compare(program, message, port, connections, count, rounds):
    """Mails a second of each, the median of rounds in which all take their turn."""
    ways = {way: lambda way=way: by_program(program, way, port, connections, count)
            for way in ("bare", "courier", "service")}
    ways["smtplib"] = lambda: by_smtplib(port, connections, count, message)
    rates = {way: [] for way in ways}
    for number in range(rounds):
        for way, run in list(ways.items())[::1 if number % 2 else -1]:
            rates[way].append(count / run())
    medians = {way: statistics.median(each) for way, each in rates.items()}
    return {**medians, **{f"{way}_against_bare": medians[way] / medians["bare"] for way in ("courier", "service")}}


def commit_seconds(folder):
    """What one durable write costs here: an append and an fsync."""
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        times = []
        for _ in range(50):
            begin = time.monotonic()
            os.write(file.fileno(), b"x" * 4096)
            os.fsync(file.fileno())
            times.append(time.monotonic() - begin)
    return statistics.median(times)


def measure(program, rounds, say):
    message = subprocess.run([program, "message"], check=True, capture_output=True).stdout
    result = {"octets": len(message), "commit_seconds": commit_seconds(program.parent), "sink": {}, "slow": {}}
    for connections in (1, 4):
        say(f"mails to smtp-sink, {connections} at a time")
        with sink() as port:
            result["sink"][connections] = compare(program, message, port, connections, 2000, rounds)
    for connections in (1, 4, 16):
        say(f"mails to a server that takes 20 ms an answer, {connections} at a time")
        with SlowServer(0.02) as port:
            result["slow"][connections] = compare(program, message, port, connections, 20 * connections, rounds)
    return result


def decide(program, people):
    """In a folder beside the program: on a disk, as the service's own."""
    with tempfile.TemporaryDirectory(dir=program.parent) as folder:
        output = subprocess.run([program, folder, str(people)], check=True, capture_output=True).stdout
    return json.loads(output)
