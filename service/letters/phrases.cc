// SPDX-License-Identifier: Apache-2.0
#include "service/letters/phrases.h"

#include "service/letters/clean_text.h"
#include "service/letters/markdown.h"
#include "service/letters/moment_words.h"

namespace letters {

using programme::Language;
using programme::SkipReason;

std::string literal(std::string_view text) { return escape_markdown(one_line(text)); }

std::string greeting(std::string_view name, Language language) {
  return say(language, "Beste {0},\n\n", "Dear {0},\n\n", {literal(name)});
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
  const std::string now = literal(when_in_words(when, language));
  if (!was) return add_line(lines, say(language, "Wanneer", "When"), now);
  add_line(lines, say(language, "Was", "It was"), literal(when_in_words(*was, language)));
  add_line(lines, say(language, "Wordt", "Now"), "**" + now + "**");
}

void add_place(std::vector<std::string>& lines, const std::optional<std::string>& was,
               const std::string& place, Language language) {
  const std::string now = literal(place);
  if (!was) return add_line(lines, say(language, "Plaats", "Place"), now);
  add_line(lines, say(language, "Plaats was", "The place was"), literal(*was));
  const std::string to_follow = say(language, "volgt", "to follow");
  add_line(lines, say(language, "Plaats wordt", "The place is now"),
           "**" + (now.empty() ? to_follow : now) + "**");
}

std::string reason_in_words(SkipReason reason, Language language) {
  switch (reason) {
    case SkipReason::cancelled:
      return say(language, "het gaat niet door", "it is cancelled");
    case SkipReason::unconfirmed:
      return say(language, "wacht op een datum", "waits for a date");
    case SkipReason::planned:
      return say(language, "heeft al een datum", "has a date already");
    case SkipReason::begun:
      return say(language, "te kort voor of na het begin", "too shortly before the start, or after it");
    case SkipReason::late:
      return say(language, "te laat", "too late");
    case SkipReason::not_known_then:
      return say(language, "de regel is van later", "the rule was added later");
    case SkipReason::past_when_set:
      return say(language, "het was al voorbij toen de datum bekend werd",
                 "it was over when its date became known");
    case SkipReason::joined_later:
      return say(language, "kwam er later bij", "joined later");
    case SkipReason::left:
      return say(language, "doet niet (meer) mee", "does not take part (any more)");
    case SkipReason::handed_in:
      return say(language, "al ingeleverd", "already handed in");
    case SkipReason::opted_out:
      return say(language, "wil deze herinneringen niet", "does not want these reminders");
    case SkipReason::superseded:
      return say(language, "er gaat al een latere over hetzelfde", "a later one about the same goes");
    case SkipReason::moved:
      return say(language, "de datum is verschoven", "the date was moved");
    case SkipReason::no_rule:
      break;
  }
  return say(language, "de regel is er niet meer", "the rule is gone");
}

}  // namespace letters
