#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The documents say what the program does: its commands.

With TRAJECT_WRITE_GOLDENS set docs/commands.md is written instead, and its test fails.
"""

import os
import re
import subprocess
import unittest

import support

COMMANDS = support.ROOT / "docs/commands.md"


def documents():
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"], cwd=support.ROOT,
                            capture_output=True, encoding="utf-8", check=True)
    return [support.ROOT / name for name in listed.stdout.split() if not name.startswith("config/templates/")]


def text_of(path):
    return path.read_text(encoding="utf-8")


class Commands(unittest.TestCase):
    def test_the_reference_is_what_the_program_says(self):
        written = support.run("--help-markdown").stdout
        if os.environ.get("TRAJECT_WRITE_GOLDENS"):
            COMMANDS.write_text(written, encoding="utf-8")
            self.fail(f"wrote {COMMANDS}; read the difference before you commit it")
        self.assertEqual(text_of(COMMANDS), written)

    def test_documents_name_commands_and_options_that_exist(self):
        common, *sections = re.split(r"^## traject ", text_of(COMMANDS), flags=re.MULTILINE)
        options = {}
        for section in sections:
            name = section.split("\n")[0]
            options[name] = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", common + section))
        shown = 0
        for document in documents():
            for line in re.findall(r"(?:^|[ `])traject ([a-z][^`\n]*)", text_of(document), re.MULTILINE):
                line = line.split("#")[0].split(";")[0]
                name = next((name for name in sorted(options, key=len, reverse=True)
                             if (line + " ").startswith(name + " ")), None)
                if name is None:
                    continue
                shown += 1
                given = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", line))
                self.assertLessEqual(given, options[name], f"{document}: traject {line}")
        self.assertGreater(shown, 40)


if __name__ == "__main__":
    unittest.main()
