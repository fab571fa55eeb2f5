// SPDX-License-Identifier: Apache-2.0
//
// Random values, the same in every run: either they are refused, or libical reads back what went in.
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "ical/read_back.h"
#include "ical/render.h"
#include "ical/text.h"
#include "tests/ical/samples.h"

namespace ical {
namespace {

using namespace samples;
using namespace std::string_literals;

class RandomValues {
 public:
  explicit RandomValues(unsigned seed) : engine_(seed) {}

  std::size_t below(std::size_t bound) { return engine_() % bound; }

  /// `hostile`: one piece in about forty is one that must be refused.
  std::string text(bool hostile, bool newline) {
    static const std::array harmless = {"a"s,
                                        "Z"s,
                                        "9"s,
                                        " "s,
                                        "  "s,
                                        ","s,
                                        ";"s,
                                        ":"s,
                                        "\\"s,
                                        "\\n"s,
                                        "\\N"s,
                                        "\\,"s,
                                        "\""s,
                                        "'"s,
                                        "^n"s,
                                        "="s,
                                        "\u00EB"s,
                                        "–"s,
                                        "€"s,
                                        "👍"s,
                                        "👩‍👧"s,
                                        "漢"s,
                                        "\u00A0"s,
                                        "BEGIN:VEVENT"s,
                                        "END:VEVENT"s,
                                        "https://example.org/"s,
                                        "Werksessie"s,
                                        "DTSTART;TZID=x:"s,
                                        "%0d%0a"s,
                                        "&amp;"s,
                                        std::string(70, 'w'),
                                        std::string(300, 'v')};
    static const std::array refused = {"\r\n"s,
                                       "\r"s,
                                       "\0"s,
                                       "\t"s,
                                       "\x1B"s,
                                       "\x7F"s,
                                       "\u2028"s,
                                       "\u202E"s,
                                       "\uFEFF"s,
                                       "\xC0\x80"s,
                                       "\xE9"s,
                                       "\xED\xA0\x80"s,
                                       "\r\nATTENDEE:mailto:x@example.com"s,
                                       "\xC2\x85"s};
    std::string out;
    for (std::size_t pieces = below(30); pieces > 0; --pieces) {
      if (hostile && below(40) == 0)
        out += refused[below(refused.size())];
      else if (newline && below(8) == 0)
        out += '\n';
      else
        out += harmless[below(harmless.size())];
    }
    return out;
  }

  Event event() {
    const bool hostile = below(3) == 0;
    Event e = below(2) ? timed() : all_day();
    e.sequence = static_cast<int>(below(100000));
    e.created = date::sys_days{2000_y / 1 / 1} + std::chrono::seconds{below(1'000'000'000)};
    e.last_modified = e.created + std::chrono::seconds{below(100'000'000)};
    if (auto* const when = std::get_if<Timed>(&e.when)) {
      when->start = date::local_days{2000_y / 1 / 1} + std::chrono::minutes{below(19'000'000)};
      when->end = when->start + std::chrono::minutes{1 + below(3000)};
    } else {
      const date::local_days start = date::local_days{2000_y / 1 / 1} + date::days{below(13000)};
      e.when = AllDay{date::year_month_day{start}, date::year_month_day{start + date::days{1 + below(40)}}};
    }
    e.summary = text(hostile, false);
    e.location = text(hostile, false);
    e.description = text(hostile, true);
    e.category = text(hostile, false);
    e.conference = below(2) ? "" : "https://example.org/" + std::string(below(200), 'c');
    e.url = below(8) ? "https://example.org/?a=1,2;b=3&c='x'" : "https://example.org/" + text(hostile, false);
    e.status = static_cast<Status>(below(3));
    e.busy = static_cast<Busy>(below(3));
    return e;
  }

 private:
  std::mt19937_64 engine_;
};

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == text.npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// What libical can give back of it: it drops blanks at the ends of a value.
Event as_read(Event event) {
  for (std::string Event::*field : {&Event::summary, &Event::description, &Event::location, &Event::category})
    event.*field = trimmed(event.*field);
  return event;
}

TEST(RoundTrip, RandomEventsAreRefusedOrReadBackTheSame) {
  RandomValues random(20230620);
  const std::string before =
      render_header(header()) + render_timezone(*date::locate_zone("Europe/Amsterdam"), 2023_y, 2024_y);
  int refused = 0;
  int same = 0;
  for (int i = 0; i < 4000; ++i) {
    const Event event = random.event();
    std::string block;
    try {
      block = render_event(event);
    } catch (const InvalidValue&) {
      ++refused;
      continue;
    }
    for (const std::string& line : physical_lines(block)) {
      ASSERT_LE(line.size(), 75u);
      ASSERT_TRUE(is_clean(line, false)) << line;
    }
    ASSERT_NO_THROW(verify_event(block, event)) << block;
    ASSERT_EQ(read_back(before + block + render_footer()), std::vector{as_read(event)}) << block;
    ++same;
  }
  EXPECT_GT(refused, 500);
  EXPECT_GT(same, 1500);
}

TEST(RoundTrip, RandomBytesNeverGetPast) {
  std::mt19937_64 engine(7);
  for (int i = 0; i < 4000; ++i) {
    Event event = timed();
    event.summary.clear();
    for (std::size_t n = 1 + engine() % 12; n > 0; --n) event.summary += static_cast<char>(engine() % 256);
    try {
      const std::string block = render_event(event);
      ASSERT_TRUE(is_clean(event.summary, false));
      verify_event(block, event);
    } catch (const InvalidValue&) {
      ASSERT_TRUE(!is_clean(event.summary, false) || trimmed(event.summary).empty()) << event.summary;
    }
  }
}

TEST(RoundTrip, BrokenBlocksAreRefusedOrReadTheSame) {
  std::mt19937_64 engine(11);
  const Event event = timed();
  const std::string block = render_event(event);
  for (int i = 0; i < 4000; ++i) {
    std::string broken = block;
    for (std::size_t n = 1 + engine() % 3; n > 0; --n)
      broken[engine() % broken.size()] = static_cast<char>(engine() % 256);
    try {
      verify_event(broken, event);  // upper and lower case of names are the same
    } catch (const InvalidValue&) {
    }
  }
}

}  // namespace
}  // namespace ical
