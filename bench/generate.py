#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a configuration folder of any size out of the sample programme.

The activities are the sample's; libraries and people are numbered. The same options give the same bytes.
Of every twenty libraries one has no intake date yet and one knows only the month. Of every ten people of a library
one is a manager, the others take turns in the two roles of participants; one has both, one reads English, one
joined late. With several programmes a person is in two of them when the numbers allow it, so that feeds combine.
"""

import argparse
import datetime
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "config/programmes/gezinsaanpak-2023/programme.toml"
HOLIDAYS = {datetime.date(2023, 4, 27), datetime.date(2023, 5, 5), datetime.date(2023, 5, 18)}
MAX_CSV_OCTETS = 64 * 1000 * 1000
LIMITS = "[limits]\n" + "".join(f"{key} = {value}\n" for key, value in {
    "people": 1_000_000, "libraries": 100_000, "activities": 20_000, "dates": 1_000_000, "reminders": 10_000_000,
    "files": 10_000, "file_mb": MAX_CSV_OCTETS // 1_000_000, "folder_mb": 1000}.items())


def intake_days():
    """Working days between the Quickscan's deadline and the kick-off."""
    day, days = datetime.date(2023, 4, 24), []
    while day < datetime.date(2023, 5, 23):
        if day.weekday() < 5 and day not in HOLIDAYS:
            days.append(day)
        day += datetime.timedelta(days=1)
    return days


def intake(number, days):
    """The cells for date, time and place of a library's intake."""
    if number % 20 == 7:
        return ";;"
    if number % 20 == 13:
        return "2023-05;;"
    day = days[number % len(days)]
    minutes = 9 * 60 + 15 * (number // len(days) % 24)
    place = "online, link volgt" if number % 6 == 5 else ""
    return f"{day.day}-{day.month}-{day.year};{minutes // 60:02}:{minutes % 60:02};{place}"


def libraries_csv(numbers):
    days = intake_days()
    rows = ["id;naam;intake_datum;intake_tijd;intake_plaats"]
    rows += [f"bibliotheek-{n:05};Bibliotheek {n:05};{intake(n, days)}" for n in numbers]
    return "\r\n".join(rows) + "\r\n"


def roles(place):
    if place == 0:
        return "manager"
    if place == 9:
        return '"jeugd-educatie, basisvaardigheden-taalhuis"'
    return "jeugd-educatie" if place % 2 else "basisvaardigheden-taalhuis"


def people_csv(numbers, libraries):
    rows = ["id;naam;e-mail;bibliotheek;rollen;taal;vanaf;tot"]
    for n in numbers:
        place = n // len(libraries) % 10  # the how manieth of the library, as all libraries fill up evenly
        rows.append(
            f"p{n:06};Deelnemer {n:06};p{n:06}@example.org;bibliotheek-{libraries[n % len(libraries)]:05};"
            f"{roles(place)};{'en' if place == 4 else ''};{'2023-09-01' if place == 8 else ''};"
        )
    return "\r\n".join(rows) + "\r\n"


def share(total, part, parts):
    """The numbers of the part, and of a tenth more: the first of the next part."""
    begin, end = total * part // parts, total * (part + 1) // parts
    more = (end - begin) // 10 if parts > 1 else 0
    return [n % total for n in range(begin, end + more)]


def write(path, text):
    data = text.encode()
    if len(data) > MAX_CSV_OCTETS:
        raise SystemExit(f"{path} would be {len(data)} octets; spread the people over more --programmes")
    path.write_bytes(data)


def generate(folder, libraries=10_000, people=100_000, programmes=1):
    folder = pathlib.Path(folder)
    toml = SAMPLE.read_text()
    (folder / "programmes").mkdir(parents=True, exist_ok=True)
    (folder / "service.toml").write_text('listen = "127.0.0.1:0"\nlog = "text"\n' + LIMITS)
    for part in range(programmes):
        own = folder / "programmes" / f"werktraject-{part + 1:03}"
        own.mkdir(exist_ok=True)
        title = f"Werktraject {part + 1}"
        (own / "programme.toml").write_text(toml.replace("Werktraject gezinsaanpak", title).replace(
            "Family literacy programme", f"Programme {part + 1}"))
        numbers = share(libraries, part, programmes)
        write(own / "libraries.csv", libraries_csv(numbers))
        write(own / "people.csv", people_csv(share(people, part, programmes), numbers))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--libraries", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--programmes", type=int, default=1)
    options = parser.parse_args()
    if not 0 < options.programmes <= options.libraries or options.people < 0:
        parser.error("there is at least one programme, and a library for each")
    generate(options.folder, options.libraries, options.people, options.programmes)


if __name__ == "__main__":
    main()
