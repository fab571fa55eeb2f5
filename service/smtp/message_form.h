// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace smtp {

/// Throws std::invalid_argument unless the text can be sent as it is: no CR or LF alone, no NUL, and no line longer
/// than 998 octets (RFC 5322 §2.1.1, §2.3). libcurl sends whatever it gets.
void require_message_form(std::string_view message);

}  // namespace smtp
