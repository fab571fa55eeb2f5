// SPDX-License-Identifier: Apache-2.0
//
// Events that several tests of ical/ render, and the text helpers they share.
#pragma once

#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "ical/types.h"

namespace ical::samples {

using namespace date::literals;
using namespace std::chrono_literals;

inline Event timed() {
  Event event;
  event.uid = "8d3c1a52-6f0e-5b1f-9a63-1f6a0e8f3c11@agenda.example.org";
  event.sequence = 3;
  event.created = date::sys_days{2023_y / 4 / 1} + 9h;
  event.last_modified = date::sys_days{2023_y / 5 / 2} + 10h + 15min + 7s;
  event.when = Timed{date::local_days{2023_y / 6 / 20} + 10h, date::local_days{2023_y / 6 / 20} + 13h,
                     "Europe/Amsterdam"};
  event.summary = "Werksessie 1: het gezin, de school en de bibliotheek";
  event.description =
      "Deelnemen: https://meet.example.com/werksessie-1\n"
      "Neem mee: de ingevulde Quickscan; één idee per bibliotheek.\n"
      "Vragen? Kijk op https://example.org/werksessie-1";
  event.location = "Bibliotheek Voorbeeldstad, Marktplein 1, 1234 AB Voorbeeldstad";
  event.url = "https://example.org/programma/werksessie-1?taal=nl,en;x=1";
  event.conference = "https://meet.example.com/werksessie-1";
  event.category = "Training";
  return event;
}

inline Event all_day() {
  Event event;
  event.uid = "1b7a3c90-2f4d-5e6a-8b1c-0d9e8f7a6b5c@agenda.example.org";
  event.created = event.last_modified = date::sys_days{2023_y / 4 / 1} + 9h;
  event.when = AllDay{2023_y / 10 / 29, 2023_y / 10 / 30};
  event.summary = "Deadline: opdracht 2 inleveren";
  event.busy = Busy::free;
  return event;
}

inline Event tentative() {
  Event event = all_day();
  event.uid = "5e0f1d2c-3b4a-5968-8776-655443322110@agenda.example.org";
  event.when = AllDay{2024_y / 1 / 2, 2024_y / 1 / 3};
  event.summary = "(datum volgt) Afsluiting – in januari";
  event.description = "De dag staat nog niet vast.";
  event.status = Status::tentative;
  return event;
}

inline Event cancelled() {
  Event event = timed();
  event.uid = "c4b3a291-8070-5f6e-9d5c-4b3a29180706@agenda.example.org";
  event.sequence = 4;
  event.summary = "GEANNULEERD: Lunch \\ napraten";
  event.description.clear();
  event.conference.clear();
  event.url.clear();
  event.category.clear();
  event.status = Status::cancelled;
  event.busy = Busy::free;
  return event;
}

inline CalendarHeader header() {
  return {"Gezinsaanpak 2023, Voorbeeldstad", "Bijeenkomsten en deadlines; tijden in Nederland.",
          "Europe/Amsterdam", "#1F6FB2"};
}

inline std::string file(const std::string& name) {
  std::ifstream in(SOURCE_DIR "/tests/data/ical/" + name, std::ios::binary);
  if (!in) throw std::runtime_error("no golden " + name);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Physical lines without their CRLF; throws at a line that has none.
inline std::vector<std::string> physical_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find("\r\n");
    if (end == text.npos) throw std::runtime_error("a line without CRLF");
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 2);
  }
  return lines;
}

/// Content lines: RFC 5545 §3.1 read from scratch, apart from the code under test.
inline std::vector<std::string> content_lines(std::string_view text) {
  std::vector<std::string> lines;
  for (const std::string& line : physical_lines(text)) {
    if (line.starts_with(' ') && !lines.empty())
      lines.back() += line.substr(1);
    else
      lines.push_back(line);
  }
  return lines;
}

}  // namespace ical::samples
