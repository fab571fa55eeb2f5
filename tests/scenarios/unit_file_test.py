# SPDX-License-Identifier: Apache-2.0
"""deploy/traject.service: systemd accepts it, its sandbox stays tight, and the program knows the command in it."""

import configparser
import pathlib
import re
import subprocess
import tempfile
import unittest

import support

UNIT = support.ROOT / "deploy/traject.service"


def analyze(*arguments):
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, timeout=60)


class UnitFile(unittest.TestCase):
    def test_systemd_accepts_every_line(self):
        with tempfile.TemporaryDirectory(prefix="traject-unit-") as folder:
            unit = pathlib.Path(folder) / UNIT.name
            # The check wants the programs to exist, and this machine need not have the package installed.
            text = UNIT.read_text(encoding="utf-8")
            unit.write_text(text.replace("ExecStart=/usr/bin/traject", "ExecStart=/bin/true"), encoding="utf-8")
            done = analyze("verify", "--man=no", str(unit))
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_exposure_stays_low(self):
        done = analyze("security", "--offline=true", "--threshold=15", str(UNIT))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_every_setting_has_its_reason_above_it(self):
        lines = UNIT.read_text(encoding="utf-8").splitlines()
        sandbox = lines[lines.index("# --- Files ---"):lines.index("[Install]")]
        bare = [line for above, line in zip(sandbox, sandbox[1:]) if "=" in line and line[0] != "#" and above[:1] != "#"]
        self.assertEqual(bare, [])

    def test_program_knows_the_command(self):
        unit = configparser.ConfigParser(strict=False, interpolation=None, delimiters="=")
        unit.optionxform = str
        unit.read(UNIT, encoding="utf-8")
        program, verb, *options = unit["Service"]["ExecStart"].split()
        self.assertEqual(program, "/usr/bin/traject")
        help_text = support.run(verb, "--help").stdout
        for option in (word for word in options if word.startswith("--")):
            self.assertRegex(help_text, rf"(?<!\S){re.escape(option)}\b")


if __name__ == "__main__":
    unittest.main()
