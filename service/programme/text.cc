// SPDX-License-Identifier: Apache-2.0
#include "service/programme/text.h"

#include <cstddef>
#include <string>

namespace programme {
namespace {

/// Replaces each "{i}" by `value(i)`.
template <class Value>
std::string filled(std::string_view sentence, std::size_t values, const Value& value) {
  std::string out;
  out.reserve(sentence.size());
  for (std::size_t at = 0; at < sentence.size(); ++at) {
    const bool placeholder = sentence[at] == '{' && at + 2 < sentence.size() && sentence[at + 2] == '}' &&
                             sentence[at + 1] >= '0' && sentence[at + 1] <= '9';
    const auto index = placeholder ? static_cast<std::size_t>(sentence[at + 1] - '0') : values;
    if (index < values) {
      out += value(index);
      at += 2;
    } else {
      out += sentence[at];
    }
  }
  return out;
}

}  // namespace

Text say(std::string_view nl, std::string_view en, std::initializer_list<Fill> fills) {
  const auto fill = [&](std::size_t i) -> const Text& { return (fills.begin() + i)->text; };
  return {filled(nl, fills.size(), [&](std::size_t i) -> std::string_view { return fill(i).nl; }),
          filled(en, fills.size(), [&](std::size_t i) -> std::string_view { return fill(i).en; })};
}

std::string say(Language language, std::string_view nl, std::string_view en,
                std::initializer_list<std::string_view> fills) {
  return filled(language == Language::en ? en : nl, fills.size(),
                [&](std::size_t i) { return *(fills.begin() + i); });
}

Text grouped(std::size_t number) {
  const std::string digits = std::to_string(number);
  Text out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const bool begins_group = i > 0 && (digits.size() - i) % 3 == 0;
    if (begins_group) {
      out.nl += '.';
      out.en += ',';
    }
    out.nl += digits[i];
    out.en += digits[i];
  }
  return out;
}

Text and_more(std::size_t number) { return say("en nog {0}", "and {0} more", {grouped(number)}); }

}  // namespace programme
