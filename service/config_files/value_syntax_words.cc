// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/value_syntax_words.h"

#include <algorithm>

namespace config_files {

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  constexpr std::string_view separators = " \t,";
  for (std::size_t at = text.find_first_not_of(separators); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
    words.push_back(lowered(text.substr(at, end - at)));
    at = text.find_first_not_of(separators, end);
  }
  return words;
}

bool is_any(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::optional<int> number_of(std::string_view digits, int most) {
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool plain = !digits.empty() && digits.front() != '-' && digits.front() != '+';
  if (!plain || error != std::errc() || end != digits.data() + digits.size() || number > most)
    return std::nullopt;
  return number;
}

}  // namespace config_files
