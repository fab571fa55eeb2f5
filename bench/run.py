#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the release build against other programs; prints a table and writes build/bench.json."""

import argparse
import json
import os
import pathlib
import platform
import shutil
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
os.environ.setdefault("TRAJECT_BINARY", str(ROOT / "build/release/traject"))
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tests/scenarios"))

import hand_in  # noqa: E402  (they need the two settings above)
import mailing  # noqa: E402
import over_http  # noqa: E402
import publishing  # noqa: E402
import rendering  # noqa: E402
import servers  # noqa: E402
import startup  # noqa: E402

PARTS = ("rendering", "http", "startup", "publishing", "hand-in", "mail")


def say(text):
    print(f"   {text}", file=sys.stderr, flush=True)


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        model = next((line.partition(":")[2].strip() for line in info if line.startswith("model name")), "unknown")
    return {"processor": model, "cores": os.cpu_count(), "kernel": platform.release(), "load": os.getloadavg()[0],
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}


class Table:
    """Rows of a name, a value and, where there is one, the aim and whether it is met."""

    def __init__(self):
        self.rows = []
        self.aims = {}

    def title(self, text):
        self.rows.append((text, "", "", ""))

    def row(self, name, value, text, aim=None, at_least=True, note=""):
        if aim is None:
            self.rows.append(("  " + name, text.format(value), "", note))
            return
        met = value >= aim if at_least else value <= aim
        self.aims[name] = {"value": value, "aim": aim, "at_least": at_least, "met": met}
        sign = "≥" if at_least else "≤"
        self.rows.append(("  " + name, text.format(value), f"{sign} {text.format(aim)}", "met" if met else "MISSED"))

    def print(self):
        titles = [row for row in self.rows if not row[1]]
        widths = [max(len(row[column]) for row in self.rows if row not in titles) for column in range(3)]
        for row in self.rows:
            name, value, aim, note = row
            print(name if row in titles else
                  f"{name:<{widths[0]}}  {value:>{widths[1]}}  {aim:<{widths[2]}}  {note}".rstrip())


def add_rendering(table, result):
    table.title(f"Calendars of {result['events']} events, one core")
    own, foreign = result["seconds"], result["foreign"]
    for name, figures in foreign.items():
        table.row(f"{name} {figures['version']}", 1 / figures["seconds"], "{:,.0f}/s")
    table.row("libical", 1 / own["libical"], "{:,.0f}/s")
    table.row("libical, and read again", 1 / own["libical_read_back"], "{:,.0f}/s")
    table.row("ours", 1 / own["ours"], "{:,.0f}/s")
    table.row("ours, and every event read back by libical", 1 / own["ours_verified"], "{:,.0f}/s")
    table.row("ours, a feed from ready texts, copied", 1 / own["feed_text"], "{:,.0f}/s")
    table.row("ours, a feed from ready texts, as it is sent", 1 / own["feed_pieces"], "{:,.0f}/s")
    table.row("the sample's programme and all its feeds", own["all_feeds"] * 1e3, "{:.2f} ms")
    table.row("feed assembled against ical-generator", result["assembled_against_ical_generator"], "{:,.0f} ×", 500)
    table.row("first rendering against libical", result["first_rendering_against_libical"], "{:.2f}", 1.3, False)
    table.row("the same, a whole programme", result["programme_against_libical"], "{:.2f}", 1.3, False)


def add_http(table, result):
    names = {"200": ("200", 0.7), "304": ("304", 0.55), "200_new_connection": ("200, each on a new connection", None),
             "200_one_connection": ("200, one connection", None)}
    table.title(f"HTTP, a feed of {result['octets']} octets; nginx serves it as a file; each server on one core")
    for key, (name, aim) in names.items():
        one = result[key]
        for who in ("ours", "nginx"):
            figures = one[who]
            table.row(f"{name}: {who}", figures["per_second"], "{:,.0f}/s",
                      note=f"p50 {figures['p50'] * 1e3:.2f} ms, p99 {figures['p99'] * 1e3:.2f} ms, "
                           f"{figures['cpu_us']:.1f} µs of processor")
        table.row(f"{name}: rate against nginx", one["rate_ratio"], "{:.2f}", aim)
        table.row(f"{name}: processor time against nginx", one["cpu_ratio"], "{:.2f}")
    table.row("p50 of one kept-alive connection", result["200_one_connection"]["ours"]["p50"] * 1e3, "{:.2f} ms", 2,
              False)
    table.row("1,000 idle connections, nginx", result["idle_1000"]["nginx"] * 100, "{:.1f} % of a core")
    table.row("1,000 idle connections", result["idle_1000"]["ours"] * 100, "{:.1f} % of a core", 2, False)
    table.row("400 connections at once, the last answer, nginx", result["burst_400"]["nginx"], "{:.3f} s")
    table.row("400 connections at once, the last answer", result["burst_400"]["ours"], "{:.3f} s", 1, False)


def add_startup(table, result):
    table.title(f"{result['people']:,} people, {result['libraries']:,} libraries, one programme")
    first, again = result["first"], result["again"]
    table.row("ready, first start", first["ready"], "{:.2f} s", 5, False)
    table.row("ready, later starts", again["ready"], "{:.2f} s", 5, False)
    table.row("processor time until then, first start", first["cpu"], "{:.2f} s")
    table.row("processor time until then, later starts", again["cpu"], "{:.2f} s")
    table.row("memory once ready", again["memory_mb"], "{:.0f} MB")
    table.row("memory three seconds later", again["memory_mb_later"], "{:.0f} MB")
    table.row("memory at its highest, first start", first["peak_memory_mb"], "{:.0f} MB", 300, False)
    table.row("memory after 1,000 feeds", result["memory_mb_after_1000_feeds"], "{:.0f} MB", 300, False)


def add_publishing(table, results):
    table.title("One session moves: until the new date is in the last person's feed")
    for result in results:
        size = f"{result['people']:,} people"
        table.row(f"{size}: saved, the second of quiet included", result["automatic"]["wall"], "{:.2f} s",
                  *((2, False) if result["people"] >= 100_000 else ()))
        table.row(f"{size}: processor time of the service for that", result["automatic"]["cpu"], "{:.2f} s")
        table.row(f"{size}: traject publish beside the service", result["manual"]["wall"], "{:.2f} s")


def add_hand_in(table, results):
    table.title("Somebody hands in on a page, or takes it back: until the feed has it")
    for result in results:
        for who, name in (("by_person", "a person"), ("by_library", "a library of ten")):
            for state, words in ((hand_in.DONE, "hands in"), (hand_in.OPEN, "takes it back")):
                what, figures = f"{result['people']:,} people, {name} {words}", result[who][state]
                table.row(f"{what}: time", figures["wall"] * 1e3, "{:.1f} ms", 50, False)
                table.row(f"{what}: the slowest", figures["wall_worst"] * 1e3, "{:.1f} ms")
                table.row(f"{what}: processor time", figures["cpu"] * 1e3, "{:.2f} ms", 5, False)


def add_mail(table, result):
    names = {"sink": "smtp-sink", "slow": "a server that takes 20 ms an answer"}
    table.title(f"Mails of {result['octets']} octets; a durable write takes {result['commit_seconds'] * 1e3:.2f} ms here")
    for server, name in names.items():
        for connections, rates in result[server].items():
            what = f"{name}, {connections} at a time"
            table.row(f"{what}: Python's smtplib", rates["smtplib"], "{:,.0f}/s")
            table.row(f"{what}: bare libcurl", rates["bare"], "{:,.0f}/s")
            table.row(f"{what}: the courier", rates["courier"], "{:,.0f}/s")
            table.row(f"{what}: the service, durable", rates["service"], "{:,.0f}/s")
            table.row(f"{what}: the service against bare libcurl", rates["service_against_bare"], "{:.2f}", 0.8)


def add_deciding(table, result):
    table.title(f"Deciding {result['reminders']:,} reminders that are due at one moment")
    table.row("time", result["seconds"], "{:.1f} s", 20, False)
    table.row("memory at its highest, the programme included", result["peak_memory_mb"], "{:.0f} MB", 300, False)


def main():
    parser = argparse.ArgumentParser(description=__doc__, prog="./dev bench")
    parser.add_argument("--only", choices=PARTS, action="append", help="just this part; may be given again")
    parser.add_argument("--seconds", type=int, default=4, help="length of one round (default: 4)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds for each server (default: 3)")
    parser.add_argument("--libraries", type=int, default=10_000, help="of the large set (default: 10,000)")
    parser.add_argument("--people", type=int, default=100_000, help="of the large set (default: 100,000)")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "build/bench.json")
    options = parser.parse_args()
    parts = options.only or PARTS
    result = {"machine": machine()}
    table = Table()
    if "rendering" in parts:
        program = ROOT / "build/release/render_bench"
        result["rendering"] = rendering.measure(program, options.seconds, say)
        add_rendering(table, result["rendering"])
    if "http" in parts and servers.CLIENT_CORE is None:
        say("HTTP is not measured: server and clients need a core each, and this process may use only one")
    elif "http" in parts:
        if not shutil.which("nginx"):
            os.environ["PATH"] += ":/usr/sbin"
        result["http"] = over_http.measure(options.seconds, options.rounds, say)
        add_http(table, result["http"])
    if "startup" in parts:
        result["startup"] = startup.measure(options.libraries, options.people, say)
        add_startup(table, result["startup"])
    if "publishing" in parts:
        sizes = [(max(1, people // 10), people) for people in (1_000, 10_000, 100_000)]
        result["publishing"] = publishing.measure(sizes, options.rounds, say)
        add_publishing(table, result["publishing"])
    if "hand-in" in parts:
        sizes = [(people // 10, people) for people in (1_000, 100_000)]
        result["hand_in"] = hand_in.measure(sizes, say)
        add_hand_in(table, result["hand_in"])
    if "mail" in parts:
        result["mail"] = mailing.measure(ROOT / "build/release/mail_bench", options.rounds, say)
        add_mail(table, result["mail"])
        say("deciding 100,000 reminders")
        result["deciding"] = mailing.decide(ROOT / "build/release/decide_bench", 100_000)
        add_deciding(table, result["deciding"])
    result["aims"] = table.aims
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    table.print()
    print(f"figures in {os.path.relpath(options.output)}; load of the machine at the start: "
          f"{result['machine']['load']:.1f}")


if __name__ == "__main__":
    main()
