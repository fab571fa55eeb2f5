#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The documents say what the program does: its commands, the keys and columns of its files, and links that lead somewhere.

With TRAJECT_WRITE_GOLDENS set docs/commands.md is written instead, and its test fails.
"""

import os
import pathlib
import re
import subprocess
import unittest

import support

COMMANDS = support.ROOT / "docs/commands.md"
FILES = support.ROOT / "docs/files.md"
PRIVACY = support.ROOT / "docs/privacy.md"
SOURCE = support.ROOT / "service/config_files"


def documents():
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"], cwd=support.ROOT,
                            capture_output=True, encoding="utf-8", check=True)
    return [support.ROOT / name for name in listed.stdout.split() if not name.startswith("config/templates/")]


def text_of(path):
    return path.read_text(encoding="utf-8")


def anchor(heading):
    """As GitHub makes it: lower case, hyphens for spaces, nothing else but letters, digits, hyphens and underscores."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


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


class Files(unittest.TestCase):
    """docs/files.md against the names that the readers of the files know."""

    def first_cells(self):
        """The names in code in the first column of each table, by heading."""
        tables = {}
        for part in re.split(r"^#+ ", text_of(FILES), flags=re.MULTILINE)[1:]:
            heading = part.split("\n")[0]
            rows = re.findall(r"^\| (`.*?) \|", part, re.MULTILINE)
            if rows:
                tables[heading] = [re.findall(r"`([^`]+)`", row) for row in rows]
        return tables

    def test_every_key(self):
        known = set()
        for path in SOURCE.glob("*.cc"):
            for keys in re.findall(r"\bTomlTable \w+\(\s*[^;{]*?\{([^}]*)\}", text_of(path)):
                known.add(frozenset(re.findall(r'"(\w+)"', keys)))
        tables = self.first_cells()
        documented = {heading: frozenset(name for row in rows for name in row) for heading, rows in tables.items()
                      if heading == "service.toml" or heading.startswith("[")}
        parts = frozenset({"programme", "role", "activity", "reminder"})
        languages = frozenset({"nl", "en"})
        self.assertEqual({*documented.values(), parts, languages}, known)

    def test_every_column(self):
        known = {}
        for name in ("people_file.cc", "libraries_file.cc"):
            columns = re.findall(r'\{"[\w-]+", \{([^}]*)\}', text_of(SOURCE / name))
            known[name.replace("_file.cc", ".csv")] = {frozenset(re.findall(r'"([\w-]+)"', names)) for names in columns}
        tables = self.first_cells()
        for table, columns in known.items():
            self.assertGreater(len(columns), 1)
            documented = {frozenset(row) for row in tables[table] if not row[0].startswith("ACTIVITY")}
            self.assertEqual(documented, columns, table)


class Faults(unittest.TestCase):
    """docs/faults.md: each row names a test that exists, and quotes the words of the program."""

    def rows(self):
        lines = re.findall(r"^\| (.*) \|$", text_of(support.ROOT / "docs/faults.md"), re.MULTILINE)
        cells = [line.split(" | ") for line in lines if not line.startswith(("fault |", "---"))]
        for row in cells:
            self.assertEqual(len(row), 5, row)
        faults = [row[0] for row in cells]
        self.assertEqual(len(faults), len(set(faults)), "a fault stands there twice")
        self.assertGreater(len(cells), 40)
        return cells

    def test_every_row_names_a_test(self):
        scenarios = {path.stem for path in pathlib.Path(__file__).parent.glob("*_test.py")}
        units = {f"{suite}.{name}" for path in (support.ROOT / "tests").rglob("*_test.cc")
                 for suite, name in re.findall(r"^TEST(?:_[FP])?\((\w+),\s*(\w+)\)", text_of(path), re.MULTILINE)}
        for row in self.rows():
            names = re.findall(r"`([^`]+)`", row[4])
            self.assertTrue(names, row[0])
            for name in names:
                known = any(unit.startswith(name[:-1]) for unit in units) if name.endswith(".*") else name in units
                self.assertTrue(known or name in scenarios, f"{row[0]}: {name}")

    def test_every_word_is_the_program_s(self):
        """Or stands in a test that compares it; … stands for what differs."""
        source = "".join(text_of(path) for folder in ("service", "tests")
                         for path in sorted((support.ROOT / folder).rglob("*.*")) if path.suffix in (".cc", ".h", ".py"))
        source = re.sub(r'"\s*\n\s*"', "", source).replace('\\"', '"')
        for row in self.rows():
            for said in re.findall(r"`([^`]+)`", row[2]):
                if said.startswith(("/", "traject ")):
                    continue  # an address or a command
                missing = [part for part in said.split("…") if part.strip() not in source]
                self.assertEqual(missing, [], row[0])


class Privacy(unittest.TestCase):
    """docs/privacy.md against the database and the terms that can be set."""

    def test_every_table_stands_there_once(self):
        schema = text_of(support.ROOT / "service/store/schema.cc")
        tables = set(re.findall(r'"CREATE TABLE (?:IF NOT EXISTS )?(\w+) \(', schema))
        for before, after in re.findall(r'"ALTER TABLE (\w+) RENAME TO (\w+)"', schema):
            tables = tables - {before} | {after}
        tables -= set(re.findall(r'"DROP TABLE (\w+)"', schema))
        self.assertGreater(len(tables), 15)
        rows = re.findall(r"^\| (`.*?) \|", text_of(PRIVACY), re.MULTILINE)
        named = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
        self.assertEqual(sorted(named), sorted(tables))

    def test_every_term_stands_there(self):
        keys = re.search(r'\{("message_days"[^}]*)\}', text_of(SOURCE / "service_file.cc")).group(1)
        terms = re.findall(r'"(\w+)"', keys)
        self.assertEqual(len(terms), 4)
        for key in terms:
            self.assertIn(f"| `{key}` ", text_of(PRIVACY), key)


class Links(unittest.TestCase):
    def test_links_lead_somewhere(self):
        followed = 0
        for document in documents():
            for target in re.findall(r"\]\(([^)\s]+)\)", text_of(document)):
                if re.match(r"[a-z]+:", target):
                    continue
                path, _, part = target.partition("#")
                file = (document.parent / path).resolve() if path else document
                self.assertTrue(file.exists(), f"{document}: {target}")
                if part:
                    headings = re.findall(r"^#+ (.*)", text_of(pathlib.Path(file)), re.MULTILINE)
                    self.assertIn(part, [anchor(heading) for heading in headings], f"{document}: {target}")
                followed += 1
        self.assertGreater(followed, 20)


if __name__ == "__main__":
    unittest.main()
