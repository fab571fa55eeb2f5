// SPDX-License-Identifier: Apache-2.0
#include "service/smtp/courier.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

namespace smtp {
namespace {

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

constexpr std::array<std::string_view, 5> blame_names{"nobody", "relay", "recipient", "message", "unclear"};

/// Words between single dots, each of at least one accepted character.
template <class Accept>
bool is_dotted(std::string_view text, Accept accept) {
  if (text.empty() || text.front() == '.' || text.back() == '.' || text.find("..") != std::string_view::npos)
    return false;
  return std::all_of(text.begin(), text.end(), [&](char c) { return c == '.' || accept(c); });
}

}  // namespace

std::string_view to_string(Blame blame) { return blame_names.at(static_cast<std::size_t>(blame)); }

bool is_envelope_address(std::string_view address) {
  constexpr std::size_t longest = 254;
  constexpr std::size_t longest_local_part = 64;
  const auto at = address.rfind('@');
  if (at == std::string_view::npos || address.size() > longest || at > longest_local_part) return false;
  const auto in_local_part = [](char c) {
    return is_alphanumeric(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
  };
  const auto in_domain = [](char c) { return is_alphanumeric(c) || c == '-'; };
  const auto domain = address.substr(at + 1);
  return is_dotted(address.substr(0, at), in_local_part) && is_dotted(domain, in_domain) &&
         domain.front() != '-' && domain.back() != '-';
}

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
