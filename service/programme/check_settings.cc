// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "service/programme/check_parts.h"
#include "service/programme/civil_time.h"
#include "service/programme/date_rules.h"
#include "service/programme/nearest.h"

namespace programme {
namespace {

/// "Amsterdam" means "Europe/Amsterdam", however many letters that takes.
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
                        {Subject::Kind::programme, "", "zone"},
                        {programme.zone, nearest_zone(programme.zone)}});
  }
  // Resolved for what is found on the way only.
  DateRules rules(programme, findings);
  for (const DayRange& closed : programme.closed) {
    rules.resolve(Between{closed}, {Subject::Kind::programme, "", "closed"});
  }
  for (const ReminderRule& rule : programme.reminders) {
    const auto* moment = std::get_if<LocalMinute>(&rule.when);
    if (moment == nullptr) continue;
    const auto day = date::floor<date::days>(*moment);
    rules.resolve(DueOn{year_month_day{day}, *moment - day}, {Subject::Kind::reminder, rule.id, "when"});
  }
}

}  // namespace programme
