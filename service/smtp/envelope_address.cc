// SPDX-License-Identifier: Apache-2.0
#include "service/smtp/envelope_address.h"

#include <algorithm>

namespace smtp {
namespace {

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Words between single dots, each of at least one accepted character.
template <class Accept>
bool is_dotted(std::string_view text, Accept accept) {
  if (text.empty() || text.front() == '.' || text.back() == '.' || text.find("..") != std::string_view::npos)
    return false;
  return std::all_of(text.begin(), text.end(), [&](char c) { return c == '.' || accept(c); });
}

}  // namespace

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

}  // namespace smtp
