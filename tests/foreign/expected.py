# SPDX-License-Identifier: Apache-2.0
"""What a feed must say, worked out a second time: from the values of the programme files to instants, titles and statuses.

Shares nothing with the program but the rules themselves: zoneinfo for time zones, dateutil for Easter, uuid for identities.
A programme is a dict: "id", "toml" (as tomllib reads programme.toml), "libraries" and "people" (rows of the tables).
"""
import re
import uuid
from datetime import date, datetime, time, timedelta, timezone
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from dateutil.easter import easter

NAMESPACE = uuid.UUID("6f1d0b5e-3c0f-4b0e-9a53-6f1e2d4c7b90")
DOMAIN = "werktraject.invalid"
DAY = timedelta(days=1)

MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
}
WORDS = {
    "nl": {"deadline": "Deadline: ", "cancelled": "GEANNULEERD: ", "day": "(datum volgt) ", "time": "(tijd volgt) ", "to": " t/m ",
           "at": " ({:%H.%M} uur)"},
    "en": {"deadline": "Deadline: ", "cancelled": "CANCELLED: ", "day": "(date to follow) ", "time": "(time to follow) ", "to": " to ",
           "at": " ({:%H:%M})"},
}


# --- Days -----------------------------------------------------------------------------------------------------------


@cache
def holidays(year):
    sunday = easter(year)
    king = date(year, 4, 27) if year >= 2014 else date(year, 4, 30)
    return {date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26), king - DAY if king.weekday() == 6 else king,
            *(sunday + timedelta(days=days) for days in (-2, 0, 1, 39, 49, 50))}


def month_days(text):
    """"2024-01" → its first and last day."""
    year, month = map(int, text.split("-"))
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1) - DAY


def days(value):
    """What `date` holds when it is not a single day with a time: the first and the last day."""
    if isinstance(value, date):
        return value, value
    if "/" in value:
        first, last = value.split("/")
        return days(first)[0], days(last)[1]
    if re.fullmatch(r"\d{4}-\d\d?", value):
        return month_days(value)
    if re.fullmatch(r"\d\d?-\d\d?-\d{4}", value):
        day, month, year = map(int, value.split("-"))
        return (date(year, month, day),) * 2
    return (date.fromisoformat(value),) * 2


class Calendar:
    """Which days are worked on."""

    def __init__(self, closed):
        self.closed = [days(value) for value in closed]

    def works(self, day):
        return (day.weekday() < 5 and day not in holidays(day.year)
                and not any(first <= day <= last for first, last in self.closed))

    def step(self, day, count):
        step = DAY if count > 0 else -DAY
        while count:
            day += step
            if self.works(day):
                count -= 1 if count > 0 else -1
        return day

    def first_in(self, first, last):
        day = first
        while day <= last:
            if self.works(day):
                return day
            day += DAY
        return first


# --- When -----------------------------------------------------------------------------------------------------------
# ("session", start, end) in local time, ("deadline", day, time or None), ("open", first, last, is a deadline), or None.


def shown(local, zone):
    """What the clock shows then: a time that does not exist moves forward by the gap."""
    instant = local.replace(tzinfo=zone, fold=0).astimezone(timezone.utc)
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def is_twice(local, zone):
    first, second = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first > second


def minutes(text):
    count, unit = text.split()
    return timedelta(minutes=float(count) * (60 if unit.startswith("hour") else 1))


def clock(text):
    hour, minute = map(int, text.split(":"))
    return timedelta(hours=hour, minutes=minute)


def session(day, times, zone, duration=None):
    ends = times.split("-")
    midnight = datetime.combine(day, time())
    begin = midnight + clock(ends[0])
    finish = midnight + clock(ends[1]) if len(ends) == 2 else begin + minutes(duration)
    start, end = shown(begin, zone), shown(finish, zone)
    return "session", start, end if end > start else start + (finish - begin)


def deadline(day, at, zone):
    if at is None:
        return "deadline", day, None
    due = shown(datetime.combine(day, time()) + at, zone)
    return "deadline", due.date(), due.time()


RELATIVE = re.compile(r"(\d+) (days|working days) (before|after) (\S+)(?: at (\d\d:\d\d))?")


class Schedule:
    """When each activity is: for all (under None) or for each library (under its id)."""

    def __init__(self, programme):
        toml = programme["toml"]
        self.header = toml["programme"]
        self.zone_name = self.header.get("zone", "Europe/Amsterdam")
        self.zone = ZoneInfo(self.zone_name)
        self.calendar = Calendar(self.header.get("closed", []))
        self.activities = {activity["id"]: activity for activity in toml["activity"]}
        self.libraries = programme["libraries"]
        self.of = lru_cache(maxsize=None)(self._of)

    def _of(self, name):
        activity = self.activities[name]
        if activity.get("per") == "library":
            return {library["id"]: self._own(activity, library) for library in self.libraries}
        if "follows" in activity:
            return {key: self._following(activity, when) for key, when in self.of(activity["follows"]).items()}
        due = activity.get("due")
        if isinstance(due, str):
            count, unit, side, anchor, at = RELATIVE.fullmatch(due).groups()
            sign = -1 if side == "before" else 1
            return {key: self._counted(when, int(count) * sign, unit, at and clock(at)) for key, when in self.of(anchor).items()}
        if due is not None:
            moment = due if isinstance(due, datetime) else datetime.combine(due, time())
            return {None: deadline(moment.date(), moment - datetime.combine(moment, time()) if moment is due else None, self.zone)}
        return {None: self._dated(activity["date"], activity.get("time"), activity.get("duration"))}

    def is_cancelled(self, activity):
        """Itself, or what it follows, however far up."""
        while "cancelled" not in activity and "follows" in activity:
            activity = self.activities[activity["follows"]]
        return "cancelled" in activity

    def _dated(self, value, times, duration):
        if value in ("unknown", ""):
            return None
        first, last = days(value)
        return session(first, times, self.zone, duration) if times else ("open", first, last, False)

    def _own(self, activity, library):
        column = activity["id"]
        return self._dated(library.get(f"{column}_datum", ""), library.get(f"{column}_tijd", ""), activity["duration"])

    def _following(self, activity, when):
        if when is None or when[0] == "open":
            return when
        start = when[2]
        return "session", start, shown(start + minutes(activity["duration"]), self.zone)

    def _counted(self, when, count, unit, at):
        if when is None:
            return None
        if when[0] == "session":
            # A session until midnight ends on the day that it was on.
            first = last = when[1].date() if count < 0 else max(when[1], when[2] - timedelta(minutes=1)).date()
        elif when[0] == "deadline":
            first = last = when[1]
        else:
            first, last = when[1], when[2]
        if unit == "working days":
            first, last = self.calendar.step(first, count), self.calendar.step(last, count)
        else:
            first, last = first + count * DAY, last + count * DAY
        return ("open", first, last, True) if when[0] == "open" else deadline(first, at, self.zone)


# --- Events ---------------------------------------------------------------------------------------------------------


def uid(*names):
    return f"{uuid.uuid5(NAMESPACE, '/'.join(names))}@{DOMAIN}"


def in_language(text, language):
    if isinstance(text, str):
        return text
    return text.get(language) or text["nl"]


def day_words(day, language):
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"


def range_words(first, last, language):
    if (first, last) == month_days(f"{first.year}-{first.month}"):
        return f"{MONTHS[language][first.month - 1]} {first.year}"
    if first == last:
        return day_words(first, language)
    return day_words(first, language) + WORDS[language]["to"] + day_words(last, language)


def title(activity, library, when, language, cancelled):
    words = WORDS[language]
    text = in_language(activity["title"], language) + (f" – {library['naam']}" if library else "")
    if when[0] == "deadline" or (when[0] == "open" and when[3]):
        text = words["deadline"] + text
    if when[0] == "deadline" and when[2] is not None:
        text += words["at"].format(when[2])
    if when[0] == "open":
        text = words["time" if when[1] == when[2] else "day"] + text + " – " + range_words(when[1], when[2], language)
    return words["cancelled"] + text if cancelled else text


def place(schedule, activity, library):
    def own(of):
        return (library.get(f"{of['id']}_plaats") if library else None) or of.get("place")

    where = own(activity)
    if not where and "follows" in activity:
        where = own(schedule.activities[activity["follows"]])
    return ", ".join(filter(None, [where, activity.get("online")]))


def utc(local, zone, fold=0):
    return local.replace(tzinfo=zone, fold=fold).astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def event(schedule, activity, library, when, language):
    """What every reader must find. A start or end at a local time that occurs twice has its second instant besides."""
    status = "CONFIRMED"
    second = {}
    if when[0] == "session":
        start, end = (utc(local, schedule.zone) for local in when[1:])
        second = {f"second {name}": utc(local, schedule.zone, fold=1)
                  for name, local in zip(("start", "end"), when[1:]) if is_twice(local, schedule.zone)}
    else:
        day = when[1] if when[0] == "deadline" else schedule.calendar.first_in(when[1], when[2])
        start, end = day.isoformat(), (day + DAY).isoformat()
        if when[0] == "open":
            status = "TENTATIVE"
    cancelled = schedule.is_cancelled(activity)
    if cancelled:
        status = "CANCELLED"
    return {"start": start, "end": end, "status": status, "title": title(activity, library, when, language, cancelled),
            "place": place(schedule, activity, library), "text": in_language(activity.get("description", ""), language), **second}


def members(toml, words):
    """The roles that a list of roles and groups stands for."""
    kinds = {"participants": "participant", "managers": "manager"}
    return {role["id"] for role in toml["role"]
            if role["id"] in words or "everyone" in words or any(word in words for word, kind in kinds.items() if kind == role["type"])}


def span(when):
    """The first and last day that somebody must be there for it to concern them."""
    if when[0] == "session":
        return when[1].date(), max(when[1], when[2] - timedelta(minutes=1)).date()
    return (when[1], when[1]) if when[0] == "deadline" else (when[1], when[2])


def concerns(activity, toml, library, when, person):
    if library and library["id"] != person["bibliotheek"]:
        return False
    if not members(toml, activity["for"]) & set(person["rollen"].split(", ")):
        return False
    first, last = span(when)
    joined, left = person.get("vanaf"), person.get("tot")
    return (not joined or days(joined)[0] <= last) and (not left or first < days(left)[0])


def feeds(programmes):
    """Every feed of a set of programmes: "person:ID", … → {uid: event}."""
    result = {}
    for programme in programmes:
        schedule, toml = Schedule(programme), programme["toml"]
        by_id = {library["id"]: library for library in programme["libraries"]}
        whole = result[f"programme:{programme['id']}"] = {}
        for library in programme["libraries"]:
            result.setdefault(f"library:{library['id']}", {})
        for person in programme["people"]:
            result.setdefault(f"person:{person['id']}", {})
        for activity in toml["activity"]:
            for key, when in schedule.of(activity["id"]).items():
                if when is None:
                    continue
                library = by_id.get(key)
                name = uid(programme["id"], activity["id"], *([key] if key else []))
                dutch = event(schedule, activity, library, when, "nl")
                english = event(schedule, activity, library, when, "en")
                whole[name] = dutch
                for own in [library] if library else programme["libraries"]:
                    result[f"library:{own['id']}"][name] = dutch
                for person in programme["people"]:
                    if concerns(activity, toml, library, when, person):
                        result[f"person:{person['id']}"][name] = english if person.get("taal") == "en" else dutch
    return result
