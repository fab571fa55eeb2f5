#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The coordinators' guide and README, step by step: their edits are made, their commands run, and print what they say.

With TRAJECT_WRITE_GOLDENS set the outputs are written into the documents instead, and the test fails.
"""

import os
import pathlib
import re
import shlex
import shutil
import tempfile
import unittest

import support

GUIDE = support.ROOT / "docs/handleiding.nl.md"
README = support.ROOT / "README.md"
PROGRAMME = "programmes/gezinsaanpak-2023"
BLOCK = re.compile(r"<!-- (?P<now>\S+) -->\n|```(?P<kind>diff|console)\n(?P<body>.*?)```\n", re.DOTALL)


class Guide(unittest.TestCase):
    def setUp(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.config = folder / "config"
        self.data = folder / "data"
        shutil.copytree(support.ROOT / "config", self.config)
        self.now = "2023-03-01T10:00"
        self.run_command("traject publish --yes")

    def run_command(self, line):
        """What somebody at a terminal sees."""
        words = shlex.split(line)
        self.assertEqual("traject", words[0])
        done = support.run(*words[1:], "--now", self.now, config=self.config, data=self.data, check=False,
                           environment={"SUDO_USER": "coordinator"})
        self.assertIn(done.returncode, (0, 2), done.stderr)
        return done.stdout + done.stderr

    def edit(self, body):
        """A part of a file in the form of diff -u, without line numbers."""
        head, *lines = body.splitlines()
        path = self.config / PROGRAMME / head.removeprefix("--- ")
        before = "".join(line[1:] + "\n" for line in lines if line[0] in " -")
        after = "".join(line[1:] + "\n" for line in lines if line[0] in " +")
        text = path.read_text(encoding="utf-8")
        self.assertEqual(1, text.count(before), body)
        path.write_text(text.replace(before, after), encoding="utf-8")

    def console(self, body):
        """The block with what the commands print now. "…" stands for any lines; several of them stay where they are."""
        blocks = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", body, re.MULTILINE)
        self.assertTrue(blocks, body)
        shown = ""
        for command, expected in blocks:
            wanted = expected.splitlines()
            lines = self.run_command(command).splitlines()
            pattern = "".join("(?:.*\n)+" if line == "…" else re.escape(line) + "\n" for line in wanted)
            if re.fullmatch(pattern, "".join(line + "\n" for line in lines)):
                lines = wanted
            elif wanted.count("…") == 1:
                first = wanted.index("…")
                last = len(wanted) - first - 1
                self.assertGreater(len(lines), first + last)
                lines[first:len(lines) - last] = ["…"]
            shown += "\n".join(["$ " + command, *lines]) + "\n"
        return shown

    def test_the_guide(self):
        self.follow(GUIDE, 5)

    def test_the_readme(self):
        self.follow(README, 1)

    def follow(self, document, edits_in_it):
        text = document.read_text(encoding="utf-8")
        edits = 0
        outputs = []
        for block in BLOCK.finditer(text):
            if block["now"]:
                self.now = block["now"]
            elif block["kind"] == "diff":
                self.edit(block["body"])
                edits += 1
            else:
                outputs.append((block.span("body"), self.console(block["body"])))
        if os.environ.get("TRAJECT_WRITE_GOLDENS"):
            for (start, end), output in reversed(outputs):
                text = text[:start] + output + text[end:]
            document.write_text(text, encoding="utf-8")
            self.fail(f"wrote {document}; read the difference before you commit it")
        self.assertEqual(edits_in_it, edits)
        for (start, end), output in outputs:
            self.assertEqual(text[start:end], output)


if __name__ == "__main__":
    unittest.main()
