# SPDX-License-Identifier: Apache-2.0
"""What scenario tests share: the real program on a free port, in folders of its own, stopped by its process id.

    class FeedTest(unittest.TestCase):
        def setUp(self):
            self.service = self.enterContext(support.Service())

        def test_feed(self):
            answer = self.service.get(self.service.feed_path("person:anna"))
            self.assertEqual(answer.status, 200)

The program is the one that the environment variable TRAJECT_BINARY names, else build/dev/traject.
"""

import contextlib
import http.client
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("TRAJECT_BINARY") or str(ROOT / "build/dev/traject")


class Answer:
    """A whole HTTP answer. Header names are matched in any case."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def text(self):
        return self.body.decode("utf-8")


def free_port():
    """A loopback TCP port that nobody listens on, below the range that the kernel hands to clients."""
    while True:
        port = random.randint(20000, 32000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def run(*arguments, config=None, data=None, check=True, environment=None):
    """Runs one command of the program to its end; output as text. A failure shows what it printed."""
    command = [BINARY, *arguments]
    if config is not None:
        command += ["--config", str(config)]
    if data is not None:
        command += ["--data", str(data)]
    done = subprocess.run(command, capture_output=True, timeout=120, env={**os.environ, **(environment or {})})
    # Decoded by hand: text mode would turn the CRLF of a feed into LF.
    done.stdout, done.stderr = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    if check and done.returncode != 0:
        raise AssertionError(f"{command} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def get(port, target, headers=None, method="GET", body=None, timeout=10):
    """One request on a connection of its own to 127.0.0.1. The target is sent as it is given."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    with contextlib.closing(connection):
        connection.request(method, target, body=body, headers=headers or {})
        return Answer(connection.getresponse())


def terminate(process, timeout=15):
    """Ends a child process with SIGTERM, then SIGKILL; returns its exit code. Does nothing to one that has ended."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        return process.wait(timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait(5)


class Service(contextlib.AbstractContextManager):
    """The running program. Leaving the context stops it and removes its folders.

    config: a folder to copy, by default the tree's own. The copy is `self.config`; tests may edit it.
    data: a data folder to keep between two services; by default a new one that goes with the context.
    arguments: further options for `serve`.
    now: the time it begins at, as `serve --now` takes it; what it keeps is then in `rehearsal` in the data folder.
    """

    def __init__(self, config=ROOT / "config", data=None, arguments=(), environment=None, now=None):
        self._folder = pathlib.Path(tempfile.mkdtemp(prefix="traject-"))
        self.config = self._folder / "config"
        shutil.copytree(config, self.config)
        self.data = pathlib.Path(data) if data is not None else self._folder / "data"
        self.data.mkdir(mode=0o700, exist_ok=True)
        self.time = ["--now", now] if now else []
        self.arguments = [*arguments, *self.time]
        self.environment = dict(environment or {})
        self.port = free_port()
        self.process = None

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, *_):
        try:
            self.stop()
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def start(self, within=30):
        """Starts the program and returns when /readyz answers 200; fails with its log after `within` seconds."""
        command = [BINARY, "serve", "--config", str(self.config), "--data", str(self.data),
                   "--listen", f"127.0.0.1:{self.port}", *self.arguments]
        deadline = time.monotonic() + within
        (self._folder / "notify").unlink(missing_ok=True)  # of a start that failed
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified, open(self._folder / "log", "ab") as log:
            # The program tells its service manager when it is ready; listening in saves polling.
            notified.bind(str(self._folder / "notify"))
            notified.settimeout(0.1)
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, "NOTIFY_SOCKET": str(self._folder / "notify"), **self.environment})
            while not self._ready():
                if self.process.poll() is not None:
                    raise AssertionError(f"the service ended with {self.process.returncode}\n{self.log()}")
                if time.monotonic() > deadline:
                    raise AssertionError(f"the service is not ready after {within} s\n{self.log()}")
                with contextlib.suppress(TimeoutError):
                    notified.recv(4096)
        (self._folder / "notify").unlink()

    def _ready(self):
        try:
            return get(self.port, "/readyz", timeout=2).status == 200
        except OSError:
            return False

    def stop(self, timeout=15):
        """Stops the program; returns its exit code, or None when it does not run."""
        if self.process is None:
            return None
        process, self.process = self.process, None
        return terminate(process, timeout)

    def reload(self):
        """Asks the program to read its configuration again."""
        self.process.send_signal(signal.SIGHUP)

    def edit(self, name, before, after):
        """Replaces a text that stands once in a configuration file."""
        path = self.config / name
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times in {name}"
        path.write_text(text.replace(before, after), encoding="utf-8")

    def publish(self, name, before, after, seen_at):
        """Edits and reloads; returns when the feed at `seen_at` has changed."""
        tag = self.get(seen_at).headers["ETag"]
        self.edit(name, before, after)
        self.reload()
        wait_until(lambda: self.get(seen_at).headers["ETag"] != tag, what="the changed feed")

    def fetches(self, client, status):
        """How often feeds were fetched by a family of clients and answered so, by /metrics."""
        line = f'traject_feed_fetches_total{{client="{client}",status="{status}"}} '
        return sum(int(row.removeprefix(line)) for row in self.get("/metrics").text.splitlines() if row.startswith(line))

    def log(self):
        """Everything that the program has printed so far."""
        return (self._folder / "log").read_text(encoding="utf-8", errors="replace")

    def get(self, target, headers=None, **options):
        return get(self.port, target, headers, **options)

    def links(self):
        """What `traject links --json` says: a dict from feed, e.g. "person:anna", to its row."""
        rows = json.loads(run("links", "--json", *self.time, config=self.config, data=self.data).stdout)
        return {row["feed"]: row for row in rows}

    def feed_path(self, feed):
        """The request target of a feed, /f/<token>/<name>.ics."""
        return urllib.parse.urlsplit(self.links()[feed]["https"]).path


def build_kill_at(folder):
    """The library that ends a program at a step, made in that folder; kill_at.c says what it counts. Its path."""
    library = pathlib.Path(folder) / "kill_at.so"
    source = pathlib.Path(__file__).with_name("kill_at.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-Wall", "-Wextra", "-Werror", "-o", library, source, "-ldl"], check=True)
    return library


def wait_until(condition, within=10, what="the condition"):
    """Returns when condition() is true; fails after `within` seconds. For effects that nothing announces."""
    deadline = time.monotonic() + within
    pause = socket.socketpair()
    with pause[0], pause[1]:
        pause[0].settimeout(0.05)
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"{what} did not come true within {within} s")
            with contextlib.suppress(TimeoutError):
                pause[0].recv(1)
