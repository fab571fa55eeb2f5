// SPDX-License-Identifier: Apache-2.0
#include "service/programme/printable.h"

#include <array>
#include <cstdio>

namespace programme {
namespace {

struct Character {
  std::uint32_t code_point = 0;
  std::size_t octets = 0;  ///< 0: the first octet is not UTF-8.
};

std::uint32_t octet(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

/// Decodes the first character. Refuses overlong forms, surrogates and numbers above U+10FFFF (RFC 3629).
Character first_of(std::string_view text) {
  const std::uint32_t lead = octet(text, 0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t octets = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < octets) return {lead, 0};
  constexpr std::array<std::uint32_t, 5> masks{0, 0, 0x1F, 0x0F, 0x07};
  constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  std::uint32_t code_point = lead & masks[octets];
  for (std::size_t i = 1; i < octets; ++i) {
    if ((octet(text, i) & 0xC0U) != 0x80U) return {lead, 0};
    code_point = (code_point << 6U) | (octet(text, i) & 0x3FU);
  }
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (code_point < least[octets] || surrogate || code_point > 0x10FFFF) return {lead, 0};
  return {code_point, octets};
}

std::string number_of(std::uint32_t value) {
  std::array<char, 16> buffer{};
  const int length = std::snprintf(buffer.data(), buffer.size(), value > 0xFF ? "\\u%04X" : "\\x%02X",
                                   static_cast<unsigned>(value));
  return {buffer.data(), static_cast<std::size_t>(length)};
}

std::string escaped(std::string_view text, bool keeps_lines) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Character character = first_of(text);
    const std::uint32_t code_point = character.code_point;
    const bool kept = keeps_lines && (code_point == '\n' || code_point == '\t' || text.starts_with("\r\n"));
    const bool hidden =
        character.octets == 0 || is_bidi_control(code_point) || (is_control_character(code_point) && !kept);
    const std::size_t octets = character.octets == 0 ? 1 : character.octets;
    if (hidden) {
      out += number_of(code_point);
    } else {
      out += text.substr(0, octets);
    }
    text.remove_prefix(octets);
  }
  return out;
}

}  // namespace

bool is_control_character(std::uint32_t code_point) {
  return code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F) || code_point == 0x2028 ||
         code_point == 0x2029 || code_point == 0xFEFF;
}

bool is_bidi_control(std::uint32_t code_point) {
  return code_point == 0x061C || code_point == 0x200E || code_point == 0x200F ||
         (code_point >= 0x202A && code_point <= 0x202E) || (code_point >= 0x2066 && code_point <= 0x2069);
}

std::string printable(std::string_view text) { return escaped(text, false); }

std::string printable_lines(std::string_view text) { return escaped(text, true); }

std::string shortened(std::string_view text, std::size_t most) {
  std::size_t characters = 0;
  for (std::size_t at = 0; at < text.size(); ++at)
    if ((octet(text, at) & 0xC0U) != 0x80U && ++characters > most)
      return std::string(text.substr(0, at)) + "…";
  return std::string(text);
}

std::string in_quotes(std::string_view value) {
  constexpr std::size_t longest = 60;
  // Four octets a code point at most: the rest is not looked at.
  const std::string begin = printable(value.substr(0, 4 * (longest + 1)));
  return '"' + shortened(begin, longest) + '"';
}

}  // namespace programme
