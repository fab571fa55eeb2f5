// SPDX-License-Identifier: Apache-2.0
//
// Checks, escapes and folds the text of a calendar.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace ical {

/// Reports a value that a calendar must not contain. The checks of the configuration refuse such values
/// first, so this exception shows a defect in the program.
class InvalidValue : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Returns true for valid UTF-8 without C0 and C1 controls, DEL, bidi controls, line and paragraph separators
/// and byte order marks. `newline_allowed` permits '\n'.
bool is_clean(std::string_view text, bool newline_allowed);

/// Appends one content line, folded at 75 octets and never inside a UTF-8 sequence, with CRLF
/// (RFC 5545 §3.1). `line` contains no line break.
void append_folded(std::string& out, std::string_view line);

/// Appends a TEXT value with backslash, semicolon, comma and newline escaped (RFC 5545 §3.3.11).
void append_escaped(std::string& out, std::string_view text);

}  // namespace ical
