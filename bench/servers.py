# SPDX-License-Identifier: Apache-2.0
"""The two web servers under measurement, each on the first core, and what they cost."""

import contextlib
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile

import support

SERVER_CORE, CLIENT_CORE = sorted(os.sched_getaffinity(0))[:2] if len(os.sched_getaffinity(0)) > 1 else (None, None)
TICKS = os.sysconf("SC_CLK_TCK")

# Static files as nginx serves them best; the headers are those of a feed, so that both send as much.
NGINX = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
{user}
worker_rlimit_nofile 8192;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    default_type "text/calendar; charset=utf-8";
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port} backlog=1024;
        root {folder}/files;
        {headers}
    }}
}}
"""
SENT_BY_ITSELF = {"content-length", "content-type", "connection", "date", "etag", "keep-alive", "last-modified"}


def pin(process, core):
    """Keeps every thread that the process has, and those they start, on the core."""
    for thread in os.listdir(f"/proc/{process.pid}/task"):
        os.sched_setaffinity(int(thread), {core})


def processes_of(pid):
    """The process and its children."""
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


def cpu_seconds(pid):
    """What the process and its children have used so far, in user space and in the kernel."""
    ticks = 0
    for one in processes_of(pid):
        fields = pathlib.Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS


def cpu_seconds_of_threads(pid):
    """What the threads that live have used so far, to the nanosecond."""
    threads = pathlib.Path(f"/proc/{pid}/task").iterdir()
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9


def memory_mb(pid):
    """Resident now, and at most since the start, in units of a million octets."""
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    kib = {name: int(value.split()[0]) for name, _, value in (line.partition(":") for line in lines)
           if name in ("VmRSS", "VmHWM")}
    return kib["VmRSS"] * 1024 / 1e6, kib["VmHWM"] * 1024 / 1e6


def quoted(value):
    """As a string in nginx's configuration."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Nginx(contextlib.AbstractContextManager):
    """An nginx that serves one file at the target that the feed has, with the feed's headers."""

    def __init__(self, target, answer):
        self.port = support.free_port()
        self._folder = pathlib.Path(tempfile.mkdtemp(prefix="traject-bench-"))
        path = self._folder / "files" / target.lstrip("/")
        path.parent.mkdir(parents=True)
        path.write_bytes(answer.body)
        headers = "\n        ".join(f"add_header {name} {quoted(value)};" for name, value in answer.headers.items()
                                    if name.lower() not in SENT_BY_ITSELF)
        # As root the workers would change to a user that cannot read the folder.
        user = f"user {pwd.getpwuid(0).pw_name};" if os.geteuid() == 0 else ""
        (self._folder / "nginx.conf").write_text(
            NGINX.format(folder=self._folder, port=self.port, headers=headers, user=user), encoding="utf-8")

    def __enter__(self):
        command = ["nginx", "-p", str(self._folder), "-c", str(self._folder / "nginx.conf"),
                   "-e", str(self._folder / "error.log")]
        self.process = subprocess.Popen(["taskset", "--cpu-list", str(SERVER_CORE), *command])
        try:
            support.wait_until(self._ready, what="nginx being ready")
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def _ready(self):
        with contextlib.suppress(OSError):
            return support.get(self.port, "/").status > 0
        return False

    def __exit__(self, *_):
        support.terminate(self.process)
        shutil.rmtree(self._folder, ignore_errors=True)
