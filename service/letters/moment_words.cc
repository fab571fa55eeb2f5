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
  const bool nl = language == Language::nl;
  std::string words = (nl ? "uiterlijk " : "by ") + feeds::day_in_words(deadline.day, language);
  if (deadline.time)
    words += (nl ? " (vóór " : " (before ") + feeds::time_in_words(*deadline.time, language) + ")";
  return words;
}

std::string in_words(const ToBeConfirmed& open, Language language) {
  const bool nl = language == Language::nl;
  const bool day_known = open.days.first == open.days.last;
  const char* to_follow =
      day_known ? (nl ? "tijd volgt" : "time to follow") : (nl ? "datum volgt" : "date to follow");
  return feeds::range_in_words(open.days, language) + " (" + to_follow + ")";
}

std::string in_words(const programme::Unplanned&, Language language) {
  return language == Language::nl ? "datum volgt" : "date to follow";
}

std::string days_in_words(int days, Language language) {
  const bool nl = language == Language::nl;
  switch (days) {
    case -1:
      return nl ? "gisteren" : "yesterday";
    case 0:
      return nl ? "vandaag" : "today";
    case 1:
      return nl ? "morgen" : "tomorrow";
    default:
      break;
  }
  if (days < 0) return std::to_string(-days) + (nl ? " dagen geleden" : " days ago");
  return nl ? "over " + std::to_string(days) + " dagen" : "in " + std::to_string(days) + " days";
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
