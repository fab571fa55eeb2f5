# SPDX-License-Identifier: Apache-2.0
"""Sends messages with the service's own courier (tests/mail/courier_probe.cc)."""

import dataclasses
import os
import pathlib
import subprocess
import tempfile

import support

PROBE = pathlib.Path(support.BINARY).parent / "courier_probe"


@dataclasses.dataclass
class Result:
    outcome: str
    code: int
    blame: str
    detail: str


def send(messages, *, port, host="localhost", security="starttls", ca_file=None, user=None, password=None,
         connections=1):
    """Sends (recipient, octets) pairs; one Result for each, in their order, and everything that the probe printed."""
    settings = {"HOST": host, "PORT": str(port), "SECURITY": security, "CONNECTIONS": str(connections)}
    with tempfile.TemporaryDirectory(prefix="traject-probe-") as name:
        folder = pathlib.Path(name)
        if ca_file is not None:
            settings["CA_FILE"] = str(ca_file)
        if user is not None:
            (folder / "password").write_text(password, encoding="utf-8")
            settings |= {"USER": user, "PASSWORD_FILE": str(folder / "password")}
        arguments = []
        for number, (recipient, octets) in enumerate(messages):
            (folder / str(number)).write_bytes(octets)
            arguments += [recipient, str(folder / str(number))]
        done = subprocess.run([PROBE, *arguments], capture_output=True, timeout=120, check=False,
                              env={**os.environ, **{"PROBE_" + key: value for key, value in settings.items()}})
    output = done.stdout.decode() + done.stderr.decode()
    if done.returncode != 0:
        raise AssertionError(f"courier_probe ended with {done.returncode}\n{output}")
    rows = sorted((line.split("\t") for line in done.stdout.decode().splitlines()), key=lambda row: int(row[0]))
    return [Result(row[1], int(row[2]), row[3], row[4]) for row in rows], output
