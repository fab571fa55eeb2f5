// SPDX-License-Identifier: Apache-2.0
//
// From what a coordinator wrote ("7 days before werksessie-1") to dates: the occurrences of a programme.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "service/programme/check.h"
#include "service/programme/civil_time.h"
#include "service/programme/programme.h"

namespace programme {

/// A meeting with a start and an end. The local times are those a clock on the wall shows (a skipped time has
/// already moved forward).
struct Session {
  LocalMinute start;
  LocalMinute end;
  bool operator==(const Session&) const = default;
};

/// Due on a day, or by a time on that day.
struct Deadline {
  year_month_day day;
  std::optional<minutes> time;  ///< Since local midnight.
  /// When it is over: its time, else the midnight that ends the day.
  LocalMinute end() const { return date::local_days{day} + time.value_or(std::chrono::hours{24}); }
  bool operator==(const Deadline&) const = default;
};

/// The day is somewhere in the range; `deadline` says what it will be.
struct ToBeConfirmed {
  DayRange days;
  bool deadline = false;
  bool operator==(const ToBeConfirmed&) const = default;
};

/// No date known at all: in no feed, only on pages and in mails.
struct Unplanned {
  bool operator==(const Unplanned&) const = default;
};

using Resolved = std::variant<Unplanned, Session, Deadline, ToBeConfirmed>;

/// The day of a session (its first) or a deadline; nullopt when it is not fixed.
std::optional<year_month_day> fixed_day(const Resolved& when);

/// An activity as it holds for one audience: a workshop has one occurrence for all (library == nullptr), an
/// intake one per library. What follows or hangs on a per-library activity is per library as well.
/// Pointers lead into the Programme the schedule was made from, which must outlive it.
struct Occurrence {
  const Activity* activity = nullptr;
  const Library* library = nullptr;
  Resolved when;
  const Activity* follows = nullptr;  ///< What it follows directly, when it does.
  const Text* cancelled =
      nullptr;  ///< The reason: its own, or that of what it follows; nullptr when it goes on.

  /// The library's own place, else the activity's, else that of what it follows; may be empty.
  const std::string& place() const;
};

struct Schedule {
  std::vector<Occurrence> occurrences;  ///< By activity in file order, then by library in file order.
  std::vector<Finding> findings;        ///< Circles, unknown references, follows_deadline, year_out_of_range,
                                        ///< nonexistent and ambiguous times.
};

/// Never fails: what cannot be resolved is Unplanned and has a finding.
Schedule schedule(const Programme& programme);

// The order in which a reader of the files meets what findings are about.
/// Programme, roles, activities, reminders, libraries, people; each in the order of its file. Findings about
/// the same item keep their order.
void sort_by_file(const Programme& programme, std::vector<Finding>& findings);

}  // namespace programme
