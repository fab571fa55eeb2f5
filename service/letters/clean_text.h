// SPDX-License-Identifier: Apache-2.0
//
// Keeps values from ending a line, adding a header or reversing text in a mail. The configuration checks come
// first: a value that is changed or refused here is a hole there.
#pragma once

#include <string>
#include <string_view>

namespace letters {

/// One line: control and bidi characters, line breaks and what is not UTF-8 become blanks; blanks at the ends
/// and more than one in a row go.
std::string one_line(std::string_view text);

/// The same for text of several lines, each cleaned by itself; blank lines go.
std::string clean_lines(std::string_view text);

/// Throws std::invalid_argument unless it is a web address that needs no escaping anywhere: http or https,
/// printable ASCII without blanks, quotes, backslashes and angle brackets, at most 900 octets.
void require_link(std::string_view link);

/// Throws std::invalid_argument unless it is the inside of a Message-ID (RFC 5322 §3.6.4) in plain
/// characters.
void require_message_id(std::string_view id);

/// Throws std::invalid_argument unless is_envelope_address(). `whose` is for the message; the address is not
/// in it.
void require_address(std::string_view address, std::string_view whose);

}  // namespace letters
