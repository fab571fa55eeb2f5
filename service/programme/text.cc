// SPDX-License-Identifier: Apache-2.0
#include "service/programme/text.h"

#include <cstddef>

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

}  // namespace programme
