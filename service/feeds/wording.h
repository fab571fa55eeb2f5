// SPDX-License-Identifier: Apache-2.0
//
// The texts that feeds add to those of the coordinator, in Dutch and English.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "service/programme/programme.h"
#include "service/programme/schedule.h"

namespace feeds {

using programme::Language;

std::string kind_name(programme::ActivityKind kind, Language language);

/// "januari 2024" when the range is a whole month, "8 januari 2024 t/m 26 januari 2024" for a range,
/// "11 januari 2024" for one day.
std::string range_in_words(const programme::DayRange& days, Language language);

/// "dinsdag 20 juni 2023" / "Tuesday 20 June 2023".
std::string day_in_words(date::year_month_day day, Language language);

/// "dinsdag 20 juni 2023, 10.00–13.00 uur" / "Tuesday 20 June 2023, 10:00–13:00". With both days if it ends
/// on another one.
std::string session_in_words(programme::LocalMinute start, programme::LocalMinute end, Language language);

/// "dinsdag 20 juni 2023, 17.00 uur" / "Tuesday 20 June 2023, 17:00".
std::string day_and_time_in_words(programme::LocalMinute time, Language language);

/// "17.00 uur" / "17:00". Minutes since local midnight.
std::string time_in_words(std::chrono::minutes time, Language language);

/// "10.00–13.00 uur" / "10:00–13:00", of one day.
std::string times_in_words(const programme::TimeRange& times, Language language);

/// Place and meeting link: "Zaal 1, https://…"; empty if neither is known.
std::string place_in_words(const programme::Occurrence& occurrence);

/// The marks around a title. Titles need them because calendar programs hide STATUS.
struct TitleMarks {
  bool cancelled = false;
  bool deadline = false;
  std::optional<std::chrono::minutes> deadline_time = {};
  std::optional<programme::DayRange> to_be_confirmed = {};
  bool handed_in = false;  ///< The deadline is handed in.
};

/// "GEANNULEERD: Deadline: …", "✓ Ingeleverd: …", "(datum volgt) … – januari 2024".
std::string marked_title(std::string_view title, const TitleMarks& marks, Language language);

struct DescriptionParts {
  TitleMarks marks;
  std::string_view cancelled_reason;
  std::string_view online;
  std::string_view text;
  std::string_view programme_title;
  std::string_view organiser;
  std::string_view contact;
};

/// The DESCRIPTION of an event: the open date, the meeting link or the cancellation, the time of a deadline,
/// the coordinator's text, the programme and the contact.
std::string description(const DescriptionParts& parts, Language language);

/// Calendar names: "Werktraject gezinsaanpak – Bibliotheek Eemland", "… (alle bibliotheken)".
std::string library_calendar_name(std::string_view programme_title, std::string_view library);
std::string programme_calendar_name(std::string_view programme_title);

/// The X-WR-CALDESC of all feeds; contains no secrets.
std::string calendar_description(Language language);

/// For a feed whose address was replaced: its notice, and the title of its events.
std::string closed_title(Language language);
std::string closed_description(std::string_view contact, Language language);
std::string cleared_title(Language language);

/// For the feed of a person with invitations.
std::string invited_title(Language language);
std::string invited_description(std::string_view contact, Language language);

/// For the feed of a person who no longer takes part.
std::string left_title(std::string_view programme_title, Language language);
std::string left_description(std::string_view contact, Language language);

}  // namespace feeds
