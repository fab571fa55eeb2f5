// SPDX-License-Identifier: Apache-2.0
//
// Resolves written dates ("7 days before werksessie-1") to the occurrences of a programme.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "service/programme/check.h"
#include "service/programme/civil_time.h"
#include "service/programme/programme.h"

namespace programme {

/// A meeting with a start and an end. A local time that the clock skips has already moved forward.
struct Session {
  LocalMinute start;
  LocalMinute end;
  bool operator==(const Session&) const = default;
};

/// Due on a day, or by a time on that day.
struct Deadline {
  year_month_day day;
  std::optional<minutes> time;  ///< Since local midnight.
  /// Its time, else the midnight at the end of the day.
  LocalMinute end() const { return date::local_days{day} + time.value_or(std::chrono::hours{24}); }
  bool operator==(const Deadline&) const = default;
};

/// The day is in the range. `deadline`: it will be a deadline, not a session.
struct ToBeConfirmed {
  DayRange days;
  bool deadline = false;
  bool operator==(const ToBeConfirmed&) const = default;
};

/// No date. Pages and mails show such an occurrence; feeds do not.
struct Unplanned {
  bool operator==(const Unplanned&) const = default;
};

using Resolved = std::variant<Unplanned, Session, Deadline, ToBeConfirmed>;

/// The (first) day of a session or the day of a deadline; nullopt if it is not fixed.
std::optional<year_month_day> fixed_day(const Resolved& when);

/// An activity for one audience. A workshop has one occurrence for all (library == nullptr), an intake one
/// per library. An activity whose date derives from a per-library activity is also per library. Pointers lead
/// into the Programme of the schedule, which must outlive it.
struct Occurrence {
  const Activity* activity = nullptr;
  const Library* library = nullptr;
  Resolved when;
  const Activity* follows = nullptr;  ///< The activity that it follows directly; nullptr: none.
  const Text* cancelled = nullptr;    ///< The reason, own or of `follows`; nullptr: not cancelled.

  /// The place of the library, else of the activity, else of the activity it follows; may be empty.
  const std::string& place() const;
};

struct Schedule {
  std::vector<Occurrence> occurrences;  ///< By activity in file order, then by library in file order.
  std::vector<Finding> findings;        ///< Circles, unknown references, follows_deadline, year_out_of_range,
                                        ///< nonexistent and ambiguous times.
};

/// Never fails: a date that cannot be resolved is Unplanned and has a finding.
Schedule schedule(const Programme& programme);

/// Sorts by programme, roles, activities, reminders, libraries, people; each in the order of its file.
/// Findings about the same item keep their order.
void sort_by_file(const Programme& programme, std::vector<Finding>& findings);

}  // namespace programme
