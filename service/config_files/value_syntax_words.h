// SPDX-License-Identifier: Apache-2.0
//
// Splits the notation of a value into words and numbers.
#pragma once

#include <charconv>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace config_files {

inline constexpr int most_units = 400;  ///< Of a unit, "400 days before"; longer than any programme.

std::string_view trimmed(std::string_view text);

/// Returns the text with ASCII letters in lower case; other octets are unchanged.
std::string lowered(std::string_view text);

/// Splits the text at spaces, tabs and commas.
std::vector<std::string> words_of(std::string_view text);

bool is_any(std::string_view word, std::initializer_list<std::string_view> words);

/// Returns the value of decimal digits; nullopt for other characters and values over `most`.
std::optional<int> number_of(std::string_view digits, int most);

/// Iterates over the words of a text. At the end, peek() and take() return "".
class Words {
 public:
  explicit Words(std::string_view text) : words_(words_of(text)) {}

  bool at_end() const { return next_ == words_.size(); }
  std::string_view peek() const { return at_end() ? std::string_view() : std::string_view(words_[next_]); }
  std::string_view take() { return at_end() ? std::string_view() : std::string_view(words_[next_++]); }

  /// Takes the next word when it is one of `words`; returns whether it did.
  bool skip(std::initializer_list<std::string_view> words) {
    const bool hit = !at_end() && is_any(peek(), words);
    if (hit) ++next_;
    return hit;
  }

 private:
  std::vector<std::string> words_;
  std::size_t next_ = 0;
};

}  // namespace config_files
