// SPDX-License-Identifier: Apache-2.0
#include "service/commands/terminal.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string_view>

namespace commands {

bool shows_colour() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string_view(value != nullptr ? value : "");
  };
  return ::isatty(STDOUT_FILENO) == 1 && variable("NO_COLOR").empty() && variable("TERM") != "dumb" &&
         !variable("TERM").empty();
}

std::string dutch_time(programme::Instant instant) {
  return date::format("%F %R", date::make_zoned(dutch_zone, instant));
}

std::string dutch_time_with_zone(programme::Instant instant) {
  return date::format("%F %R %Z", date::make_zoned(dutch_zone, instant));
}

namespace {

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

void print_columns(std::ostream& out, const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], characters(row[i]));
  }
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      out << row[i];
      if (i + 1 < row.size()) out << std::string(widths[i] - characters(row[i]) + 2, ' ');
    }
    out << '\n';
  }
}

std::string counted(programme::Language language, std::size_t count, const programme::Text& one,
                    const programme::Text& many) {
  return std::to_string(count) + " " + (count == 1 ? one : many).in(language);
}

bool confirm(bool yes, programme::Language language, const std::string& question) {
  if (yes) return true;
  if (::isatty(STDIN_FILENO) == 0) {
    std::cerr << say(language, "niets gedaan: zeg --yes als er niemand is om het te vragen\n",
                     "nothing is done: say --yes when nobody can be asked\n");
    return false;
  }
  std::cout << question << say(language, " (ja/nee) ", " (yes/no) ") << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  if (answer == "yes" || answer == "ja") return true;
  std::cout << say(language, "niets gedaan\n", "nothing is done\n");
  return false;
}

}  // namespace commands
