// SPDX-License-Identifier: Apache-2.0
//
// Warns about changes that a coordinator may not have intended: a session that moves to a holiday, into the
// past, onto another session or at short notice, or that is removed instead of cancelled. A warning never
// prevents publishing.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "service/changes/difference.h"
#include "service/programme/civil_time.h"

namespace changes {

enum class ChangeWarningKind {
  public_holiday,
  weekend,
  closed_day,       ///< A day in the programme's `closed` list.
  clash,            ///< Participants have another session at that time, in any programme.
  short_notice,     ///< The old or the new day is nearer than `notice` days.
  past,             ///< Moved to, or planned at, a time in the past.
  removed,          ///< Removed while calendars show it; cancelling would notify people.
  other_id,         ///< Removed and added again under another id: calendars see two activities.
  other_person_id,  ///< A person's e-mail address has another id now, so the feed has another URL.
};
std::string_view to_string(ChangeWarningKind kind);  ///< The enumerator's name, as in JSON.

struct ChangeWarning {
  ChangeWarningKind kind = ChangeWarningKind::weekend;
  std::string programme;
  std::string activity;
  std::string library;  ///< Empty: for all.
  const programme::Occurrence* occurrence =
      nullptr;  ///< As it is after the change; if removed, as it was; nullptr: about a person.
  const programme::Person* person = nullptr;     ///< other_person_id: as they are now.
  const programme::Person* former = nullptr;     ///< other_person_id: as they were.
  std::optional<programme::Text> holiday;        ///< public_holiday: its name.
  const programme::Occurrence* other = nullptr;  ///< clash: the other session; other_id: the added one.
  std::string other_programme;                   ///< clash: the programme of `other`.
  std::size_t people =
      0;         ///< clash: number of people in both; removed: number of people with it in their calendars.
  int days = 0;  ///< short_notice: from today to the nearer day.
};

/// The warnings about all programmes of one plan, in the order of `differences` and of their changes. A
/// change less than `notice` days before a session gives short_notice.
std::vector<ChangeWarning> change_warnings(std::span<const Difference> differences, programme::Instant now,
                                           int notice);

}  // namespace changes
