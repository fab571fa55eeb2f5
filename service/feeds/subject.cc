// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/subject.h"

#include <unicode/translit.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace feeds {
namespace {

constexpr std::size_t longest_slug = 40;

const icu::Transliterator& to_ascii() {
  static const std::unique_ptr<icu::Transliterator> instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made{
        icu::Transliterator::createInstance("Any-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status)};
    if (U_FAILURE(status)) throw std::runtime_error{"ICU has no transliterator to ASCII"};
    return made;
  }();
  return *instance;
}

std::string transliterated(std::string_view name) {
  const bool ascii =
      std::all_of(name.begin(), name.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
  if (ascii) {  // true for most names; ICU takes a hundred times as long
    std::string lower{name};
    for (char& c : lower)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
  }
  icu::UnicodeString text = icu::UnicodeString::fromUTF8({name.data(), static_cast<int32_t>(name.size())});
  to_ascii().transliterate(text);
  std::string out;
  text.toUTF8String(out);
  return out;
}

}  // namespace

std::string_view to_string(FeedKind kind) {
  switch (kind) {
    case FeedKind::person:
      return "person";
    case FeedKind::library:
      return "library";
    case FeedKind::programme:
      return "programme";
  }
  throw std::logic_error{"feed kind without a name"};
}

std::string to_string(const Subject& subject) {
  return std::string{to_string(subject.kind)} + ":" + subject.id;
}

std::optional<Subject> parse_subject(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon + 1 == text.size()) return std::nullopt;
  for (const auto kind : {FeedKind::person, FeedKind::library, FeedKind::programme})
    if (text.substr(0, colon) == to_string(kind)) return Subject{kind, std::string{text.substr(colon + 1)}};
  return std::nullopt;
}

std::string slug(std::string_view name) {
  std::string out;
  for (const char c : transliterated(name)) {
    const bool keep = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (keep) {
      out += c;
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
    if (out.size() == longest_slug) break;
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out.empty() ? "agenda" : out;
}

}  // namespace feeds
