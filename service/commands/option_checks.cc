// SPDX-License-Identifier: Apache-2.0
#include "service/commands/option_checks.h"

#include <CLI/CLI.hpp>

#include "service/commands/options.h"
#include "service/config_files/value_syntax_words.h"
#include "service/programme/printable.h"

namespace commands {

std::string is_time(const std::string& text) {
  return parse_now(text) ? "" : programme::in_quotes(text) + " is not a time; write 2023-06-05T08:55";
}

/// Refuses what a number of things cannot be: "-1" would become a huge one.
std::string is_count(const std::string& text) {
  constexpr int most = 1'000'000'000;
  return config_files::number_of(text, most).value_or(0) > 0
             ? ""
             : programme::in_quotes(text) + " is not a number of 1 or more";
}

std::string is_speed(const std::string& text) {
  double speed = 0;
  const bool number = CLI::detail::lexical_cast(text, speed);
  // Comparisons with "nan" are false.
  return number && speed >= 1 && speed <= 1e6
             ? ""
             : programme::in_quotes(text) + " is not a number from 1 to 1000000";
}

/// Limits what history, mails and pages show.
std::string is_short(const std::string& text) {
  constexpr std::size_t longest = 1000;  // octets
  return text.size() <= longest ? ""
                                : "the message is too long (" + std::to_string(text.size()) +
                                      " octets); at most " + std::to_string(longest) + " fit";
}

std::string no_time(const std::string& text) {
  return parse_day_or_time(text, false)
             ? ""
             : programme::in_quotes(text) + " is not a day or time; write 2023-06-05";
}

}  // namespace commands
