// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/value_syntax.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "service/config_files/value_syntax_words.h"
#include "service/config_files/wording.h"

namespace config_files {
namespace {

using programme::DayRange;
using programme::minutes;
using programme::TimeRange;
using programme::year_month_day;

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = text.find(separator);
    parts.push_back(trimmed(text.substr(0, at)));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string replaced(std::string_view text, std::string_view what, std::string_view by) {
  std::string out;
  for (std::size_t at = text.find(what); at != std::string_view::npos; at = text.find(what)) {
    out.append(text.substr(0, at)).append(by);
    text.remove_prefix(at + what.size());
  }
  return out.append(text);
}

Text month_name(unsigned month) {
  static const std::array<Text, 12> names{{{"januari", "January"},
                                           {"februari", "February"},
                                           {"maart", "March"},
                                           {"april", "April"},
                                           {"mei", "May"},
                                           {"juni", "June"},
                                           {"juli", "July"},
                                           {"augustus", "August"},
                                           {"september", "September"},
                                           {"oktober", "October"},
                                           {"november", "November"},
                                           {"december", "December"}}};
  return names.at(month - 1);
}

Text no_day(std::string_view text) {
  return say("{0} is geen datum; schrijf een datum als 2023-06-20 (jaar-maand-dag)",
             "{0} is not a date; write a date like 2023-06-20 (year-month-day)", {in_quotes(text)});
}

/// Describes the mistake in three numbers that are no date.
Text no_such_day(std::string_view text, int year, int month, int day) {
  if (month < 1 || month > 12) {
    return say("{0} bestaat niet, want er is geen maand {1}; schrijf jaar-maand-dag, zoals 2023-06-20",
               "{0} does not exist, for there is no month {1}; write year-month-day, like 2023-06-20",
               {in_quotes(text), std::to_string(month)});
  }
  const auto last = date::year_month_day_last(
      date::year(year), date::month_day_last(date::month(static_cast<unsigned>(month))));
  const auto days = std::to_string(static_cast<unsigned>(last.day()));
  const Text name = month_name(static_cast<unsigned>(month));
  return say("{0} {1} {2} bestaat niet; {1} {2} heeft {3} dagen, kies een dag van 1 tot en met {3}",
             "{0} {1} {2} does not exist; {1} {2} has {3} days, choose a day from 1 to {3}",
             {std::to_string(day), name, std::to_string(year), days});
}

/// Reads a month "2024-01" as the range of its days.
std::optional<DayRange> month_of(std::string_view text) {
  const auto parts = split(text, '-');
  if (parts.size() != 2 || parts[0].size() != 4 || parts[1].size() > 2) return std::nullopt;
  const auto year = number_of(parts[0], 9999);
  const auto month = number_of(parts[1], 12);
  if (!year || !month || *month == 0) return std::nullopt;
  const date::year_month ym(date::year(*year), date::month(static_cast<unsigned>(*month)));
  return DayRange{ym / date::day(1), ym / date::last};
}

/// Normalises "10.00 – 13.00 uur" to "10.00-13.00".
std::string plain_times(std::string_view text) {
  std::string plain = replaced(replaced(lowered(trimmed(text)), "–", "-"), " tot ", "-");
  plain = replaced(plain, " to ", "-");
  if (plain.ends_with("uur")) plain.resize(plain.size() - 3);
  return plain;
}

}  // namespace

Reading<year_month_day> read_day(std::string_view text) {
  text = trimmed(text);
  const auto parts = split(text, '-');
  if (parts.size() != 3) return {{}, no_day(text)};
  const bool year_first = parts[0].size() == 4;
  const auto& year_digits = year_first ? parts[0] : parts[2];
  const auto& day_digits = year_first ? parts[2] : parts[0];
  if (year_digits.size() != 4 || parts[1].size() > 2 || day_digits.size() > 2) return {{}, no_day(text)};
  const auto year = number_of(year_digits, 9999);
  const auto month = number_of(parts[1], 99);
  const auto day = number_of(day_digits, 99);
  if (!year || !month || !day) return {{}, no_day(text)};
  const year_month_day value{date::year(*year), date::month(static_cast<unsigned>(*month)),
                             date::day(static_cast<unsigned>(*day))};
  if (!value.ok()) return {{}, no_such_day(text, *year, *month, *day)};
  return {value, {}};
}

Reading<DayRange> read_days(std::string_view text) {
  text = trimmed(text);
  const auto ends = split(text, '/');
  if (ends.size() == 2) {
    auto first = read_days(ends[0]);
    auto last = read_days(ends[1]);
    if (!first.value) return first;
    if (!last.value) return last;
    if (first.value->first > last.value->last) {
      return {
          {},
          say("de periode {0} eindigt voor zij begint; zet de eerste dag voorop, zoals "
              "\"2024-01-08/2024-01-26\"",
              "the period {0} ends before it begins; put the first day first, like \"2024-01-08/2024-01-26\"",
              {in_quotes(text)})};
    }
    return {DayRange{first.value->first, last.value->last}, {}};
  }
  if (const auto month = month_of(text)) return {month, {}};
  const auto day = read_day(text);
  if (!day.value) return {{}, day.problem};
  return {DayRange{*day.value, *day.value}, {}};
}

bool means_unknown(std::string_view text) {
  return is_any(lowered(trimmed(text)), {"unknown", "onbekend", "volgt", "datum volgt", "to be confirmed"});
}

Reading<minutes> read_clock(std::string_view text, bool end_of_day_allowed) {
  text = trimmed(text);
  const auto parts = split(text, text.find(':') != std::string_view::npos ? ':' : '.');
  if (parts.size() == 2 && parts[1].size() == 2 && parts[0].size() <= 2) {
    const auto hour = number_of(parts[0], 24);
    const auto minute = number_of(parts[1], 59);
    if (hour && minute && (*hour < 24 || (*minute == 0 && end_of_day_allowed))) {
      return {minutes(*hour * 60 + *minute), {}};
    }
  }
  return {{},
          say("{0} is geen tijdstip; schrijf uren en minuten als 09:30, van 00:00 tot en met 23:59",
              "{0} is not a time of day; write hours and minutes like 09:30, from 00:00 to 23:59",
              {in_quotes(text)})};
}

Reading<TimeRange> read_quiet(std::string_view text) {
  const std::string plain = plain_times(text);
  const auto ends = split(plain, '-');
  if (ends.size() != 2 || ends[0].empty() || ends[1].empty()) {
    return {{},
            say("{0} is geen deel van de dag; schrijf van wanneer tot wanneer er geen mails gaan, zoals "
                "\"20:00-07:30\"",
                "{0} is not a part of the day; write from when until when no mails go, like \"20:00-07:30\"",
                {in_quotes(text)})};
  }
  const auto from = read_clock(ends[0]);
  if (!from.value) return {{}, from.problem};
  const auto to = read_clock(ends[1], true);
  if (!to.value) return {{}, to.problem};
  if (*to.value == *from.value) {
    return {
        {},
        say("{0} begint en eindigt op hetzelfde tijdstip; schrijf bijvoorbeeld \"20:00-07:30\", of haal de "
            "regel weg",
            "{0} starts and ends at the same time; write for example \"20:00-07:30\", or remove the line",
            {in_quotes(text)})};
  }
  return {TimeRange{*from.value, *to.value}, {}};
}

Reading<TimeRange> read_times(std::string_view text) {
  const std::string plain = plain_times(text);
  const auto ends = split(plain, '-');
  if (ends.size() > 2 || ends[0].empty()) {
    return {{},
            say("{0} is geen tijd; schrijf begin en einde als \"10:00-13:00\"",
                "{0} is not a time; write start and end like \"10:00-13:00\"", {in_quotes(text)})};
  }
  const auto from = read_clock(ends[0]);
  if (!from.value) return {{}, ends.size() == 1 ? read_clock(text).problem : from.problem};
  if (ends.size() == 1) return {TimeRange{*from.value, minutes(0)}, {}};
  const auto to = read_clock(ends[1], true);
  if (!to.value) return {{}, to.problem};
  if (*to.value <= *from.value) {
    return {
        {},
        say("het einde ({1}) ligt niet na het begin ({0}); schrijf eerst het begin, zoals \"10:00-13:00\"",
            "the end ({1}) is not after the start ({0}); write the start first, like \"10:00-13:00\"",
            {ends[0], ends[1]})};
  }
  return {TimeRange{*from.value, *to.value}, {}};
}

Reading<minutes> read_duration(std::string_view text) {
  const Text problem =
      say("{0} is geen duur; schrijf een getal en een eenheid, zoals \"45 min\", \"1.5 hours\" of \"2 days\"",
          "{0} is not a length of time; write a number and a unit, like \"45 min\", \"1.5 hours\" or "
          "\"2 days\"",
          {in_quotes(text)});
  const std::string plain = replaced(lowered(trimmed(text)), ",", ".");
  double count = 0;
  const auto [rest, error] =
      std::from_chars(plain.data(), plain.data() + plain.size(), count, std::chars_format::fixed);
  if (error != std::errc() || !(count > 0) || count > 100'000) return {{}, problem};
  const std::string_view unit =
      trimmed(std::string_view(plain).substr(static_cast<std::size_t>(rest - plain.data())));
  double factor = 0;
  if (is_any(unit, {"min", "minute", "minutes", "minuut", "minuten"})) factor = 1;
  if (is_any(unit, {"h", "u", "hour", "hours", "uur", "uren"})) factor = 60;
  if (is_any(unit, {"day", "days", "dag", "dagen"})) factor = 24 * 60;
  if (is_any(unit, {"week", "weeks", "weken"})) factor = 7 * 24 * 60;
  const double exact = count * factor;
  if (factor == 0 || exact != std::floor(exact) || exact > most_units * 24 * 60) return {{}, problem};
  return {minutes(static_cast<int>(exact)), {}};
}

Reading<programme::Delivery> read_delivery(std::string_view text) {
  const std::string word = lowered(text);
  if (is_any(word, {"feed", "subscription", "abonnement"})) return {programme::Delivery::feed, {}};
  if (is_any(word, {"invitations", "invitation", "uitnodigingen", "uitnodiging"}))
    return {programme::Delivery::invitations, {}};
  return {{},
          say("{0} is geen manier om iets in een agenda te krijgen; kies \"abonnement\" of \"uitnodigingen\"",
              "{0} is not a way into a calendar; choose \"feed\" or \"invitations\"", {in_quotes(text)})};
}

namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Returns true for a dot-atom-text (RFC 5322 §3.2.3).
bool is_dot_atom(std::string_view text) {
  const bool characters = std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter_or_digit(c) ||
           std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
  });
  return characters && !text.empty() && text.front() != '.' && text.back() != '.' &&
         text.find("..") == std::string_view::npos;
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

bool is_domain(std::string_view domain) {
  std::size_t labels = 0;
  std::string_view last;
  for (std::size_t at = 0; at <= domain.size(); ++labels) {
    const std::size_t end = std::min(domain.find('.', at), domain.size());
    last = domain.substr(at, end - at);
    if (!is_label(last)) return false;
    at = end + 1;
  }
  const bool numeric = std::all_of(last.begin(), last.end(), [](char c) { return c >= '0' && c <= '9'; });
  return labels >= 2 && last.size() >= 2 && !numeric;
}

}  // namespace

std::optional<Text> flaw_of_email(std::string_view address) {
  const std::size_t at = address.rfind('@');
  if (at != std::string_view::npos && address.size() <= 254 && at <= 64 &&
      is_dot_atom(address.substr(0, at)) && is_domain(address.substr(at + 1))) {
    return std::nullopt;
  }
  return say("{0} is geen e-mailadres; schrijf alleen het adres, zoals naam@example.org",
             "{0} is not an e-mail address; write the address alone, like name@example.org",
             {in_quotes(address)});
}

std::string normalised_email(std::string_view address) { return lowered(trimmed(address)); }

}  // namespace config_files
