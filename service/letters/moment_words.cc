// SPDX-License-Identifier: Apache-2.0
#include "service/letters/moment_words.h"

#include "service/feeds/wording.h"

namespace letters {
namespace {

using programme::Deadline;
using programme::Language;
using programme::LocalMinute;
using programme::Resolved;
using programme::Session;
using programme::ToBeConfirmed;
using programme::year_month_day;

year_month_day day_of(LocalMinute time) { return year_month_day{date::floor<date::days>(time)}; }

std::chrono::minutes time_of(LocalMinute time) { return time - date::floor<date::days>(time); }

bool is_on_one_day(const Session& session) { return day_of(session.start) == day_of(session.end); }

std::string in_words(const Session& session, Language language) {
  return feeds::session_in_words(session.start, session.end, language);
}

std::string in_words(const Deadline& deadline, Language language) {
  const std::string day = feeds::day_in_words(deadline.day, language);
  if (!deadline.time) return say(language, "uiterlijk {0}", "by {0}", {day});
  return say(language, "uiterlijk {0} (vóór {1})", "by {0} (before {1})",
             {day, feeds::time_in_words(*deadline.time, language)});
}

std::string in_words(const ToBeConfirmed& open, Language language) {
  const std::string days = feeds::range_in_words(open.days, language);
  if (open.days.first == open.days.last)
    return say(language, "{0} (tijd volgt)", "{0} (time to follow)", {days});
  return say(language, "{0} (datum volgt)", "{0} (date to follow)", {days});
}

std::string in_words(const programme::Unplanned&, Language language) {
  return say(language, "datum volgt", "date to follow");
}

std::string days_in_words(int days, Language language) {
  if (days == -1) return say(language, "gisteren", "yesterday");
  if (days == 0) return say(language, "vandaag", "today");
  if (days == 1) return say(language, "morgen", "tomorrow");
  if (days < 0) return say(language, "{0} dagen geleden", "{0} days ago", {std::to_string(-days)});
  return say(language, "over {0} dagen", "in {0} days", {std::to_string(days)});
}

}  // namespace

std::string when_in_words(const Resolved& when, Language language) {
  return std::visit([&](const auto& value) { return in_words(value, language); }, when);
}

std::string day_in_words(const Resolved& when, Language language) {
  const auto day = programme::fixed_day(when);
  return day ? feeds::day_in_words(*day, language) : std::string{};
}

std::string times_in_words(const Resolved& when, Language language) {
  const auto* session = std::get_if<Session>(&when);
  if (session == nullptr || !is_on_one_day(*session)) return {};
  return feeds::times_in_words({time_of(session->start), time_of(session->end)}, language);
}

std::string distance_in_words(const Resolved& when, year_month_day today, Language language) {
  const auto day = programme::fixed_day(when);
  if (!day) return {};
  return days_in_words(static_cast<int>((date::sys_days{*day} - date::sys_days{today}).count()), language);
}

}  // namespace letters
