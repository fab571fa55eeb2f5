// SPDX-License-Identifier: Apache-2.0
//
// The small languages inside values: "10:00-13:00", "45 min", "7 days before werksessie-1 at 17:00". English
// and Dutch words are both understood, capitals do not matter. What is not understood says what would be.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "service/config_files/wording.h"
#include "service/programme/programme.h"

namespace config_files {

inline constexpr programme::minutes day_length{24 * 60};

/// A value, or what is wrong with the text.
template <class T>
struct Reading {
  std::optional<T> value;
  Text problem;  ///< "what is wrong; what would be right", empty when there is a value.
};

/// 2023-05-09, 9-5-2023 or 09-05-2023.
Reading<programme::year_month_day> read_day(std::string_view text);

/// A day as read_day(), a month "2024-01", or from one to another day or month "2024-01-08/2024-01-26".
Reading<programme::DayRange> read_days(std::string_view text);

/// "unknown", "onbekend" or "volgt": written on purpose, unlike nothing at all.
bool means_unknown(std::string_view text);

/// 9:30, 09:30 or 09.30, since midnight; 24:00 only when `end_of_day_allowed`.
Reading<programme::minutes> read_clock(std::string_view text, bool end_of_day_allowed = false);

/// A clock time, or from one to another: "10:00-13:00", "10.00 – 13.00 uur". `to` is zero for a single time.
Reading<programme::TimeRange> read_times(std::string_view text);

/// Two clock times as read_times(); "20:00-07:30" is over midnight.
Reading<programme::TimeRange> read_quiet(std::string_view text);

/// "45 min", "1.5 hours", "3 uur", "2 days", "1 week"; more than zero.
Reading<programme::minutes> read_duration(std::string_view text);

/// "7 days before werksessie-1", "5 werkdagen na intake om 17:00", "2023-05-09", "2023-05-09 17:00".
Reading<std::variant<programme::DueOn, programme::DueRelative>> read_due(std::string_view text);

/// An offset and whether its anchor (start, end, deadline) stood there.
struct WrittenOffset {
  programme::Offset offset;
  bool anchor_given = false;
};

/// "14 days before at 09:00", "2 uur voor het einde", "same day at 08:00", or a moment "2023-05-09 09:00".
Reading<std::variant<WrittenOffset, programme::LocalMinute>> read_moment(std::string_view text);

/// "every 3 working days, at most 3 times", "elke 3 werkdagen, hoogstens 3 keer".
Reading<programme::Repeat> read_repeat(std::string_view text);

/// "feed", "abonnement", "invitations", "uitnodigingen".
Reading<programme::Delivery> read_delivery(std::string_view text);

/// Nothing, or why this is no e-mail address that we send to: an ASCII dot-atom, '@' and a domain of at least
/// two labels (RFC 5321 §4.1.2 without quoted local parts and address literals), at most 254 and before '@'
/// 64 octets.
std::optional<programme::Text> flaw_of_email(std::string_view address);

/// What "the same e-mail address" is decided on: all lower case. RFC 5321 §2.4 lets a server tell the local
/// parts Anna and anna apart, but none that people use does, and lists write one person's address both ways.
std::string normalised_email(std::string_view address);

}  // namespace config_files
