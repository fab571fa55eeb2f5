// SPDX-License-Identifier: Apache-2.0
//
// The relative notations of value_syntax.h: deadlines, moments of reminders and repeats.
#include <string>

#include "service/config_files/value_syntax.h"
#include "service/config_files/value_syntax_words.h"

namespace config_files {
namespace {

using programme::Anchor;
using programme::DayUnit;
using programme::DueOn;
using programme::DueRelative;
using programme::LocalMinute;
using programme::minutes;
using programme::OffsetUnit;
using programme::Repeat;
using programme::Side;

/// Takes "7 days", "a week", "3 working days" or "2 uur"; a week is seven days.
struct Amount {
  int count = 0;
  OffsetUnit unit = OffsetUnit::day;
};

std::optional<Amount> take_amount(Words& words) {
  std::optional<int> count;
  if (words.skip({"a", "an", "one", "een", "één"})) {
    count = 1;
  } else {
    count = number_of(words.take(), most_units);
  }
  if (!count) return std::nullopt;
  if (words.skip({"min", "minute", "minutes", "minuut", "minuten"}))
    return Amount{*count, OffsetUnit::minute};
  if (words.skip({"hour", "hours", "h", "uur", "uren", "u"})) return Amount{*count, OffsetUnit::hour};
  if (words.skip({"week", "weeks", "weken"})) return Amount{*count * 7, OffsetUnit::day};
  if (words.skip({"day", "days", "dag", "dagen"})) return Amount{*count, OffsetUnit::day};
  if (words.skip({"workday", "workdays", "werkdag", "werkdagen"}))
    return Amount{*count, OffsetUnit::working_day};
  if (words.skip({"working"}) && words.skip({"day", "days"})) return Amount{*count, OffsetUnit::working_day};
  return std::nullopt;
}

std::optional<Side> take_side(Words& words) {
  if (words.skip({"before", "voor", "vóór"})) return Side::before;
  if (words.skip({"after", "na"})) return Side::after;
  return std::nullopt;
}

/// Takes an optional "at 17:00" or "om 17:00 uur" at the end.
Reading<std::optional<minutes>> take_clock(Words& words) {
  using Value = std::optional<minutes>;
  if (words.at_end()) return {Value(), {}};
  if (!words.skip({"at", "om"})) return {};
  const auto clock = read_clock(words.take());
  if (!clock.value) return {{}, clock.problem};
  words.skip({"uur"});
  if (!words.at_end()) return {};
  return {Value(*clock.value), {}};
}

/// Reads "2023-05-09", "2023-05-09 17:00", "2023-05-09T17:00" or "9-5-2023 om 17.00 uur".
Reading<DueOn> read_day_and_time(std::string_view text) {
  std::string plain(trimmed(text));
  if (plain.size() > 10 && (plain[10] == 'T' || plain[10] == 't')) plain[10] = ' ';
  Words words(plain);
  const auto day = read_day(words.take());
  if (!day.value) return {{}, day.problem};
  if (words.at_end()) return {DueOn{*day.value, std::nullopt}, {}};
  words.skip({"at", "om"});
  const auto clock = read_clock(words.take());
  if (!clock.value) return {{}, clock.problem};
  words.skip({"uur"});
  if (!words.at_end()) return {};
  return {DueOn{*day.value, *clock.value}, {}};
}

/// Returns true when the first word begins like a date: 2023-… or 9-5-….
bool starts_with_date(std::string_view text) {
  const std::string first = Words(text).at_end() ? std::string() : std::string(words_of(text).front());
  return !first.empty() && first.front() >= '0' && first.front() <= '9' &&
         first.find('-') != std::string::npos;
}

Text no_due(std::string_view text) {
  return say(
      "{0} is geen inleverdatum; schrijf een datum als 2023-06-13, of \"7 days before werksessie-1\", of "
      "\"5 working days before werksessie-1 at 17:00\"",
      "{0} is not a due date; write a date like 2023-06-13, or \"7 days before werksessie-1\", or "
      "\"5 working days before werksessie-1 at 17:00\"",
      {in_quotes(text)});
}

Text no_moment(std::string_view text) {
  return say(
      "{0} is geen moment; schrijf bijvoorbeeld \"14 days before at 09:00\", \"2 hours before\" of "
      "\"2023-05-09 09:00\"",
      "{0} is not a moment; write for example \"14 days before at 09:00\", \"2 hours before\" or "
      "\"2023-05-09 09:00\"",
      {in_quotes(text)});
}

std::optional<Anchor> take_anchor(Words& words) {
  words.skip({"the", "het", "de"});
  if (words.skip({"start", "begin", "aanvang"})) return Anchor::start;
  if (words.skip({"end", "einde", "eind"})) return Anchor::end;
  if (words.skip({"deadline", "inleverdatum", "due"})) return Anchor::due;
  return std::nullopt;
}

/// Takes an offset without its time of day.
std::optional<WrittenOffset> take_offset(Words& words) {
  WrittenOffset written;
  if (words.skip({"same", "dezelfde"})) {  // "same day at 08:00"
    if (!words.skip({"day", "dag"})) return std::nullopt;
    return written;
  }
  const auto amount = take_amount(words);
  const auto side = take_side(words);
  if (!amount || !side) return std::nullopt;
  const auto anchor = take_anchor(words);
  written.offset = {amount->count, amount->unit, *side, *side == Side::before ? Anchor::start : Anchor::end,
                    std::nullopt};
  if (anchor) written.offset.anchor = *anchor;
  written.anchor_given = anchor.has_value();
  return written;
}

}  // namespace

Reading<std::variant<DueOn, DueRelative>> read_due(std::string_view text) {
  if (starts_with_date(text)) {
    const auto day = read_day_and_time(text);
    if (!day.value) return {{}, day.problem.nl.empty() ? no_due(text) : day.problem};
    return {*day.value, {}};
  }
  Words words(text);
  const auto amount = take_amount(words);
  const auto side = take_side(words);
  if (!amount || !side) return {{}, no_due(text)};
  if (amount->unit == OffsetUnit::minute || amount->unit == OffsetUnit::hour) {
    return {
        {},
        say("een inleverdatum telt in dagen, niet in uren of minuten; schrijf bijvoorbeeld \"1 day before "
            "werksessie-1 at 17:00\"",
            "a due date counts in days, not in hours or minutes; write for example \"1 day before "
            "werksessie-1 "
            "at 17:00\"")};
  }
  const std::string activity(words.take());
  const auto clock = take_clock(words);
  if (activity.empty() || is_any(activity, {"at", "om"}) || !clock.value) {
    return {{}, clock.problem.nl.empty() ? no_due(text) : clock.problem};
  }
  const DayUnit unit = amount->unit == OffsetUnit::day ? DayUnit::days : DayUnit::working_days;
  return {DueRelative{amount->count, unit, *side, activity, *clock.value}, {}};
}

Reading<std::variant<WrittenOffset, LocalMinute>> read_moment(std::string_view text) {
  if (starts_with_date(text)) {
    const auto day = read_day_and_time(text);
    if (!day.value) return {{}, day.problem.nl.empty() ? no_moment(text) : day.problem};
    if (!day.value->time) {
      return {{},
              say("hier ontbreekt de tijd; schrijf bijvoorbeeld \"{0} 09:00\"",
                  "the time is missing here; write for example \"{0} 09:00\"", {trimmed(text)})};
    }
    return {date::local_days(day.value->day) + *day.value->time, {}};
  }
  Words words(text);
  auto written = take_offset(words);
  if (!written) return {{}, no_moment(text)};
  const auto clock = take_clock(words);
  if (!clock.value) return {{}, clock.problem.nl.empty() ? no_moment(text) : clock.problem};
  const bool exact = written->offset.unit == OffsetUnit::minute || written->offset.unit == OffsetUnit::hour;
  if (exact && *clock.value) {
    return {
        {},
        say("uren en minuten tellen precies, daar past geen tijdstip bij; schrijf \"2 hours before\", of een "
            "aantal dagen met een tijdstip: \"1 day before at 09:00\"",
            "hours and minutes count exactly and take no time of day; write \"2 hours before\", or a number "
            "of "
            "days with a time: \"1 day before at 09:00\"")};
  }
  if (!exact && !*clock.value) {
    return {{},
            say("bij een aantal dagen hoort een tijdstip; schrijf bijvoorbeeld \"{0} at 09:00\"",
                "a number of days needs a time of day; write for example \"{0} at 09:00\"", {trimmed(text)})};
  }
  written->offset.at = *clock.value;
  return {*written, {}};
}

Reading<Repeat> read_repeat(std::string_view text) {
  const Text problem =
      say("{0} is geen herhaling; schrijf bijvoorbeeld \"every 3 working days, at most 3 times\"",
          "{0} is not a repetition; write for example \"every 3 working days, at most 3 times\"",
          {in_quotes(text)});
  Words words(text);
  if (!words.skip({"every", "elke", "iedere"})) return {{}, problem};
  Amount amount{1, OffsetUnit::day};
  if (words.skip({"day", "dag"})) {
    amount = {1, OffsetUnit::day};
  } else if (words.skip({"week"})) {
    amount = {7, OffsetUnit::day};
  } else if (words.skip({"workday", "werkdag"}) || (words.skip({"working"}) && words.skip({"day"}))) {
    amount = {1, OffsetUnit::working_day};
  } else if (const auto taken = take_amount(words)) {
    amount = *taken;
  } else {
    return {{}, problem};
  }
  const bool bounded = words.skip({"hoogstens", "maximaal"}) || (words.skip({"at"}) && words.skip({"most"}));
  const auto times = number_of(words.take(), 20);
  const bool days = amount.unit == OffsetUnit::day || amount.unit == OffsetUnit::working_day;
  if (!bounded || !times || *times == 0 || amount.count == 0 || !days ||
      !words.skip({"times", "time", "keer", "maal"}) || !words.at_end()) {
    return {{}, problem};
  }
  const DayUnit unit = amount.unit == OffsetUnit::day ? DayUnit::days : DayUnit::working_days;
  return {Repeat{amount.count, unit, *times}, {}};
}

}  // namespace config_files
