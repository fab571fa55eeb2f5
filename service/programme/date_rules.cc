// SPDX-License-Identifier: Apache-2.0
#include "service/programme/date_rules.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "service/programme/civil_time.h"

namespace programme {
namespace {

using date::days;
using date::floor;
using date::local_days;
using date::sys_days;

// This number of days leads from any supported year to outside the supported years, so that larger counts
// need no loop.
constexpr int more_days_than_supported = (last_supported_year - first_supported_year + 2) * 366;

LocalMinute moment(year_month_day day, minutes time) { return local_days{day} + time; }

/// The field of the time that belongs to a date field. Findings about times are reported there.
FindingSubject beside(FindingSubject date, std::string_view date_field, std::string_view time_field) {
  const bool is_date = date.field.ends_with(date_field);
  if (is_date) date.field.replace(date.field.size() - date_field.size(), date_field.size(), time_field);
  return date;
}

FindingSubject time_beside(const FindingSubject& date) {
  return date.kind == FindingSubject::Kind::library ? beside(date, "_datum", "_tijd")
                                                    : beside(date, "date", "time");
}

/// The days that `side` counts from; nullopt if they are unknown.
std::optional<DayRange> anchor_days(const Resolved& anchor, Side side) {
  if (const auto* session = std::get_if<Session>(&anchor)) {
    // A session until midnight does not include the next day.
    const LocalMinute last = std::max(session->start, session->end - minutes{1});
    const year_month_day day{floor<days>(side == Side::before ? session->start : last)};
    return DayRange{day, day};
  }
  if (const auto* due = std::get_if<Deadline>(&anchor)) return DayRange{due->day, due->day};
  if (const auto* open = std::get_if<ToBeConfirmed>(&anchor)) return open->days;
  return std::nullopt;
}

}  // namespace

DateRules::DateRules(const Programme& programme, std::vector<Finding>& findings)
    : zone_(find_zone(programme.zone)), working_days_(programme.closed), findings_(findings) {}

Resolved DateRules::resolve(const OnDay& value, const FindingSubject& written_at) {
  if (!in_supported_years(value.day, written_at)) return Unplanned{};
  const FindingSubject time = time_beside(written_at);
  const LocalMinute start = shown(moment(value.day, value.time.from), time);
  LocalMinute end = shown(moment(value.day, value.time.to), time);
  // 02:30-03:00 in the night that skips from 02:00 to 03:00 starts at 03:30: its length is kept.
  if (end <= start) end = start + (value.time.to - value.time.from);
  return Session{start, end};
}

Resolved DateRules::resolve(const Between& value, const FindingSubject& written_at) {
  if (!in_supported_years(value.days, written_at)) return Unplanned{};
  return ToBeConfirmed{value.days, false};
}

Resolved DateRules::resolve(const DueOn& value, const FindingSubject& written_at) {
  if (!in_supported_years(value.day, written_at)) return Unplanned{};
  return deadline(value.day, value.time, written_at);
}

Resolved DateRules::follow(const Follows& follows, const Resolved& anchor, const FindingSubject& written_at) {
  if (std::holds_alternative<ToBeConfirmed>(anchor)) return anchor;
  const auto* session = std::get_if<Session>(&anchor);
  if (session == nullptr) return Unplanned{};
  const LocalMinute end = session->end + follows.duration;
  if (!in_supported_years(year_month_day{floor<days>(end - minutes{1})}, written_at)) return Unplanned{};
  return Session{session->end, shown(end, written_at)};
}

Resolved DateRules::count_from(const DueRelative& due, const Resolved& anchor,
                               const FindingSubject& written_at) {
  const auto from = anchor_days(anchor, due.side);
  if (!from) return Unplanned{};
  const DayRange to{shift(from->first, due), shift(from->last, due)};
  if (!in_supported_years(to, written_at)) return Unplanned{};
  if (std::holds_alternative<ToBeConfirmed>(anchor)) return ToBeConfirmed{to, true};
  return deadline(to.first, due.time, written_at);
}

year_month_day DateRules::shift(year_month_day day, const DueRelative& due) const {
  const int count = std::min(due.count, more_days_than_supported);
  if (due.unit == DayUnit::working_days) return working_days_.step(day, count, due.side);
  return sys_days{day} + (due.side == Side::after ? days{count} : -days{count});
}

bool DateRules::in_supported_years(year_month_day day, const FindingSubject& written_at) {
  const date::year year = day.year();
  if (year >= date::year{first_supported_year} && year <= date::year{last_supported_year}) return true;
  find(Rule::year_out_of_range, written_at, {year_text(year)});
  return false;
}

bool DateRules::in_supported_years(DayRange range, const FindingSubject& written_at) {
  return in_supported_years(range.first, written_at) && in_supported_years(range.last, written_at);
}

/// The time that a clock shows. Adds a finding if the local time does not exist or occurs twice.
LocalMinute DateRules::shown(LocalMinute local, const FindingSubject& written_at) {
  if (zone_ == nullptr) return local;
  const LocalTimeKind kind = kind_of(local, *zone_);
  if (kind == LocalTimeKind::unique) return local;
  const LocalMinute later = to_local(to_instant(local, *zone_), *zone_);
  if (kind == LocalTimeKind::ambiguous) {
    find(Rule::ambiguous_time, written_at, {moment_text(local)});
  } else {
    find(Rule::nonexistent_time, written_at, {moment_text(local), moment_text(later)});
  }
  return later;
}

Deadline DateRules::deadline(year_month_day day, std::optional<minutes> time,
                             const FindingSubject& written_at) {
  // 24:00 belongs to the day that it ends.
  if (!time || *time >= days{1}) return {day, time};
  const LocalMinute due = shown(moment(day, *time), written_at);
  const local_days on = floor<days>(due);
  return {year_month_day{on}, due - on};
}

void DateRules::find(Rule rule, const FindingSubject& at, std::vector<std::string> args) {
  findings_.push_back({rule, at, std::move(args)});
}

}  // namespace programme
