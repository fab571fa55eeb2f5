// SPDX-License-Identifier: Apache-2.0
//
// Which characters may stand in a configuration file, and counting them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "service/config_files/problem.h"

namespace config_files {

enum class CharacterFlaw {
  not_utf8,  ///< Invalid UTF-8, overlong forms and surrogates included.
  control,   ///< C0 (except tab and line ends), DEL, C1, line and paragraph separators, a byte order mark
             ///< inside.
  bidi,      ///< Turns the direction of text, so that it reads as something else than it says.
};

struct FlawedCharacter {
  CharacterFlaw flaw;
  std::size_t offset;       ///< In octets.
  std::uint32_t character;  ///< Code point; for not_utf8 the octet.
};

/// The first character that must not be there. '\t' is fine; '\n' and "\r\n" when `lines_allowed`.
std::optional<FlawedCharacter> find_flaw(std::string_view text, bool lines_allowed);

/// Line and character of an octet offset; octets that are no UTF-8 count as characters of their own.
Position position_of(std::string_view text, std::size_t offset);

/// Number of characters (code points) of valid UTF-8.
std::size_t length_of(std::string_view text);

}  // namespace config_files
