// SPDX-License-Identifier: Apache-2.0
//
// Makes text of unknown origin safe to show on a terminal and in a log.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace programme {

/// True for C0 and C1 control characters, DEL, line and paragraph separators and the byte order mark.
bool is_control_character(std::uint32_t code_point);

/// True for characters that change the direction of text.
bool is_bidi_control(std::uint32_t code_point);

/// Returns the text on one line. Each control character, bidi control and octet that is not UTF-8 appears as
/// its number: "\x1B", "\u202E".
std::string printable(std::string_view text);

/// As printable(), but keeps line breaks (LF and CRLF) and tabs.
std::string printable_lines(std::string_view text);

/// Returns the text, or its first `most` code points and "…". The text is UTF-8.
std::string shortened(std::string_view text, std::size_t most);

/// Returns printable() of at most 60 code points, between double quotes.
std::string in_quotes(std::string_view value);

}  // namespace programme
