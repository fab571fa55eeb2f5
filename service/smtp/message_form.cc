// SPDX-License-Identifier: Apache-2.0
#include "service/smtp/message_form.h"

#include <stdexcept>
#include <string>

namespace smtp {
namespace {

constexpr std::size_t longest_message_line = 998;

[[noreturn]] void refuse(std::size_t line, const char* why) {
  throw std::invalid_argument{"line " + std::to_string(line) + " of the message " + why};
}

}  // namespace

void require_message_form(std::string_view message) {
  constexpr std::string_view ends("\r\n\0", 3);
  std::size_t number = 1;
  while (!message.empty()) {
    const auto end = message.find_first_of(ends);
    if (end > longest_message_line && message.size() > longest_message_line)
      refuse(number, "has more than 998 octets");
    if (end == std::string_view::npos) return;
    if (message.substr(end, 2) != "\r\n") refuse(number, "holds a line break that is not CR LF, or a NUL");
    message.remove_prefix(end + 2);
    ++number;
  }
}

}  // namespace smtp
