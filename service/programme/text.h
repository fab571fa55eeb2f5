// SPDX-License-Identifier: Apache-2.0
//
// Sentences in Dutch and English, written beside each other, with placeholders "{0}" to "{9}" for values. The
// order of the placeholders may differ.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace programme {

enum class Language { nl, en };

/// "nl" or "en", as in HTML and in the names of folders.
constexpr const char* code(Language language) { return language == Language::en ? "en" : "nl"; }

/// A wording in Dutch and, optionally, English.
struct Text {
  std::string nl;
  std::string en;  ///< Empty: `nl` serves for English too.

  const std::string& in(Language language) const { return language == Language::en && !en.empty() ? en : nl; }
  bool operator==(const Text&) const = default;
};

/// The value of a placeholder: one text for both languages, or a Text.
struct Fill {
  Text text;
  Fill(Text wording) : text(std::move(wording)) {}
  Fill(const std::string& value) : text{value, value} {}
  Fill(std::string_view value) : Fill(std::string(value)) {}
  Fill(const char* value) : Fill(std::string(value)) {}
};

/// Both sentences with their placeholders replaced. A placeholder without a value is left as it is.
Text say(std::string_view nl, std::string_view en, std::initializer_list<Fill> fills = {});

/// The sentence in one language.
std::string say(Language language, std::string_view nl, std::string_view en,
                std::initializer_list<std::string_view> fills = {});

/// "59.950" and "59,950".
Text grouped(std::size_t number);

/// "en nog 59.950" and "and 59,950 more".
Text and_more(std::size_t number);

}  // namespace programme
