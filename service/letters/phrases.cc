// SPDX-License-Identifier: Apache-2.0
#include "service/letters/phrases.h"

#include "service/letters/clean_text.h"
#include "service/letters/markdown.h"
#include "service/letters/moment_words.h"

namespace letters {

using programme::Language;

std::string literal(std::string_view text) { return escape_markdown(one_line(text)); }

std::string greeting(std::string_view name, Language language) {
  return (language == Language::nl ? "Beste " : "Dear ") + literal(name) + ",\n\n";
}

std::string paragraph(const std::vector<std::string>& lines) {
  std::string text;
  // A hard line break is a backslash before the end of the line.
  for (const std::string& line : lines) text += (text.empty() ? "" : "\\\n") + line;
  return text + "\n\n";
}

void add_line(std::vector<std::string>& lines, std::string_view what, const std::string& text) {
  if (!text.empty()) lines.push_back(std::string{what} + ": " + text);
}

void add_when(std::vector<std::string>& lines, const std::optional<programme::Resolved>& was,
              const programme::Resolved& when, Language language) {
  const bool nl = language == Language::nl;
  const std::string now = literal(when_in_words(when, language));
  if (!was) return add_line(lines, nl ? "Wanneer" : "When", now);
  add_line(lines, nl ? "Was" : "It was", literal(when_in_words(*was, language)));
  add_line(lines, nl ? "Wordt" : "Now", "**" + now + "**");
}

void add_place(std::vector<std::string>& lines, const std::optional<std::string>& was,
               const std::string& place, Language language) {
  const bool nl = language == Language::nl;
  const std::string now = literal(place);
  if (!was) return add_line(lines, nl ? "Plaats" : "Place", now);
  add_line(lines, nl ? "Plaats was" : "The place was", literal(*was));
  const std::string to_follow = nl ? "volgt" : "to follow";
  add_line(lines, nl ? "Plaats wordt" : "The place is now", "**" + (now.empty() ? to_follow : now) + "**");
}

}  // namespace letters
