// SPDX-License-Identifier: Apache-2.0
//
// Parses the notations inside values: "10:00-13:00", "45 min", "7 days before werksessie-1 at 17:00". Words
// are English or Dutch; case is ignored. The problem with a wrong text includes a right example. Pure
// functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "service/config_files/wording.h"
#include "service/programme/programme.h"

namespace config_files {

inline constexpr programme::minutes day_length{24 * 60};

/// A value, or the problem with the text.
template <class T>
struct Reading {
  std::optional<T> value;
  Text problem;  ///< "what is wrong; what would be right", empty when there is a value.
};

/// Reads 2023-05-09, 9-5-2023 or 09-05-2023.
Reading<programme::year_month_day> read_day(std::string_view text);

/// Reads a day as in read_day(), a month "2024-01", or a range of either "2024-01-08/2024-01-26".
Reading<programme::DayRange> read_days(std::string_view text);

/// Returns true for "unknown", "onbekend" and "volgt". An empty text is no such word.
bool means_unknown(std::string_view text);

/// Reads 9:30, 09:30 or 09.30 as minutes since midnight; 24:00 only with `end_of_day_allowed`.
Reading<programme::minutes> read_clock(std::string_view text, bool end_of_day_allowed = false);

/// Reads a clock time or a range "10:00-13:00", "10.00 – 13.00 uur". `to` is zero for a single time.
Reading<programme::TimeRange> read_times(std::string_view text);

/// Reads a range as in read_times(); "20:00-07:30" includes midnight.
Reading<programme::TimeRange> read_quiet(std::string_view text);

/// Reads "45 min", "1.5 hours", "3 uur", "2 days" or "1 week"; zero is refused.
Reading<programme::minutes> read_duration(std::string_view text);

/// Reads "7 days before werksessie-1", "5 werkdagen na intake om 17:00", "2023-05-09" or "2023-05-09 17:00".
Reading<std::variant<programme::DueOn, programme::DueRelative>> read_due(std::string_view text);

/// An offset, and whether the text names its anchor (start, end, deadline).
struct WrittenOffset {
  programme::Offset offset;
  bool anchor_given = false;
};

/// Reads "14 days before at 09:00", "2 uur voor het einde", "same day at 08:00", or a moment "2023-05-09
/// 09:00".
Reading<std::variant<WrittenOffset, programme::LocalMinute>> read_moment(std::string_view text);

/// Reads "every 3 working days, at most 3 times" or "elke 3 werkdagen, hoogstens 3 keer".
Reading<programme::Repeat> read_repeat(std::string_view text);

/// Reads "feed", "abonnement", "invitations" or "uitnodigingen".
Reading<programme::Delivery> read_delivery(std::string_view text);

/// Returns nullopt for an address that the service accepts, else the problem with it. Accepted are an ASCII
/// dot-atom of at most 64 octets, '@', and a domain of at least two labels; 254 octets at most (RFC 5321
/// §4.1.2, without quoted local parts and address literals).
std::optional<programme::Text> flaw_of_email(std::string_view address);

/// Returns the address in lower case, for comparison. RFC 5321 §2.4 permits a server to distinguish the local
/// parts Anna and anna. No common server does, and lists contain both spellings for one person.
std::string normalised_email(std::string_view address);

}  // namespace config_files
