// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include "service/programme/civil_time.h"
#include "service/programme/programme.h"

namespace commands {

/// True when standard output is a terminal that shows colour and its user wants that: TERM is not "dumb", and
/// NO_COLOR (no-color.org) is absent or empty.
bool shows_colour();

// The clock on the wall that commands take times by and show them by.
inline constexpr const char* dutch_zone = "Europe/Amsterdam";

/// "2023-08-14 09:00"
std::string dutch_time(programme::Instant instant);

/// "2023-08-14 09:00 CEST"
std::string dutch_time_with_zone(programme::Instant instant);

/// Prints rows as columns that line up, two spaces between them; the last column is not padded. Widths are
/// counted in characters of UTF-8.
void print_columns(std::ostream& out, const std::vector<std::vector<std::string>>& rows);

/// "1 error", "2 errors"; in Dutch "1 fout", "2 fouten".
std::string counted(programme::Language language, std::size_t count, const programme::Text& one,
                    const programme::Text& many);

/// Asks a person at the terminal, in that language. Only "yes" and "ja" count; where nobody can be asked,
/// says that --yes is for that. `yes`: there is no need to ask.
bool confirm(bool yes, programme::Language language, const std::string& question);

}  // namespace commands
