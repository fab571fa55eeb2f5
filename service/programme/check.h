// SPDX-License-Identifier: Apache-2.0
//
// Checks the values of one programme against each other; the parser of one file cannot. A finding has no text
// and no file position; config_files/ adds both.
#pragma once

#include <string>
#include <vector>

#include "service/programme/programme.h"

namespace programme {

/// The value that a finding is about. `id` is empty for the programme itself; `field` is the key or column
/// name as the files spell it, empty for the whole item: "date", "time", "follows", "due", "duration", "for",
/// "hours" of an activity, "hours" of a role, "when", "about", "to" of a reminder, "zone", "closed" of the
/// programme, "<activity id>_datum", "<activity id>_tijd" of a library, "bibliotheek", "rollen", "e-mail",
/// "vanaf", "tot" of a person.
struct FindingSubject {
  enum class Kind { programme, role, activity, reminder, library, person };
  Kind kind = Kind::programme;
  std::string id;
  std::string field;
  bool operator==(const FindingSubject&) const = default;
};

/// Arguments are the same in every language: ids as they are written, days "2026-03-29", times "02:30", local
/// times "2026-03-29 02:30", spans "10:00-13:00", hours "20" or "2.25" (a point, at most two decimals).
enum class Rule {
  // errors
  unknown_activity,    ///< args: id, nearest known id or ""
  unknown_role,        ///< args: id, nearest
  unknown_library,     ///< args: id, nearest
  circle,              ///< args: the ids of the circle joined with " → ", the first again at the end
  follows_deadline,    ///< args: id of the deadline
  overlap,             ///< args: other activity, role, day, time of the other, time of this one
  lunch_not_adjacent,  ///< args: start of the lunch, nearest session end that day or ""
  year_out_of_range,   ///< args: year
  unknown_zone,        ///< args: zone, nearest
  left_before_joined,  ///< args: first day that counts, first day that no longer counts
  shared_address,      ///< args: address, id of the earlier person with it
  // warnings
  nonexistent_time,           ///< args: local time, what it becomes
  ambiguous_time,             ///< args: local time
  weekend,                    ///< args: day
  public_holiday,             ///< args: day, holiday name nl, holiday name en
  closed_day,                 ///< args: day
  hours_mismatch,             ///< args: role, promised, sum; both in hours
  person_without_activities,  ///< args: person id
};

struct Finding {
  Rule rule;
  FindingSubject at;
  std::vector<std::string> args;
  bool operator==(const Finding&) const = default;
};

/// True if a finding of this rule is a warning: it does not prevent publishing.
bool is_warning(Rule rule);

/// All findings, in the order of the files (activities, libraries, people). Pure.
std::vector<Finding> check(const Programme& programme);

}  // namespace programme
