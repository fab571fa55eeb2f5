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
using programme::say;

/// Formats dates by the pattern of ICU for a skeleton ("yMMMM", "yMMMMd").
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

/// ICU formats are slow to make and not thread-safe.
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

std::string cancelled_mark(Language language) { return say(language, "GEANNULEERD: ", "CANCELLED: "); }

std::string questions(std::string_view contact, Language language) {
  return say(language, "Vragen? {0}", "Questions? {0}", {contact});
}

std::string with_contact(const std::string& text, std::string_view contact, Language language) {
  return contact.empty() ? text : text + "\n" + questions(contact, language);
}

/// From one day or moment to another.
std::string through(const std::string& first, const std::string& last, Language language) {
  return say(language, "{0} t/m {1}", "{0} to {1}", {first, last});
}

void add_line(std::string& out, std::string_view line) {
  if (!out.empty()) out += '\n';
  out += line;
}

}  // namespace

std::string kind_name(ActivityKind kind, Language language) {
  switch (kind) {
    case ActivityKind::quickscan:
      return say(language, "Quickscan", "Quickscan");
    case ActivityKind::intake:
      return say(language, "Intake", "Intake");
    case ActivityKind::kickoff:
      return say(language, "Kick-off", "Kick-off");
    case ActivityKind::workshop:
      return say(language, "Werksessie", "Work session");
    case ActivityKind::lunch:
      return say(language, "Lunch", "Lunch");
    case ActivityKind::wrap_up:
      return say(language, "Wrap-up", "Wrap-up");
    case ActivityKind::assignment:
      return say(language, "Opdracht", "Assignment");
    case ActivityKind::other:
      return say(language, "Werktraject", "Programme");
  }
  throw std::logic_error{"activity kind without a name"};
}

std::string range_in_words(const DayRange& days, Language language) {
  const DateFormats& words_for = formats(language);
  if (is_whole_month(days)) return words_for.month(days.first);
  std::string first = words_for.day(days.first);
  if (days.first == days.last) return first;
  return through(first, words_for.day(days.last), language);
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
  return through(day_and_time_in_words(start, language), day_and_time_in_words(end, language), language);
}

std::string day_and_time_in_words(programme::LocalMinute time, Language language) {
  const auto day = date::floor<date::days>(time);
  return day_in_words(date::year_month_day{day}, language) + ", " + time_in_words(time - day, language);
}

std::string time_in_words(std::chrono::minutes time, Language language) {
  return say(language, "{0} uur", "{0}", {clock_text(time, language)});
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
  std::string out;
  if (marks.cancelled) out += cancelled_mark(language);
  if (marks.to_be_confirmed) {
    const bool day_known = marks.to_be_confirmed->first == marks.to_be_confirmed->last;
    out += day_known ? say(language, "(tijd volgt) ", "(time to follow) ")
                     : say(language, "(datum volgt) ", "(date to follow) ");
  }
  if (marks.deadline) {
    const bool done = marks.handed_in && !marks.cancelled;
    out +=
        done ? say(language, "✓ Ingeleverd: ", "✓ Handed in: ") : say(language, "Deadline: ", "Deadline: ");
  }
  out += title;
  if (marks.deadline_time) out += " (" + time_in_words(*marks.deadline_time, language) + ")";
  if (marks.to_be_confirmed) out += " – " + range_in_words(*marks.to_be_confirmed, language);
  return out;
}

std::string description(const DescriptionParts& parts, Language language) {
  std::string out;
  if (!parts.online.empty() && !parts.marks.cancelled)
    add_line(out, say(language, "Online deelnemen: {0}", "Join online: {0}", {parts.online}));
  if (parts.marks.cancelled) {
    std::string line = say(language, "Dit gaat niet door.", "This will not take place.");
    if (!parts.cancelled_reason.empty())
      line += say(language, " Reden: {0}", " Reason: {0}", {parts.cancelled_reason});
    add_line(out, line);
  }
  if (const auto& range = parts.marks.to_be_confirmed) {
    std::string line =
        range->first == range->last
            ? say(language, "De tijd staat nog niet vast; de agenda volgt vanzelf zodra die bekend is.",
                  "The time is not fixed yet; this calendar follows by itself once it is.")
            : say(language, "De dag staat nog niet vast; de agenda volgt vanzelf zodra die bekend is.",
                  "The day is not fixed yet; this calendar follows by itself once it is.");
    line += say(language, " Verwacht: {0}.", " Expected: {0}.", {range_in_words(*range, language)});
    // The first line, so that people do not mistake the day of the event for its date.
    out.insert(0, out.empty() ? line : line + "\n");
  }
  if (parts.marks.deadline_time)
    add_line(out, say(language, "Klaar vóór {0}.", "To be done before {0}.",
                      {time_in_words(*parts.marks.deadline_time, language)}));
  if (!parts.text.empty()) add_line(out, parts.text);

  std::string programme{parts.programme_title};
  if (!parts.organiser.empty()) programme.append(" – ").append(parts.organiser);
  add_line(out, programme);
  if (!parts.contact.empty()) add_line(out, questions(parts.contact, language));
  return out;
}

std::string library_calendar_name(std::string_view programme_title, std::string_view library) {
  return std::string{programme_title} + " – " + std::string{library};
}

std::string programme_calendar_name(std::string_view programme_title) {
  return std::string{programme_title} + " (alle bibliotheken)";
}

std::string calendar_description(Language language) {
  return say(language,
             "Bijeenkomsten en deadlines van het werktraject. Wijzigingen komen vanzelf in deze agenda.",
             "Sessions and deadlines of the programme. Changes reach this calendar by themselves.");
}

std::string closed_title(Language language) {
  return say(language, "Dit agenda-abonnement werkt niet meer", "This calendar subscription no longer works");
}

std::string closed_description(std::string_view contact, Language language) {
  return with_contact(
      say(language,
          "Dit adres is vervangen of ingetrokken. U kunt dit abonnement verwijderen; het nieuwe adres krijgt "
          "u "
          "van de organisatie.",
          "This address was replaced or withdrawn. You can remove this subscription; the organisation gives "
          "you the new address."),
      contact, language);
}

std::string cleared_title(Language language) {
  return cancelled_mark(language) +
         say(language, "dit abonnement werkt niet meer", "this subscription no longer works");
}

std::string invited_title(Language language) {
  return say(language, "Uw activiteiten komen als uitnodiging per mail",
             "Your activities come as invitations by mail");
}

std::string invited_description(std::string_view contact, Language language) {
  return with_contact(
      say(language,
          "U krijgt uitnodigingen in plaats van een agenda-abonnement. Wat u daarvan aanneemt, staat in uw "
          "eigen agenda. Dit abonnement kunt u verwijderen.",
          "You get invitations instead of a calendar subscription. Those that you accept are in your own "
          "calendar. You can remove this subscription."),
      contact, language);
}

std::string left_title(std::string_view programme_title, Language language) {
  return say(language, "Deelname gestopt: {0}", "No longer taking part: {0}", {programme_title});
}

std::string left_description(std::string_view contact, Language language) {
  return with_contact(say(language,
                          "Van dit werktraject staat hier alleen nog wat geweest is. Wilt u ook dat niet "
                          "meer zien, verwijder "
                          "dan dit abonnement.",
                          "Of this programme only what is past is left here. If you no longer want to see "
                          "that either, remove "
                          "this subscription."),
                      contact, language);
}

}  // namespace feeds
