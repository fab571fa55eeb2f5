# SPDX-License-Identifier: Apache-2.0
"""The foreign readers: each one process that is told file names and answers with a line of JSON for each.

Some undo the escapes of a text wrongly. What they make of it then is restated here, so that every text that they read is
compared exactly: `heard_by[reader](text)` is what the reader says when the calendar says `text`.
"""
import contextlib
import json
import pathlib
import shutil
import subprocess

HERE = pathlib.Path(__file__).parent
SABRE = pathlib.Path("/usr/share/php/Sabre/VObject/includes.php")
COMMANDS = {
    "python3-icalendar": ["/usr/bin/python3", HERE / "read_icalendar.py"],
    "python3-vobject": ["/usr/bin/python3", HERE / "read_vobject.py"],
    "ical.js": ["node", HERE / "read_icaljs.mjs"],
    "sabre/vobject": ["php", HERE / "read_sabre.php"],
}
# The one that undoes every escape as RFC 5545 §3.3.11 says, and takes a VTIMEZONE at its word.
EXACT = "python3-vobject"


def replaced(text, *pairs):
    for old, new in pairs:
        text = text.replace(old, new)
    return text


def one_escape_after_the_other(text):
    """python3-icalendar before 6: it takes a backslash that is left by one replacement for the start of another escape,
    and a percent sign for one of its own."""
    written = replaced(text, ("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n"))
    content = replaced(written, ("\\,", "%2C"), ("\\:", "%3A"), ("\\;", "%3B"), ("\\\\", "%5C"),
                       ("%2C", ","), ("%3A", ":"), ("%3B", ";"), ("%5C", "\\"))
    return replaced(content, ("\\N", "\\n"), ("\\n", "\n"), ("\\,", ","), ("\\;", ";"), ("\\\\", "\\"))


def separators_escaped(text):
    """sabre/vobject 2 leaves the escapes of commas and semicolons to its caller, who cannot tell them from the text."""
    return replaced(text, (",", "\\,"), (";", "\\;"))


MISREADINGS = {"python3-icalendar": one_escape_after_the_other, "sabre/vobject": separators_escaped}


def hears(reader, said, heard):
    """Whether a reader may say `heard` when a calendar says `said`."""
    return heard == said or (reader in MISREADINGS and heard == MISREADINGS[reader](said))


def missing():
    """What must be installed first: a list of sentences."""
    found = []
    for program in ("node", "php"):
        if not shutil.which(program):
            found.append(f"there is no {program}; ./dev setup installs it")
    if not (HERE / "node_modules/ical.js/package.json").is_file():
        found.append("tests/foreign/node_modules has no ical.js; ./dev setup, or npm ci in tests/foreign, installs it")
    for module in ("icalendar", "vobject", "dateutil"):
        if subprocess.run(["/usr/bin/python3", "-c", f"import {module}"], capture_output=True).returncode:
            found.append(f"python3 has no module {module}; ./dev setup installs it")
    return found


def available():
    """The readers of this machine; Debian 13 has no sabre/vobject."""
    return [name for name in COMMANDS if name != "sabre/vobject" or SABRE.is_file()]


class Readers:
    """All available readers, at work at the same time."""

    def __init__(self, folder):
        self.folder = folder
        self.paths = []
        self.at_work = {}
        for number, name in enumerate(available()):
            with open(folder / f"answers-{number}", "wb") as out, open(folder / f"errors-{number}", "wb") as errors:
                self.at_work[name] = subprocess.Popen(COMMANDS[name], stdin=subprocess.PIPE, stdout=out, stderr=errors)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self.at_work.values():
            if process.poll() is None:
                process.kill()
            process.wait()
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()

    def read(self, path):
        self.paths.append(path)
        for process in self.at_work.values():
            with contextlib.suppress(BrokenPipeError):  # It has ended; answers() says why.
                process.stdin.write(f"{path}\n".encode())
                process.stdin.flush()

    def answers(self):
        """By reader, path and uid: what was read. Fails with the reader's words when it could not read a file."""
        result = {}
        for number, (name, process) in enumerate(self.at_work.items()):
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
            code = process.wait(timeout=240)
            lines = (self.folder / f"answers-{number}").read_text(encoding="utf-8").split("\n")[:-1]
            if code != 0 or len(lines) != len(self.paths):
                errors = (self.folder / f"errors-{number}").read_text(encoding="utf-8", errors="replace")
                stopped = self.paths[len(lines)] if len(lines) < len(self.paths) else "no file"
                raise AssertionError(f"{name} ended with {code} at {stopped}:\n{errors[-3000:]}")
            result[name] = {path: json.loads(line) for path, line in zip(self.paths, lines)}
        return result
