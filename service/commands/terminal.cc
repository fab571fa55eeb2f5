// SPDX-License-Identifier: Apache-2.0
#include "service/commands/terminal.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string_view>

#include "service/programme/printable.h"

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

std::string recipients_text(std::size_t count, programme::Language language) {
  return counted(language, count, {"ontvanger", "recipient"}, {"ontvangers", "recipients"});
}

namespace {

/// Has no buffer: each piece that is written arrives at once.
class PrintableFilter : public std::streambuf {
 public:
  explicit PrintableFilter(std::streambuf* target) : target_{target} {}

 protected:
  std::streamsize xsputn(const char* text, std::streamsize size) override {
    const std::string shown = programme::printable_lines({text, static_cast<std::size_t>(size)});
    const auto shown_size = static_cast<std::streamsize>(shown.size());
    return target_->sputn(shown.data(), shown_size) == shown_size ? size : 0;
  }
  int_type overflow(int_type character) override {
    if (traits_type::eq_int_type(character, traits_type::eof())) return traits_type::not_eof(character);
    const char one = traits_type::to_char_type(character);
    return xsputn(&one, 1) == 1 ? character : traits_type::eof();
  }
  int sync() override { return target_->pubsync(); }

 private:
  std::streambuf* target_;
};

}  // namespace

PrintableErrors::PrintableErrors()
    : filter_{std::make_unique<PrintableFilter>(std::cerr.rdbuf())},
      unfiltered_{std::cerr.rdbuf(filter_.get())} {}

PrintableErrors::~PrintableErrors() { std::cerr.rdbuf(unfiltered_); }

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
