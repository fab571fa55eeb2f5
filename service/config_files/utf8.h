// SPDX-License-Identifier: Apache-2.0
//
// Finds characters that configuration files must not contain, and counts characters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "service/config_files/problem.h"

namespace config_files {

enum class CharacterFlaw {
  not_utf8,  ///< Invalid UTF-8, including overlong forms and surrogates.
  control,   ///< C0 except tab and line ends, DEL, C1, line and paragraph separators, byte order mark.
  bidi,      ///< Changes the direction of text, which can disguise a value.
};

struct FlawedCharacter {
  CharacterFlaw flaw;
  std::size_t offset;       ///< In octets.
  std::uint32_t character;  ///< Code point; the octet for not_utf8.
};

/// Returns the first forbidden character, or nullopt. '\t' is permitted, and with `lines_allowed` '\n' and
/// "\r\n".
std::optional<FlawedCharacter> find_flaw(std::string_view text, bool lines_allowed);

/// Returns the line and character at an octet offset. An octet of invalid UTF-8 counts as one character.
Position position_of(std::string_view text, std::size_t offset);

/// Returns the number of code points in valid UTF-8.
std::size_t length_of(std::string_view text);

}  // namespace config_files
