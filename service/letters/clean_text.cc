// SPDX-License-Identifier: Apache-2.0
#include "service/letters/clean_text.h"

#include <algorithm>
#include <stdexcept>

#include "ical/text.h"
#include "service/smtp/courier.h"

namespace letters {
namespace {

/// Octets of the UTF-8 sequence that `lead` announces.
std::size_t sequence_length(char lead) {
  const auto octet = static_cast<unsigned char>(lead);
  if (octet >= 0xF0) return 4;
  if (octet >= 0xE0) return 3;
  return octet >= 0xC0 ? 2 : 1;
}

bool is_plain(char c) { return c > ' ' && c < 0x7F; }

}  // namespace

std::string one_line(std::string_view text) {
  std::string out;
  bool blank = false;
  while (!text.empty()) {
    std::string_view character = text.substr(0, sequence_length(text.front()));
    const bool shown = character != " " && ical::is_clean(character, false);
    // After an octet that begins nothing, the next one may begin something.
    if (!shown) character = ical::is_clean(character, true) ? character : text.substr(0, 1);
    if (shown) {
      if (blank && !out.empty()) out += ' ';
      out += character;
    }
    blank = !shown;
    text.remove_prefix(character.size());
  }
  return out;
}

std::string clean_lines(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string line = one_line(text.substr(0, end));
    if (!line.empty()) out.append(out.empty() ? "" : "\n").append(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

void require_link(std::string_view link) {
  constexpr std::size_t longest = 900;
  const bool web = link.starts_with("https://") || link.starts_with("http://");
  const bool plain = std::ranges::all_of(link, [](char c) {
    return is_plain(c) && std::string_view{"\"<>\\^`{|}"}.find(c) == std::string_view::npos;
  });
  if (!web || !plain || link.size() > longest)
    throw std::invalid_argument{"a link of the mail is no plain web address"};
}

void require_message_id(std::string_view id) {
  if (!smtp::is_envelope_address(id))
    throw std::invalid_argument{"the Message-ID is not of the form name@domain"};
}

void require_address(std::string_view address, std::string_view whose) {
  if (!smtp::is_envelope_address(address))
    throw std::invalid_argument{"the address of " + std::string{whose} + " cannot stand in a mail"};
}

}  // namespace letters
