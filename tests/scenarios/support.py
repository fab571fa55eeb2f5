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

import collections
import contextlib
import datetime
import http.client
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import typing
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


def seconds_since_2020(last_modified):
    """SEQUENCE of an event with that LAST-MODIFIED, as "20230301T090000Z"."""
    moment = datetime.datetime.strptime(last_modified, "%Y%m%dT%H%M%SZ")
    return int((moment - datetime.datetime(2020, 1, 1)).total_seconds())


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


def ask(*arguments, **options):
    """What one command of the program says as JSON; the options are those of run()."""
    return json.loads(run(*arguments, "--json", **options).stdout)


def mails(*arguments, limit=1_000_000, wanted=None, **options):
    """The mails of an outbox, newest first, whose fields are as in `wanted`: {"purpose": "change"}."""
    rows = ask("mail", "list", "--limit", str(limit), *arguments, **options)
    return [row for row in rows if all(row[name] == value for name, value in (wanted or {}).items())]


class Published(typing.NamedTuple):
    revision: int
    files: dict  # by path in the configuration folder
    feeds: list  # as text


def published(feeds, now, config, data):
    """What is published in that data folder, with a running service or without; the feeds as rendered at `now`."""
    rows = ask("history", config=config, data=data)
    numbers = [row["revision"] for row in rows]
    assert numbers == list(range(len(rows), 0, -1)), numbers
    with tempfile.TemporaryDirectory(prefix="traject-") as folder:
        files = pathlib.Path(folder) / "files"
        run("show", str(numbers[0]), "--to", str(files), config=config, data=data)
        texts = {path.relative_to(files): path.read_bytes() for path in files.rglob("*") if path.is_file()}
    shown = [run("render", "--feed", feed, "--now", now, config=config, data=data).stdout for feed in feeds]
    return Published(numbers[0], texts, shown)


def mail_settings(port):
    """The beginning of [mail] in service.toml that makes a service mail through a server on that port."""
    return f'[mail]\nserver = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'


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
    now: the time it begins at, as `serve --now` takes it, which makes it a rehearsal.
    limits: a dict from resource.RLIMIT_… to the soft and hard limit that it starts with.
    """

    def __init__(self, config=ROOT / "config", data=None, arguments=(), environment=None, now=None, limits=None):
        self._folder = pathlib.Path(tempfile.mkdtemp(prefix="traject-"))
        self.config = self._folder / "config"
        shutil.copytree(config, self.config)
        self.data = pathlib.Path(data) if data is not None else self._folder / "data"
        self.data.mkdir(mode=0o700, exist_ok=True)
        self.arguments = [*arguments, *(["--now", now] if now else [])]
        self.environment = dict(environment or {})
        self.limits = dict(limits or {})
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
        """Starts the program and returns when /readyz answers 200 and the files were read; fails with its log after
        `within` seconds."""
        command = [BINARY, "serve", "--config", str(self.config), "--data", str(self.data),
                   "--listen", f"127.0.0.1:{self.port}", *self.arguments]
        deadline = time.monotonic() + within
        (self._folder / "notify").unlink(missing_ok=True)  # of a start that failed
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified, open(self._folder / "log", "ab") as log:
            # The program tells its service manager when it is ready; listening in saves polling.
            notified.bind(str(self._folder / "notify"))
            notified.settimeout(0.1)
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=self._set_limits if self.limits else None,
                env={**os.environ, "NOTIFY_SOCKET": str(self._folder / "notify"), **self.environment})
            while not self._ready():
                if self.process.poll() is not None:
                    raise AssertionError(f"the service ended with {self.process.returncode}\n{self.log()}")
                if time.monotonic() > deadline:
                    raise AssertionError(f"the service is not ready after {within} s\n{self.log()}")
                with contextlib.suppress(TimeoutError):
                    notified.recv(4096)
        (self._folder / "notify").unlink()

    def _set_limits(self):
        for name, limit in self.limits.items():
            resource.setrlimit(name, (limit, limit))

    def _ready(self):
        try:
            if get(self.port, "/readyz", timeout=2).status != 200:
                return False
            return self.says("files") != "the files are being read"
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

    def logged(self, size=0):
        """The messages of the log after its first `size` characters, a line each."""
        lines = self.log()[size:].splitlines()
        return [json.loads(line)["message"] if line.startswith("{") else line for line in lines]

    def get(self, target, headers=None, **options):
        return get(self.port, target, headers, **options)

    def status(self):
        """What /status says."""
        return json.loads(self.get("/status").text)

    def says(self, part):
        """What /status says of a part, in English; empty: nothing."""
        return (self.status()["parts"][part]["what"] or {"en": ""})["en"]

    @property
    def store(self):
        """The folder with what it keeps: a rehearsal keeps that apart."""
        rehearses = {"--now", "--speed", "--mail-to"} & set(self.arguments)
        return self.data / "rehearsal" if rehearses else self.data

    def run(self, *arguments, **options):
        """Runs one command on what it keeps, beside it."""
        return run(*arguments, config=self.config, data=self.store, **options)

    def ask(self, *arguments):
        """What one command says as JSON of what it keeps."""
        return ask(*arguments, config=self.config, data=self.store)

    def revision(self):
        """Number of the latest revision."""
        return self.ask("history")[0]["revision"]

    def mails(self, **wanted):
        """Its mails, newest first, of which the fields are as given: mails(purpose="change")."""
        return mails(wanted=wanted, config=self.config, data=self.store)

    def mail_states(self, **wanted):
        """How many of those mails are in each state."""
        return collections.Counter(row["state"] for row in self.mails(**wanted))

    def mail_through(self, port):
        """Before it starts: it is to mail through a server on that port."""
        self.edit("service.toml", "[mail]\n", mail_settings(port))

    def links(self):
        """What `traject links --json` says: a dict from feed, e.g. "person:anna", to its row."""
        at = self.arguments.index("--now") if "--now" in self.arguments else len(self.arguments)
        return {row["feed"]: row for row in self.ask("links", *self.arguments[at:at + 2])}

    def feed_path(self, feed):
        """The request target of a feed, /f/<token>/<name>.ics."""
        return urllib.parse.urlsplit(self.links()[feed]["https"]).path


def without_coordinators(folder):
    """A copy of the sample's configuration, in which nobody gets a mail about mails that did not go."""
    shutil.copytree(ROOT / "config", folder)
    settings = folder / "service.toml"
    settings.write_text(settings.read_text(encoding="utf-8").split("[[coordinator]]")[0], encoding="utf-8")
    return folder


def build_library(name, folder):
    """Makes name.c of this folder, a library to preload, in that folder. Its path."""
    library = pathlib.Path(folder) / f"{name}.so"
    source = pathlib.Path(__file__).with_name(f"{name}.c")
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
