// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/utf8.h"

#include <utf8.h>

#include <algorithm>

#include "service/programme/printable.h"

namespace config_files {

std::optional<FlawedCharacter> find_flaw(std::string_view text, bool lines_allowed) {
  const char* const end = text.data() + text.size();
  const char* const invalid = utf8::find_invalid(text.data(), end);
  for (const char* at = text.data(); at != invalid;) {
    const char* const begin = at;
    const std::uint32_t character = utf8::unchecked::next(at);
    const bool line_end = character == '\n' || (character == '\r' && at != end && *at == '\n');
    if (character == '\t' || (lines_allowed && line_end)) continue;
    const auto offset = static_cast<std::size_t>(begin - text.data());
    if (programme::is_control_character(character))
      return FlawedCharacter{CharacterFlaw::control, offset, character};
    if (programme::is_bidi_control(character)) return FlawedCharacter{CharacterFlaw::bidi, offset, character};
  }
  if (invalid == end) return std::nullopt;
  return FlawedCharacter{CharacterFlaw::not_utf8, static_cast<std::size_t>(invalid - text.data()),
                         static_cast<unsigned char>(*invalid)};
}

Position position_of(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const std::size_t newline = before.rfind('\n');
  const std::string_view line = newline == std::string_view::npos ? before : before.substr(newline + 1);
  std::size_t characters = 0;
  const char* const end = line.data() + line.size();
  for (const char* at = line.data(); at != end;) {
    const char* const invalid = utf8::find_invalid(at, end);
    characters += static_cast<std::size_t>(utf8::unchecked::distance(at, invalid));
    at = invalid;
    if (at != end) {
      ++characters;
      ++at;
    }
  }
  return {static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n') + 1),
          static_cast<std::uint32_t>(characters + 1)};
}

std::size_t length_of(std::string_view text) {
  return static_cast<std::size_t>(utf8::unchecked::distance(text.data(), text.data() + text.size()));
}

}  // namespace config_files
