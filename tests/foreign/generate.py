# SPDX-License-Identifier: Apache-2.0
"""Random programmes, from a seed: the same seed gives the same files.

    generate.py FOLDER [--seed N] [--programmes N]    writes a configuration folder

Dates lie anywhere in a window of years, often on days when clocks change; texts come from texts.py.
"""
import argparse
import csv
import io
import pathlib
import random
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import texts

ZONES = ["Europe/Amsterdam"] * 8 + ["America/New_York", "Pacific/Auckland", "Asia/Kolkata", "America/St_Johns", "Australia/Lord_Howe",
                                    "Europe/London", "America/Santiago", "UTC"]
ROLES = [("jeugd", "participant"), ("basis", "participant"), ("manager", "manager")]
KINDS = ["quickscan", "kickoff", "workshop", "workshop", "wrap_up", "other"]
WINDOWS = [(2023, 2024), (2023, 2023), (2020, 2037), (2036, 2037), (2001, 2010), (2025, 2026)]
LAST = date(2037, 8, 1)  # What hangs on a date must lie in 2037 too, the last year that the program knows zones of.
DAY = timedelta(days=1)


@cache
def switches(zone, year):
    """The days of a year on which the clocks of a zone change."""
    at = ZoneInfo(zone)
    days = (date(year, 1, 2) + n * DAY for n in range(363))
    return [day for day in days
            if datetime.combine(day, time(), at).utcoffset() != datetime.combine(day + DAY, time(), at).utcoffset()]


class Maker:
    """One programme, thing by thing."""

    def __init__(self, rng, number, window, shared):
        self.rng, self.number, self.window, self.shared = rng, number, window, shared
        self.zone = rng.choice(ZONES)
        self.taken = set()

    # --- Days and times

    def day(self):
        """A day that is free, with a day between it and every other, so that no two sessions overlap."""
        while True:
            year = self.rng.randint(*self.window)
            changes = switches(self.zone, year)
            if changes and self.rng.random() < 0.3:
                day = self.rng.choice(changes)
            else:
                day = date(year, 1, 3) + self.rng.randrange(358) * DAY
            if day >= LAST:
                continue
            if not any(day + n * DAY in self.taken for n in (-2, -1, 0, 1, 2)):
                self.taken.add(day)
                return day

    def times(self):
        """Mostly in the day, often in the hours when clocks change."""
        begin = self.rng.choice([15 * self.rng.randint(0, 16), 15 * self.rng.randint(32, 68), 5 * self.rng.randint(0, 272)])
        end = min(begin + self.rng.choice([15, 30, 45, 60, 90, 180, 480]), 24 * 60)
        return f"{begin // 60:02}:{begin % 60:02}-{end // 60:02}:{end % 60:02}"

    def open_days(self):
        day = self.day()
        kind = self.rng.randrange(4)
        if kind == 0:
            return f"{day:%Y-%m}"
        if kind == 1 and day.month < 12:
            return f"{day:%Y-%m}/{day.year}-{day.month + 1:02}"
        if kind == 2:
            return f"{day}/{day + self.rng.randint(1, 40) * DAY}"
        return day

    # --- Texts

    def text(self, longest, several_lines=False):
        """A text, or one in both languages."""
        one = (lambda: texts.lines(self.rng, longest)) if several_lines else (lambda: texts.line(self.rng, longest))
        if self.rng.random() < 0.5:
            return one()
        return {"nl": one(), "en": one()} if self.rng.random() < 0.8 else {"nl": one()}

    def maybe(self, table, key, chance, make):
        if self.rng.random() < chance:
            table[key] = make()

    # --- Parts

    def activity(self, name, kind, **when):
        rng = self.rng
        activity = {"id": name, "kind": kind, "title": self.text(200), **when}
        activity["for"] = rng.choice([["everyone"], ["everyone"], ["participants"], ["managers"], ["jeugd", "manager"]])
        self.maybe(activity, "description", 0.6, lambda: self.text(1600, several_lines=True))
        self.maybe(activity, "place", 0.5, lambda: texts.line(rng, 500))
        self.maybe(activity, "online", 0.3, lambda: texts.address(rng))
        self.maybe(activity, "page", 0.1, lambda: texts.address(rng))
        self.maybe(activity, "cancelled", 0.12, lambda: self.text(500))
        return activity

    def session(self, name):
        rng = self.rng
        kind = rng.choice(KINDS)
        chance = rng.random()
        if chance < 0.2:
            return self.activity(name, kind, date=self.open_days())
        if chance < 0.23:
            return self.activity(name, kind, date="unknown")
        return self.activity(name, kind, date=self.day(), time=self.times())

    def due(self, anchors):
        rng = self.rng
        if not anchors or rng.random() < 0.4:
            day = self.day()
            return day if rng.random() < 0.5 else datetime.combine(day, time(rng.randrange(24), rng.choice([0, 15, 30, 59])))
        text = f"{rng.randint(0, 20)} {rng.choice(['days', 'working days'])} {rng.choice(['before', 'after'])} {rng.choice(anchors)}"
        if rng.random() < 0.4:
            text += f" at {rng.randrange(24):02}:{rng.choice([0, 30, 59]):02}"
        return text

    def activities(self):
        rng = self.rng
        made = []
        for n in range(rng.randint(1, 4)):
            made.append(self.session(f"sessie-{n}"))
        if rng.random() < 0.6:
            made.append(self.activity("intake", "intake", per="library", duration=rng.choice(["45 min", "1.5 hours"])))
        for before in list(made):
            if rng.random() < 0.25:
                made.append(self.activity(f"lunch-{before['id']}", "lunch", follows=before["id"],
                                          duration=rng.choice(["30 min", "45 min", "2 hours"])))
        for n in range(rng.randint(0, 3)):
            anchors = [activity["id"] for activity in made]
            made.append(self.activity(f"opdracht-{n}", "assignment", due=self.due(anchors)))
        rng.shuffle(made)
        return made

    def toml(self):
        rng = self.rng
        header = {"title": self.text(200), "zone": self.zone, "organiser": texts.line(rng, 200), "contact": "vragen@example.org"}
        self.maybe(header, "website", 0.3, lambda: texts.address(rng))
        self.maybe(header, "description", 0.3, lambda: self.text(1600, several_lines=True))
        self.maybe(header, "closed", 0.3, lambda: [self.open_days() for _ in range(rng.randint(1, 3))])
        roles = [{"id": name, "title": self.text(200), "type": kind} for name, kind in ROLES]
        return {"programme": header, "role": roles, "activity": self.activities()}

    def library(self, name, own):
        rng = self.rng
        row = {"id": name, "naam": texts.line(rng, 200)}
        for activity in own:
            column = activity["id"]
            chance = rng.random()
            row[f"{column}_plaats"] = texts.line(rng, 500) if rng.random() < 0.4 else ""
            if chance < 0.7:
                day = self.day()
                row[f"{column}_datum"] = str(day) if rng.random() < 0.5 else f"{day.day}-{day.month}-{day.year}"
                row[f"{column}_tijd"] = self.times() if rng.random() < 0.5 else f"{rng.randint(0, 21):02}:{rng.choice([0, 30]):02}"
            elif chance < 0.85:
                row[f"{column}_datum"], row[f"{column}_tijd"] = str(self.open_days()), ""
            else:
                row[f"{column}_datum"], row[f"{column}_tijd"] = "", ""
        return row

    def person(self, name, library):
        rng = self.rng
        row = {"id": name, "naam": texts.line(rng, 200), "e-mail": f"{name}@example.org", "bibliotheek": library["id"],
               "rollen": ", ".join(sorted(rng.sample([role for role, _ in ROLES], rng.randint(1, 2)))),
               "taal": rng.choice(["", "nl", "en", "en"]), "vanaf": "", "tot": ""}
        if name in self.shared:  # somebody in several programmes reads one language
            row["taal"] = "en"
        middle = date(rng.randint(*self.window), rng.randint(1, 12), rng.randint(1, 28))
        if rng.random() < 0.15:
            row[rng.choice(["vanaf", "tot"])] = str(middle)
        return row

    def programme(self):
        toml = self.toml()
        own = [activity for activity in toml["activity"] if activity.get("per")]
        names = [f"b{self.number}-{n}" for n in range(self.rng.randint(1, 3))]
        if self.rng.random() < 0.1:
            names.append("b-gedeeld")
        libraries = sorted((self.library(name, own) for name in names), key=lambda row: row["id"])
        people = [self.person(f"p{self.number}-{n}", self.rng.choice(libraries)) for n in range(2)]
        for name in self.shared:
            if self.rng.random() < 0.1:
                people.append(self.person(name, self.rng.choice(libraries)))
        return {"id": f"werktraject-{self.number}", "toml": toml, "libraries": libraries, "people": people}


def programmes(seed, count):
    """`count` programmes that can stand in one configuration folder."""
    rng = random.Random(seed)
    window = WINDOWS[seed % len(WINDOWS)]
    return [Maker(rng, f"{number:04}", window, ["p-gedeeld-1", "p-gedeeld-2"]).programme() for number in range(count)]


# --- Writing --------------------------------------------------------------------------------------------------------


def quoted(text, rng):
    """A TOML string in one of its three ways of writing."""
    literal = "'" not in text and "\n" not in text and "\t" not in text
    if literal and rng.random() < 0.3:
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    if rng.random() < 0.1:  # as a programme might write it: only ASCII
        escaped = "".join(c if c == "\n" or " " <= c < "\x7f" else f"\\U{ord(c):08x}" for c in escaped)
    if "\n" in text and rng.random() < 0.7:
        return f'"""\n{escaped}"""'
    return '"' + escaped.replace("\n", "\\n") + '"'


def value(item, rng):
    if isinstance(item, str):
        return quoted(item, rng)
    if isinstance(item, dict):
        return "{ " + ", ".join(f"{key} = {value(part, rng)}" for key, part in item.items()) + " }"
    if isinstance(item, list):
        return "[" + ", ".join(value(part, rng) for part in item) + "]"
    return item.isoformat()


def toml_text(toml, rng):
    out = []
    for heading, parts in toml.items():
        brackets = "[[{}]]" if isinstance(parts, list) else "[{}]"
        for table in parts if isinstance(parts, list) else [parts]:
            out += [brackets.format(heading), *(f"{key} = {value(item, rng)}" for key, item in table.items()), ""]
    return "\n".join(out)


def table_text(rows, rng):
    """As one spreadsheet or another saves a table."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0], delimiter=rng.choice(";,"), lineterminator=rng.choice(["\r\n", "\n"]),
                            quoting=rng.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    writer.writeheader()
    writer.writerows(rows)
    return rng.choice(["", "\ufeff"]) + out.getvalue()


def write(folder, made, seed):
    """The programmes as a configuration folder."""
    rng = random.Random(seed)
    (folder / "programmes").mkdir(parents=True)
    (folder / "service.toml").write_text('listen = "127.0.0.1:8080"\ndata = "data"\n', encoding="utf-8")
    for programme in made:
        place = folder / "programmes" / programme["id"]
        place.mkdir()
        files = {"programme.toml": toml_text(programme["toml"], rng), "libraries.csv": table_text(programme["libraries"], rng),
                 "people.csv": table_text(programme["people"], rng)}
        for name, text in files.items():
            (place / name).write_bytes(text.encode("utf-8"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--programmes", type=int, default=50)
    options = parser.parse_args()
    write(options.folder, programmes(options.seed, options.programmes), options.seed)


if __name__ == "__main__":
    main()
