// SPDX-License-Identifier: Apache-2.0
//
// render_timezone() of render.h.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <vector>

#include "ical/digits.h"
#include "ical/render.h"
#include "ical/text.h"

namespace ical {

namespace {

using std::chrono::seconds;

constexpr int first_year_of_rules = 1970;    // Outlook needs 1970; RFC 5545 permits it.
constexpr int last_year_of_database = 2037;  // Compiled zone files list switches until then.

/// A moment at which the UTC offset or the name of the zone's time changes.
struct Switch {
  date::local_seconds at;  ///< Local time just before the switch (RFC 5545 §3.6.5).
  seconds from{};
  seconds to{};
  bool summer = false;  ///< DAYLIGHT begins.
  std::string name;     ///< Abbreviation after the switch.

  date::year year() const { return date::year_month_day{date::floor<date::days>(at)}.year(); }
};

/// Returns true for summer time, the larger of two offsets. The database mostly marks it as saving. For
/// Dublin and Casablanca it marks winter time instead, with a negative saving.
bool is_summer(const date::sys_info& info, const date::time_zone& zone) {
  const auto is_saving = [](const date::sys_info& i) { return i.save != std::chrono::minutes{0}; };
  const date::sys_info neighbours[] = {zone.get_info(info.begin - seconds{1}), zone.get_info(info.end)};
  const bool above_a_saving =
      std::ranges::any_of(neighbours, [&](const auto& n) { return is_saving(n) && n.offset < info.offset; });
  const bool below_a_standard =
      std::ranges::any_of(neighbours, [&](const auto& n) { return !is_saving(n) && n.offset > info.offset; });
  return is_saving(info) ? !below_a_standard : above_a_saving;
}

struct History {
  date::sys_info first;  ///< At the start of the first year.
  bool first_is_summer = false;
  std::vector<Switch> switches;
};

History history_of(const date::time_zone& zone, date::year first, date::year last) {
  const date::local_seconds end = date::local_days{(last + date::years{1}) / date::January / 1};
  std::vector<date::sys_info> infos{zone.get_info(date::local_days{first / date::January / 1}).first};
  while (infos.back().end.time_since_epoch() + infos.back().offset < end.time_since_epoch())
    infos.push_back(zone.get_info(infos.back().end));

  History history{infos.front(), is_summer(infos.front(), zone), {}};
  for (std::size_t i = 1; i < infos.size(); ++i) {
    const date::sys_info& before = infos[i - 1];
    const date::sys_info& after = infos[i];
    if (before.offset == after.offset && before.abbrev == after.abbrev) continue;
    history.switches.push_back({date::local_seconds{(after.begin + before.offset).time_since_epoch()},
                                before.offset, after.offset, is_summer(after, zone), after.abbrev});
  }
  return history;
}

// Yearly rules.

/// A day like "the last Sunday of March" or "the second Sunday of March".
struct Nth {
  date::month month;
  date::weekday weekday;
  unsigned nth = 0;  ///< 1 to 4; 0: the last.

  date::local_days in(date::year year) const {
    if (nth == 0) return date::local_days{year / month / weekday[date::last]};
    return date::local_days{year / month / weekday[nth]};
  }
};

struct YearlySwitch {
  Nth day;
  Switch example;  ///< Its day and year are not used.
};

date::local_days day_of(const Switch& s) { return date::floor<date::days>(s.at); }

bool falls_on(const Switch& s, const Nth& rule) { return day_of(s) == rule.in(s.year()); }

bool same_but_for_day(const Switch& a, const Switch& b) {
  return a.at - day_of(a) == b.at - day_of(b) && a.from == b.from && a.to == b.to && a.summer == b.summer &&
         a.name == b.name;
}

/// Returns the rule that all of `given` follow. When both "the fourth" and "the last" fit, the years of
/// `later` decide; without a difference there, it is "the last".
std::optional<YearlySwitch> yearly_rule(const std::vector<Switch>& given, const std::vector<Switch>& later) {
  const Switch& example = given.front();
  const date::year_month_day day{day_of(example)};
  const date::weekday weekday{day_of(example)};
  const Nth last{day.month(), weekday, 0};
  const Nth counted{day.month(), weekday, (unsigned{day.day()} - 1) / 7 + 1};
  const auto all_given = [&](const Nth& rule) {
    return std::ranges::all_of(
        given, [&](const Switch& s) { return same_but_for_day(s, example) && falls_on(s, rule); });
  };
  const bool last_fits = all_given(last);
  const bool counted_fits = counted.nth <= 4 && all_given(counted);
  if (!last_fits && !counted_fits) return std::nullopt;
  if (!counted_fits) return YearlySwitch{last, example};
  if (!last_fits) return YearlySwitch{counted, example};
  for (const Switch& s : later) {
    if (s.year() <= given.back().year() || !same_but_for_day(s, example)) continue;
    if (falls_on(s, last) != falls_on(s, counted))
      return YearlySwitch{falls_on(s, last) ? last : counted, example};
  }
  return YearlySwitch{last, example};
}

struct YearlyRules {
  YearlySwitch forward;
  YearlySwitch back;
};

/// Returns two rules when every year from `first` has one switch forward and one back, by one rule each.
std::optional<YearlyRules> yearly_rules(const date::time_zone& zone, const History& history, date::year first,
                                        date::year last) {
  std::vector<Switch> forward;
  std::vector<Switch> back;
  for (const Switch& s : history.switches) {
    if (s.from == s.to) return std::nullopt;
    std::vector<Switch>& direction = s.to > s.from ? forward : back;
    if (s.year() != first + date::years{static_cast<int>(direction.size())}) return std::nullopt;
    direction.push_back(s);
  }
  const auto years = static_cast<std::size_t>((last - first).count()) + 1;
  if (forward.size() != years || back.size() != years) return std::nullopt;
  const History later = history_of(zone, first, date::year{last_year_of_database});
  const auto forward_rule = yearly_rule(forward, later.switches);
  const auto back_rule = yearly_rule(back, later.switches);
  if (!forward_rule || !back_rule) return std::nullopt;
  return YearlyRules{*forward_rule, *back_rule};
}

// Rendering.

void append_offset(std::string& out, seconds offset) {
  out.push_back(offset < seconds{0} ? '-' : '+');
  const auto value = static_cast<unsigned>(std::abs(offset.count()));
  append_digits(out, value / 3600, 2);
  append_digits(out, value / 60 % 60, 2);
  if (value % 60 != 0) append_digits(out, value % 60, 2);
}

/// Appends a STANDARD or DAYLIGHT part; `rrule` may be empty.
void append_part(std::string& out, const Switch& s, std::string_view rrule) {
  const std::string_view kind = s.summer ? "DAYLIGHT" : "STANDARD";
  out.append("BEGIN:").append(kind).append("\r\nDTSTART:");
  append_date_time(out, s.at);
  out.append("\r\n").append(rrule).append("TZOFFSETFROM:");
  append_offset(out, s.from);
  out.append("\r\nTZOFFSETTO:");
  append_offset(out, s.to);
  out.append("\r\nTZNAME:").append(s.name).append("\r\nEND:").append(kind).append("\r\n");
}

void append_yearly_part(std::string& out, const YearlySwitch& rule, bool summer) {
  static constexpr std::string_view weekdays[] = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
  Switch first = rule.example;
  first.at = rule.day.in(date::year{first_year_of_rules}) + (rule.example.at - day_of(rule.example));
  first.summer = summer;
  std::string rrule = "RRULE:FREQ=YEARLY;BYMONTH=" + std::to_string(unsigned{rule.day.month}) + ";BYDAY=";
  rrule += rule.day.nth == 0 ? "-1" : std::to_string(rule.day.nth);
  rrule.append(weekdays[rule.day.weekday.c_encoding()]).append("\r\n");
  append_part(out, first, rrule);
}

void append_start(std::string& out, const History& history) {
  const Switch start{date::local_days{date::year{first_year_of_rules} / date::January / 1},
                     history.first.offset, history.first.offset,
                     history.first_is_summer && !history.switches.empty(), history.first.abbrev};
  append_part(out, start, "");
}

}  // namespace

std::string render_timezone(const date::time_zone& zone, date::year first, date::year last) {
  if (first > last || first < date::year{first_year_of_rules} || last > date::year{last_year_of_database})
    throw InvalidValue("zone " + zone.name() + ": years must lie between 1970 and 2037");
  const History history = history_of(zone, first, last);
  std::string out = "BEGIN:VTIMEZONE\r\nTZID:" + zone.name() + "\r\n";
  if (const auto rules = yearly_rules(zone, history, first, last)) {
    append_yearly_part(out, rules->forward, true);
    append_yearly_part(out, rules->back, false);
  } else {
    append_start(out, history);
    for (const Switch& s : history.switches) append_part(out, s, "");
  }
  out.append("END:VTIMEZONE\r\n");
  return out;
}

}  // namespace ical
