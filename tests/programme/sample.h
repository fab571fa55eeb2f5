// SPDX-License-Identifier: Apache-2.0
//
// Programmes for tests, written the way a coordinator writes them, and schedules and findings written out.
#pragma once

#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "service/programme/schedule.h"

namespace programme::sample {

inline year_month_day day(const std::string& text) {
  year_month_day result;
  std::istringstream in(text);
  if (!(in >> date::parse("%F", result))) throw std::invalid_argument("no day: " + text);
  return result;
}

/// "10:00", also "24:00".
inline minutes clock(const std::string& text) {
  return minutes{std::stoi(text.substr(0, 2)) * 60 + std::stoi(text.substr(3, 2))};
}

inline LocalMinute moment(const std::string& text) {
  return date::local_days{day(text.substr(0, 10))} + clock(text.substr(11));
}

/// "2023-06-20 10:00-13:00"
inline OnDay on_day(const std::string& text) {
  return {day(text.substr(0, 10)), {clock(text.substr(11, 5)), clock(text.substr(17, 5))}};
}

/// "2024-01-08/2024-01-26"
inline Between between(const std::string& text) { return {{day(text.substr(0, 10)), day(text.substr(11))}}; }

/// "2023-06-13" or "2023-06-13 17:00"
inline DueOn due_on(const std::string& text) {
  if (text.size() == 10) return {day(text), std::nullopt};
  return {day(text.substr(0, 10)), clock(text.substr(11))};
}

/// "7 days before werksessie-1", "5 working days after lunch at 17:00"
inline DueRelative due(const std::string& text) {
  std::istringstream in(text);
  DueRelative result;
  std::string word;
  in >> result.count >> word;
  if (word == "working") {
    result.unit = DayUnit::working_days;
    in >> word;
  }
  in >> word >> result.activity;
  result.side = word == "before" ? Side::before : Side::after;
  if (in >> word >> word) result.time = clock(word);
  return result;
}

inline Activity activity(std::string id, When when, std::vector<std::string> roles = {"jeugd"},
                         ActivityKind kind = ActivityKind::workshop) {
  Activity result;
  result.id = std::move(id);
  result.kind = kind;
  result.when = std::move(when);
  result.roles = std::move(roles);
  return result;
}

inline Activity cancelled(Activity of) {
  of.cancelled = Text{"ziekte", ""};
  return of;
}

inline Role role(std::string id) {
  Role result;
  result.id = std::move(id);
  return result;
}

inline Library library(std::string id, std::map<std::string, LibraryDate> dates = {}) {
  return {id, "Bibliotheek " + id, std::move(dates)};
}

inline Person person(std::string id, std::string library, std::vector<std::string> roles = {"jeugd"}) {
  Person result;
  result.id = id;
  result.name = id;
  result.email = result.address = id + "@example.org";
  result.library = std::move(library);
  result.roles = std::move(roles);
  return result;
}

/// In Amsterdam, for the roles "basis", "jeugd" and "manager".
inline Programme programme(std::vector<Activity> activities, std::vector<Library> libraries = {}) {
  Programme result;
  result.id = "werktraject";
  result.zone = "Europe/Amsterdam";
  result.roles = {role("basis"), role("jeugd"), role("manager")};
  result.activities = std::move(activities);
  result.libraries = std::move(libraries);
  return result;
}

// --- Written out
// ----------------------------------------------------------------------------------------------

inline std::string written(const Unplanned&) { return "unplanned"; }

/// "2023-06-20 10:00-13:00"; the end with its day when that is another one.
inline std::string written(const Session& session) {
  const bool one_day = date::floor<date::days>(session.start) == date::floor<date::days>(session.end);
  return date::format("%F %R", session.start) + "-" + date::format(one_day ? "%R" : "%F %R", session.end);
}

inline std::string written(const Deadline& deadline) {
  const std::string text = "due " + date::format("%F", deadline.day);
  return deadline.time ? text + " " + date::format("%R", *deadline.time) : text;
}

inline std::string written(const ToBeConfirmed& open) {
  return std::string(open.deadline ? "due " : "") + "somewhere in " + date::format("%F", open.days.first) +
         "/" + date::format("%F", open.days.last);
}

inline std::string written(const Occurrence& occurrence) {
  std::string text = occurrence.activity->id;
  if (occurrence.library != nullptr) text += "@" + occurrence.library->id;
  return text + ": " + std::visit([](const auto& when) { return written(when); }, occurrence.when);
}

using Lines = std::vector<std::string>;

inline Lines written(const std::vector<Occurrence>& occurrences) {
  Lines lines;
  for (const Occurrence& occurrence : occurrences) lines.push_back(written(occurrence));
  return lines;
}

inline const char* name(Rule rule) {
  switch (rule) {
    case Rule::unknown_activity:
      return "unknown_activity";
    case Rule::unknown_role:
      return "unknown_role";
    case Rule::unknown_library:
      return "unknown_library";
    case Rule::circle:
      return "circle";
    case Rule::follows_deadline:
      return "follows_deadline";
    case Rule::overlap:
      return "overlap";
    case Rule::lunch_not_adjacent:
      return "lunch_not_adjacent";
    case Rule::year_out_of_range:
      return "year_out_of_range";
    case Rule::unknown_zone:
      return "unknown_zone";
    case Rule::left_before_joined:
      return "left_before_joined";
    case Rule::shared_address:
      return "shared_address";
    case Rule::nonexistent_time:
      return "nonexistent_time";
    case Rule::ambiguous_time:
      return "ambiguous_time";
    case Rule::weekend:
      return "weekend";
    case Rule::public_holiday:
      return "public_holiday";
    case Rule::closed_day:
      return "closed_day";
    case Rule::hours_mismatch:
      return "hours_mismatch";
    case Rule::person_without_activities:
      return "person_without_activities";
  }
  return "?";
}

/// "lunch.follows: unknown_activity(werksessi, werksessie)"; the programme's own fields stand alone.
inline std::string written(const Finding& finding) {
  std::string text = finding.at.id;
  if (!finding.at.field.empty()) text += (text.empty() ? "" : ".") + finding.at.field;
  text += std::string(": ") + name(finding.rule) + "(";
  for (std::size_t i = 0; i < finding.args.size(); ++i) text += (i == 0 ? "" : ", ") + finding.args[i];
  return text + ")";
}

inline Lines written(const std::vector<Finding>& findings) {
  Lines lines;
  for (const Finding& finding : findings) lines.push_back(written(finding));
  return lines;
}

}  // namespace programme::sample
