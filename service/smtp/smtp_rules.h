// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace smtp {

/// True for an address that may stand in an SMTP command and a header without quoting: an ASCII dot-atom (RFC
/// 5322 §3.2.3), "@" and a host name, at most 64 and 254 octets (RFC 5321 §4.5.3.1). libcurl passes on
/// whatever it gets, line breaks included, so nothing else may reach it.
bool is_envelope_address(std::string_view address);

/// Throws std::invalid_argument unless the text can be sent as it is: no CR or LF alone, no NUL, and no line
/// longer than 998 octets (RFC 5322 §2.1.1, §2.3). libcurl sends whatever it gets.
void require_message_form(std::string_view message);

}  // namespace smtp
