// SPDX-License-Identifier: Apache-2.0
#include "service/programme/check.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "service/programme/check_parts.h"
#include "service/programme/civil_time.h"
#include "service/programme/date_rules.h"
#include "service/programme/nearest.h"
#include "service/programme/schedule.h"
#include "service/programme/working_days.h"

namespace programme {

bool is_warning(Rule rule) {
  switch (rule) {
    case Rule::unknown_activity:
    case Rule::unknown_role:
    case Rule::unknown_library:
    case Rule::circle:
    case Rule::follows_deadline:
    case Rule::overlap:
    case Rule::lunch_not_adjacent:
    case Rule::year_out_of_range:
    case Rule::unknown_zone:
    case Rule::left_before_joined:
    case Rule::shared_address:
      return false;
    case Rule::nonexistent_time:
    case Rule::ambiguous_time:
    case Rule::weekend:
    case Rule::public_holiday:
    case Rule::closed_day:
    case Rule::hours_mismatch:
    case Rule::person_without_activities:
      return true;
  }
  return false;
}

std::vector<Finding> check(const Programme& programme) {
  Schedule dates = schedule(programme);
  std::vector<Finding> findings = std::move(dates.findings);
  check_settings(programme, findings);
  check_references(programme, findings);
  check_hours(programme, findings);
  check_days(programme, dates, findings);
  check_sessions(programme, dates, findings);
  check_people(programme, dates, findings);
  sort_by_file(programme, findings);
  return findings;
}

// Counts cancelled activities: their hours were promised, and a cancellation must not give a finding.
void check_hours(const Programme& programme, std::vector<Finding>& findings) {
  for (const Role& role : programme.roles) {
    if (!role.promised) continue;
    minutes sum{};
    for (const Activity& activity : programme.activities) {
      const auto spent = activity.spent.find(role.id);
      if (spent != activity.spent.end()) sum += spent->second;
    }
    if (sum == *role.promised) continue;
    findings.push_back({Rule::hours_mismatch,
                        {FindingSubject::Kind::role, role.id, "hours"},
                        {role.id, hours_text(*role.promised), hours_text(sum)}});
  }
}

namespace {

/// The most important finding about a day off: holiday, then weekend, then closed day.
std::optional<Finding> doubt_about(year_month_day day, const WorkingDays& working_days,
                                   const FindingSubject& at) {
  if (const auto holiday = public_holiday(day)) {
    return Finding{Rule::public_holiday, at, {day_text(day), holiday->nl, holiday->en}};
  }
  if (is_weekend(day)) return Finding{Rule::weekend, at, {day_text(day)}};
  if (working_days.is_closed(day)) return Finding{Rule::closed_day, at, {day_text(day)}};
  return std::nullopt;
}

FindingSubject written_at(const Programme& programme, const Occurrence& occurrence) {
  if (std::holds_alternative<PerLibrary>(occurrence.activity->when)) {
    return library_field(programme, occurrence, "_datum");
  }
  const Activity& activity = *occurrence.activity;
  return {FindingSubject::Kind::activity, activity.id, activity.is_deadline() ? "due" : "date"};
}

}  // namespace

void check_days(const Programme& programme, const Schedule& schedule, std::vector<Finding>& findings) {
  const WorkingDays working_days(programme.closed);
  const Activity* reported = nullptr;
  for (const Occurrence& occurrence : schedule.occurrences) {
    const Activity& activity = *occurrence.activity;
    // An activity that follows a session has the day of the session.
    if (activity.cancelled || std::holds_alternative<Follows>(activity.when)) continue;
    const auto day = fixed_day(occurrence.when);
    if (!day || reported == &activity) continue;
    auto doubt = doubt_about(*day, working_days, written_at(programme, occurrence));
    if (!doubt) continue;
    // "7 days before intake" is written once for all libraries, so it is reported once.
    if (doubt->at.kind == FindingSubject::Kind::activity) reported = &activity;
    findings.push_back(std::move(*doubt));
  }
}

namespace {

/// Suggests "Europe/Amsterdam" for "Amsterdam", whatever the edit distance.
std::string nearest_zone(const std::string& zone) {
  const std::vector<std::string> zones = zone_names();
  if (std::string known = nearest(zone, zones); !known.empty()) return known;
  std::vector<std::string> cities;
  for (const std::string& name : zones) cities.push_back(name.substr(name.rfind('/') + 1));
  const std::string city = nearest(zone.substr(zone.rfind('/') + 1), cities);
  for (const std::string& name : zones) {
    if (!city.empty() && name.ends_with("/" + city)) return name;
  }
  return "";
}

}  // namespace

void check_settings(const Programme& programme, std::vector<Finding>& findings) {
  if (find_zone(programme.zone) == nullptr) {
    findings.push_back({Rule::unknown_zone,
                        {FindingSubject::Kind::programme, "", "zone"},
                        {programme.zone, nearest_zone(programme.zone)}});
  }
  // Only the findings count, not the resolved dates.
  DateRules rules(programme, findings);
  for (const DayRange& closed : programme.closed) {
    rules.resolve(Between{closed}, {FindingSubject::Kind::programme, "", "closed"});
  }
  for (const ReminderRule& rule : programme.reminders) {
    const auto* moment = std::get_if<LocalMinute>(&rule.when);
    if (moment == nullptr) continue;
    const auto day = date::floor<date::days>(*moment);
    rules.resolve(DueOn{year_month_day{day}, *moment - day},
                  {FindingSubject::Kind::reminder, rule.id, "when"});
  }
}

namespace {

class References {
 public:
  References(const Programme& programme, std::vector<Finding>& findings)
      : programme_(programme),
        findings_(findings),
        roles_(programme.roles),
        receivers_(programme.roles),
        activities_(programme.activities),
        libraries_(programme.libraries) {
    for (const char* group : {"participants", "managers", "coordinators"}) receivers_.add(group);
  }

  void check() {
    for (const Activity& activity : programme_.activities) check(activity);
    for (const ReminderRule& rule : programme_.reminders) check(rule);
    for (const Library& library : programme_.libraries) check(library);
    for (const Person& person : programme_.people) check(person);
  }

 private:
  using Kind = FindingSubject::Kind;

  void check(const Activity& activity) {
    for (const std::string& role : activity.roles) {
      expect(roles_, role, Rule::unknown_role, {Kind::activity, activity.id, "for"});
    }
    for (const auto& [role, time] : activity.spent) {
      const bool reported =
          std::find(activity.roles.begin(), activity.roles.end(), role) != activity.roles.end();
      if (!reported) expect(roles_, role, Rule::unknown_role, {Kind::activity, activity.id, "hours"});
    }
  }

  void check(const ReminderRule& rule) {
    for (const std::string& activity : rule.activities) {
      expect(activities_, activity, Rule::unknown_activity, {Kind::reminder, rule.id, "about"});
    }
    for (const std::string& receiver : rule.to) {
      expect(receivers_, receiver, Rule::unknown_role, {Kind::reminder, rule.id, "to"});
    }
  }

  void check(const Library& library) {
    for (const auto& [activity, date] : library.dates) {
      expect(activities_, activity, Rule::unknown_activity, {Kind::library, library.id, activity + "_datum"});
    }
  }

  void check(const Person& person) {
    // The reader of the file reports empty cells.
    if (!person.library.empty()) {
      expect(libraries_, person.library, Rule::unknown_library, {Kind::person, person.id, "bibliotheek"});
    }
    for (const std::string& role : person.roles) {
      expect(roles_, role, Rule::unknown_role, {Kind::person, person.id, "rollen"});
    }
  }

  void expect(KnownIds& known, const std::string& id, Rule rule, const FindingSubject& at) {
    if (!known.has(id)) findings_.push_back({rule, at, {id, known.suggestion(id)}});
  }

  const Programme& programme_;
  std::vector<Finding>& findings_;
  KnownIds roles_;
  KnownIds receivers_;
  KnownIds activities_;
  KnownIds libraries_;
};

}  // namespace

void check_references(const Programme& programme, std::vector<Finding>& findings) {
  References(programme, findings).check();
}

}  // namespace programme
