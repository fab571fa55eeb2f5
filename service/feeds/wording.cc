// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/wording.h"

#include <unicode/dtptngen.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>

#include <array>
#include <cstdio>
#include <memory>
#include <stdexcept>

namespace feeds {
namespace {

using programme::ActivityKind;
using programme::DayRange;

struct Words {
  std::string_view deadline, handed_in, date_to_follow, time_to_follow, cancelled, online, not_held, reason;
  std::string_view day_not_fixed, time_not_fixed, expected, hand_in_before, questions;
  std::string_view join, calendar, through;
  std::string_view closed, closed_why, cleared, left, left_why, invited, invited_why;
};

constexpr Words dutch{
    .deadline = "Deadline: ",
    .handed_in = "✓ Ingeleverd: ",
    .date_to_follow = "(datum volgt) ",
    .time_to_follow = "(tijd volgt) ",
    .cancelled = "GEANNULEERD: ",
    .online = "Online deelnemen: ",
    .not_held = "Dit gaat niet door.",
    .reason = " Reden: ",
    .day_not_fixed = "De dag staat nog niet vast; de agenda volgt vanzelf zodra die bekend is.",
    .time_not_fixed = "De tijd staat nog niet vast; de agenda volgt vanzelf zodra die bekend is.",
    .expected = " Verwacht: ",
    .hand_in_before = "Klaar vóór ",
    .questions = "Vragen? ",
    .join = "Online deelnemen",
    .calendar = "Bijeenkomsten en deadlines van het werktraject. Wijzigingen komen vanzelf in deze agenda.",
    .through = " t/m ",
    .closed = "Dit agenda-abonnement werkt niet meer",
    .closed_why =
        "Dit adres is vervangen of ingetrokken. U kunt dit abonnement verwijderen; het nieuwe adres krijgt u "
        "van de organisatie.",
    .cleared = "dit abonnement werkt niet meer",
    .left = "Deelname gestopt: ",
    .left_why =
        "Van dit werktraject staat hier alleen nog wat geweest is. Wilt u ook dat niet meer zien, verwijder "
        "dan dit abonnement.",
    .invited = "Uw activiteiten komen als uitnodiging per mail",
    .invited_why =
        "U krijgt uitnodigingen in plaats van een agenda-abonnement. Wat u daarvan aanneemt, staat in uw "
        "eigen "
        "agenda. Dit abonnement kunt u verwijderen.",
};

constexpr Words english{
    .deadline = "Deadline: ",
    .handed_in = "✓ Handed in: ",
    .date_to_follow = "(date to follow) ",
    .time_to_follow = "(time to follow) ",
    .cancelled = "CANCELLED: ",
    .online = "Join online: ",
    .not_held = "This will not take place.",
    .reason = " Reason: ",
    .day_not_fixed = "The day is not fixed yet; this calendar follows by itself once it is.",
    .time_not_fixed = "The time is not fixed yet; this calendar follows by itself once it is.",
    .expected = " Expected: ",
    .hand_in_before = "To be done before ",
    .questions = "Questions? ",
    .join = "Join online",
    .calendar = "Sessions and deadlines of the programme. Changes reach this calendar by themselves.",
    .through = " to ",
    .closed = "This calendar subscription no longer works",
    .closed_why =
        "This address was replaced or withdrawn. You can remove this subscription; the organisation gives "
        "you the new address.",
    .cleared = "this subscription no longer works",
    .left = "No longer taking part: ",
    .left_why =
        "Of this programme only what is past is left here. If you no longer want to see that either, remove "
        "this subscription.",
    .invited = "Your activities come as invitations by mail",
    .invited_why =
        "You get invitations instead of a calendar subscription. Those that you accept are in your own "
        "calendar. You can remove this subscription.",
};

const Words& words(Language language) { return language == Language::en ? english : dutch; }

/// Dates in words by ICU's pattern for a skeleton ("yMMMM", "yMMMMd").
class DateWords {
 public:
  DateWords(Language language, const char* skeleton) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Locale locale{language == Language::en ? "en_GB" : "nl_NL"};
    const std::unique_ptr<icu::DateTimePatternGenerator> generator{
        icu::DateTimePatternGenerator::createInstance(locale, status)};
    if (U_FAILURE(status)) throw std::runtime_error{"ICU has no date patterns for nl_NL and en_GB"};
    const icu::UnicodeString pattern = generator->getBestPattern(icu::UnicodeString{skeleton}, status);
    format_ = std::make_unique<icu::SimpleDateFormat>(pattern, locale, status);
    if (U_FAILURE(status)) throw std::runtime_error{"ICU cannot format dates"};
    format_->adoptTimeZone(icu::TimeZone::getGMT()->clone());
  }

  std::string operator()(date::year_month_day day) const {
    const auto since_epoch = std::chrono::milliseconds{date::sys_days{day}.time_since_epoch()};
    icu::UnicodeString text;
    format_->format(static_cast<UDate>(since_epoch.count()), text);
    std::string utf8;
    text.toUTF8String(utf8);
    return utf8;
  }

 private:
  std::unique_ptr<icu::SimpleDateFormat> format_;
};

/// Formats are slow to make and not for two threads at once.
struct DateFormats {
  explicit DateFormats(Language language)
      : month{language, "yMMMM"}, day{language, "yMMMMd"}, weekday{language, "EEEE"} {}
  DateWords month;
  DateWords day;
  DateWords weekday;
};

const DateFormats& formats(Language language) {
  thread_local const DateFormats dutch_formats{Language::nl};
  thread_local const DateFormats english_formats{Language::en};
  return language == Language::en ? english_formats : dutch_formats;
}

bool is_whole_month(const DayRange& days) {
  const auto month = days.first.year() / days.first.month();
  return days.first.day() == date::day{1} && days.last == date::year_month_day{month / date::last};
}

/// "17.00" / "17:00".
std::string clock_text(std::chrono::minutes time, Language language) {
  std::array<char, 32> text{};
  const auto hours = static_cast<int>(time.count() / 60);
  const auto minutes = static_cast<int>(time.count() % 60);
  std::snprintf(text.data(), text.size(), language == Language::en ? "%02d:%02d" : "%02d.%02d", hours,
                minutes);
  return text.data();
}

std::string with_contact(std::string_view text, std::string_view contact, const Words& words) {
  std::string out{text};
  if (!contact.empty()) out.append("\n").append(words.questions).append(contact);
  return out;
}

void add_line(std::string& out, std::string_view line) {
  if (!out.empty()) out += '\n';
  out += line;
}

}  // namespace

std::string_view kind_name(ActivityKind kind, Language language) {
  const bool nl = language == Language::nl;
  switch (kind) {
    case ActivityKind::quickscan:
      return "Quickscan";
    case ActivityKind::intake:
      return "Intake";
    case ActivityKind::kickoff:
      return "Kick-off";
    case ActivityKind::workshop:
      return nl ? "Werksessie" : "Work session";
    case ActivityKind::lunch:
      return "Lunch";
    case ActivityKind::wrap_up:
      return "Wrap-up";
    case ActivityKind::assignment:
      return nl ? "Opdracht" : "Assignment";
    case ActivityKind::other:
      return nl ? "Werktraject" : "Programme";
  }
  throw std::logic_error{"activity kind without a name"};
}

std::string range_in_words(const DayRange& days, Language language) {
  const DateFormats& words_for = formats(language);
  if (is_whole_month(days)) return words_for.month(days.first);
  std::string first = words_for.day(days.first);
  if (days.first == days.last) return first;
  return first + std::string{words(language).through} + words_for.day(days.last);
}

std::string day_in_words(date::year_month_day day, Language language) {
  const DateFormats& words_for = formats(language);
  return words_for.weekday(day) + " " + words_for.day(day);
}

std::string session_in_words(programme::LocalMinute start, programme::LocalMinute end, Language language) {
  const auto first = date::floor<date::days>(start);
  const auto last = date::floor<date::days>(end);
  if (first == last)
    return day_in_words(date::year_month_day{first}, language) + ", " +
           times_in_words({start - first, end - first}, language);
  return day_and_time_in_words(start, language) + std::string{words(language).through} +
         day_and_time_in_words(end, language);
}

std::string day_and_time_in_words(programme::LocalMinute time, Language language) {
  const auto day = date::floor<date::days>(time);
  return day_in_words(date::year_month_day{day}, language) + ", " + time_in_words(time - day, language);
}

std::string time_in_words(std::chrono::minutes time, Language language) {
  return clock_text(time, language) + (language == Language::en ? "" : " uur");
}

std::string times_in_words(const programme::TimeRange& times, Language language) {
  return clock_text(times.from, language) + "–" + time_in_words(times.to, language);
}

std::string place_in_words(const programme::Occurrence& occurrence) {
  const std::string& place = occurrence.place();
  const std::string& online = occurrence.activity->online;
  if (place.empty()) return online;
  return online.empty() ? place : place + ", " + online;
}

std::string marked_title(std::string_view title, const TitleMarks& marks, Language language) {
  const Words& w = words(language);
  std::string out;
  if (marks.cancelled) out += w.cancelled;
  if (marks.to_be_confirmed) {
    const bool day_known = marks.to_be_confirmed->first == marks.to_be_confirmed->last;
    out += day_known ? w.time_to_follow : w.date_to_follow;
  }
  if (marks.deadline) out += marks.handed_in && !marks.cancelled ? w.handed_in : w.deadline;
  out += title;
  if (marks.deadline_time) out += " (" + time_in_words(*marks.deadline_time, language) + ")";
  if (marks.to_be_confirmed) out += " – " + range_in_words(*marks.to_be_confirmed, language);
  return out;
}

std::string description(const DescriptionParts& parts, Language language) {
  const Words& w = words(language);
  std::string out;
  if (!parts.online.empty() && !parts.marks.cancelled)
    add_line(out, std::string{w.online} + std::string{parts.online});
  if (parts.marks.cancelled) {
    std::string line{w.not_held};
    if (!parts.cancelled_reason.empty()) line.append(w.reason).append(parts.cancelled_reason);
    add_line(out, line);
  }
  if (const auto& range = parts.marks.to_be_confirmed) {
    std::string line{range->first == range->last ? w.time_not_fixed : w.day_not_fixed};
    line.append(w.expected).append(range_in_words(*range, language)).append(".");
    // The one thing that must not be taken for a date comes before everything else.
    out.insert(0, out.empty() ? line : line + "\n");
  }
  if (parts.marks.deadline_time)
    add_line(out, std::string{w.hand_in_before} + time_in_words(*parts.marks.deadline_time, language) + ".");
  if (!parts.text.empty()) add_line(out, parts.text);

  std::string programme{parts.programme_title};
  if (!parts.organiser.empty()) programme.append(" – ").append(parts.organiser);
  add_line(out, programme);
  if (!parts.contact.empty()) add_line(out, std::string{w.questions} + std::string{parts.contact});
  return out;
}

std::string_view join_label(Language language) { return words(language).join; }

std::string library_calendar_name(std::string_view programme_title, std::string_view library) {
  return std::string{programme_title} + " – " + std::string{library};
}

std::string programme_calendar_name(std::string_view programme_title) {
  return std::string{programme_title} + " (alle bibliotheken)";
}

std::string_view calendar_description(Language language) { return words(language).calendar; }

std::string closed_title(Language language) { return std::string{words(language).closed}; }

std::string closed_description(std::string_view contact, Language language) {
  return with_contact(words(language).closed_why, contact, words(language));
}

std::string cleared_title(Language language) {
  return std::string{words(language).cancelled}.append(words(language).cleared);
}

std::string invited_title(Language language) { return std::string{words(language).invited}; }

std::string invited_description(std::string_view contact, Language language) {
  return with_contact(words(language).invited_why, contact, words(language));
}

std::string left_title(std::string_view programme_title, Language language) {
  return std::string{words(language).left}.append(programme_title);
}

std::string left_description(std::string_view contact, Language language) {
  return with_contact(words(language).left_why, contact, words(language));
}

}  // namespace feeds
