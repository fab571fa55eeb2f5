// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/email.h"

#include <algorithm>

#include "service/config_files/value_syntax_words.h"
#include "service/config_files/wording.h"

namespace config_files {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// RFC 5322 §3.2.3 dot-atom-text.
bool is_dot_atom(std::string_view text) {
  const bool characters = std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter_or_digit(c) ||
           std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
  });
  return characters && !text.empty() && text.front() != '.' && text.back() != '.' &&
         text.find("..") == std::string_view::npos;
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

bool is_domain(std::string_view domain) {
  std::size_t labels = 0;
  std::string_view last;
  for (std::size_t at = 0; at <= domain.size(); ++labels) {
    const std::size_t end = std::min(domain.find('.', at), domain.size());
    last = domain.substr(at, end - at);
    if (!is_label(last)) return false;
    at = end + 1;
  }
  const bool numeric = std::all_of(last.begin(), last.end(), [](char c) { return c >= '0' && c <= '9'; });
  return labels >= 2 && last.size() >= 2 && !numeric;
}

}  // namespace

std::optional<Text> flaw_of_email(std::string_view address) {
  const std::size_t at = address.rfind('@');
  if (at != std::string_view::npos && address.size() <= 254 && at <= 64 &&
      is_dot_atom(address.substr(0, at)) && is_domain(address.substr(at + 1))) {
    return std::nullopt;
  }
  return say("{0} is geen e-mailadres; schrijf alleen het adres, zoals naam@example.org",
             "{0} is not an e-mail address; write the address alone, like name@example.org",
             {in_quotes(address)});
}

std::string normalised_email(std::string_view address) { return lowered(trimmed(address)); }

}  // namespace config_files
