// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

namespace commands {

/// Prints rows as columns that line up, two spaces between them; the last column is not padded. Widths are counted in
/// characters of UTF-8.
void print_columns(std::ostream& out, const std::vector<std::vector<std::string>>& rows);

/// "1 error", "2 errors".
std::string counted(std::size_t count, const char* one, const char* many);

}  // namespace commands
