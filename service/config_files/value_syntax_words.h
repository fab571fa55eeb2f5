// SPDX-License-Identifier: Apache-2.0
//
// Cutting a value of one of the small languages into words and numbers.
#pragma once

#include <charconv>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace config_files {

inline constexpr int most_units = 400;  ///< "400 days before": more than a programme lasts.

std::string_view trimmed(std::string_view text);

/// Lower case for ASCII, other octets as they are.
std::string lowered(std::string_view text);

/// Cut at spaces, tabs and commas.
std::vector<std::string> words_of(std::string_view text);

bool is_any(std::string_view word, std::initializer_list<std::string_view> words);

/// Digits only, at most `most`.
std::optional<int> number_of(std::string_view digits, int most);

/// Reads words from left to right.
class Words {
 public:
  explicit Words(std::string_view text) : words_(words_of(text)) {}

  bool at_end() const { return next_ == words_.size(); }
  std::string_view peek() const { return at_end() ? std::string_view() : std::string_view(words_[next_]); }
  std::string_view take() { return at_end() ? std::string_view() : std::string_view(words_[next_++]); }

  /// Takes the next word when it is one of these.
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
