// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/utf8.h"

#include <algorithm>

namespace config_files {
namespace {

struct Decoded {
  std::uint32_t character = 0;
  std::size_t octets = 0;  ///< 0: not valid UTF-8.
};

/// One character by the table of well-formed sequences (Unicode §3.9, table 3-7).
Decoded decode(std::string_view text) {
  const auto octet = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::uint32_t lead = octet(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t octets = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < octets) return {};
  std::uint32_t character = lead & (0x7FU >> octets);
  for (std::size_t i = 1; i < octets; ++i) {
    if ((octet(i) & 0xC0U) != 0x80U) return {};
    character = (character << 6U) | (octet(i) & 0x3FU);
  }
  const bool overlong = (octets == 3 && character < 0x800) || (octets == 4 && character < 0x10000);
  const bool outside = character > 0x10FFFF || (character >= 0xD800 && character <= 0xDFFF);
  if (overlong || outside) return {};
  return {character, octets};
}

bool is_bidi(std::uint32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

bool is_control(std::uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 || c == 0xFEFF;
}

bool is_continuation(char octet) { return (static_cast<unsigned char>(octet) & 0xC0U) == 0x80U; }

}  // namespace

std::optional<FlawedCharacter> find_flaw(std::string_view text, bool lines_allowed) {
  for (std::size_t at = 0; at < text.size();) {
    const auto first = static_cast<unsigned char>(text[at]);
    if (first >= 0x20 && first < 0x7F) {
      ++at;
      continue;
    }
    const bool line_end =
        text[at] == '\n' || (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n');
    if (text[at] == '\t' || (lines_allowed && line_end)) {
      ++at;
      continue;
    }
    const Decoded decoded = decode(text.substr(at));
    if (decoded.octets == 0) return FlawedCharacter{CharacterFlaw::not_utf8, at, first};
    if (is_control(decoded.character)) return FlawedCharacter{CharacterFlaw::control, at, decoded.character};
    if (is_bidi(decoded.character)) return FlawedCharacter{CharacterFlaw::bidi, at, decoded.character};
    at += decoded.octets;
  }
  return std::nullopt;
}

Position position_of(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const std::size_t newline = before.rfind('\n');
  const std::string_view line = newline == std::string_view::npos ? before : before.substr(newline + 1);
  std::size_t characters = 0;
  for (std::size_t at = 0; at < line.size(); ++characters)
    at += std::max<std::size_t>(decode(line.substr(at)).octets, 1);
  return {static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n') + 1),
          static_cast<std::uint32_t>(characters + 1)};
}

std::size_t length_of(std::string_view text) {
  return text.size() - static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_continuation));
}

}  // namespace config_files
