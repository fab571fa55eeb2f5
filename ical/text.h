// SPDX-License-Identifier: Apache-2.0
//
// Which bytes may enter a calendar, and how a content line is folded.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace ical {

/// A value that must not be written. Thrown by every render function; a bug or a hole in validation, since
/// the configuration checks come first.
class InvalidValue : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Valid UTF-8 without C0 and C1 controls, DEL, bidi controls, line and paragraph separators and byte order
/// marks. `newline_allowed` lets '\n' (alone) through.
bool is_clean(std::string_view text, bool newline_allowed);

/// Appends one content line, folded at 75 octets and never inside a UTF-8 sequence, with CRLF
/// (RFC 5545 §3.1). `line` holds no line break.
void append_folded(std::string& out, std::string_view line);

/// RFC 5545 §3.3.11 TEXT escaping: backslash, semicolon, comma, newline.
void append_escaped(std::string& out, std::string_view text);

}  // namespace ical
