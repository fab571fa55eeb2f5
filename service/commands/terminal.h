// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <ostream>
#include <streambuf>
#include <string>
#include <vector>

#include "service/programme/civil_time.h"
#include "service/programme/programme.h"

namespace commands {

/// Returns true when standard output is a terminal, TERM is not "dumb", and NO_COLOR (no-color.org) is absent
/// or empty.
bool shows_colour();

/// The time zone of the times that commands read and print.
inline constexpr const char* dutch_zone = "Europe/Amsterdam";

/// Formats "2023-08-14 09:00" in Dutch time.
std::string dutch_time(programme::Instant instant);

/// Formats "2023-08-14 09:00 CEST" in Dutch time.
std::string dutch_time_with_zone(programme::Instant instant);

/// Prints rows in aligned columns with two spaces between them. The last column is not padded. A width is a
/// number of UTF-8 characters.
void print_columns(std::ostream& out, const std::vector<std::vector<std::string>>& rows);

/// Returns the number with its noun: "1 error", "2 errors"; in Dutch "1 fout", "2 fouten".
std::string counted(programme::Language language, std::size_t count, const programme::Text& one,
                    const programme::Text& many);

/// "0 recipients", "1 recipient".
std::string recipients_text(std::size_t count, programme::Language language);

/// Makes std::cerr write printable_lines() while it lives: what commands print there quotes arguments, paths
/// and files.
class PrintableErrors {
 public:
  PrintableErrors();
  ~PrintableErrors();
  PrintableErrors(const PrintableErrors&) = delete;
  PrintableErrors& operator=(const PrintableErrors&) = delete;

 private:
  std::unique_ptr<std::streambuf> filter_;
  std::streambuf* unfiltered_;
};

/// Asks for confirmation at the terminal. Returns true for "yes" and "ja", and without asking when `yes` is
/// set. Without a terminal, prints a hint at --yes and returns false.
bool confirm(bool yes, programme::Language language, const std::string& question);

}  // namespace commands
