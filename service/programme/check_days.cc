// SPDX-License-Identifier: Apache-2.0
#include <optional>

#include "service/programme/check_parts.h"
#include "service/programme/iso_text.h"
#include "service/programme/working_days.h"

namespace programme {
namespace {

/// The one thing most worth knowing about a day on which nobody works: its name, then its weekday.
std::optional<Finding> doubt_about(year_month_day day, const WorkingDays& working_days, const Subject& at) {
  if (const auto holiday = public_holiday(day)) {
    return Finding{Rule::public_holiday, at, {day_text(day), holiday->nl, holiday->en}};
  }
  if (is_weekend(day)) return Finding{Rule::weekend, at, {day_text(day)}};
  if (working_days.is_closed(day)) return Finding{Rule::closed_day, at, {day_text(day)}};
  return std::nullopt;
}

Subject written_at(const Programme& programme, const Occurrence& occurrence) {
  if (std::holds_alternative<PerLibrary>(occurrence.activity->when)) {
    return library_field(programme, occurrence, "_datum");
  }
  const Activity& activity = *occurrence.activity;
  return {Subject::Kind::activity, activity.id, activity.is_deadline() ? "due" : "date"};
}

}  // namespace

void check_days(const Programme& programme, const Schedule& schedule, std::vector<Finding>& findings) {
  const WorkingDays working_days(programme.closed);
  const Activity* reported = nullptr;
  for (const Occurrence& occurrence : schedule.occurrences) {
    const Activity& activity = *occurrence.activity;
    // What follows a session is on the session's day.
    if (activity.cancelled || std::holds_alternative<Follows>(activity.when)) continue;
    const auto day = fixed_day(occurrence.when);
    if (!day || reported == &activity) continue;
    auto doubt = doubt_about(*day, working_days, written_at(programme, occurrence));
    if (!doubt) continue;
    // "7 days before intake" stands in one place, however many libraries have an intake.
    if (doubt->at.kind == Subject::Kind::activity) reported = &activity;
    findings.push_back(std::move(*doubt));
  }
}

}  // namespace programme
