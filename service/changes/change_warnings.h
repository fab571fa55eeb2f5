// SPDX-License-Identifier: Apache-2.0
//
// What a coordinator may not have meant: a session moved to a holiday, into the past, over another one, at
// short notice, or taken out of people's calendars instead of cancelled. Warnings, never refusals.
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
  closed_day,    ///< In the programme's own list.
  clash,         ///< People in it have another session then, in this or another programme.
  short_notice,  ///< The old or the new day is nearer than asked for.
  past,          ///< Moved to, or planned on, a day or time that is over.
  removed,       ///< Taken away while people have it in their calendars; cancelling would tell them.
  other_id,      ///< Taken away, and the same added under another id: calendars see two different activities.
  other_person_id,  ///< Somebody's address is under another id now: their calendar has another address.
};
std::string_view to_string(ChangeWarningKind kind);  ///< The enumerator's name, as in JSON.

struct ChangeWarning {
  ChangeWarningKind kind = ChangeWarningKind::weekend;
  std::string programme;
  std::string activity;
  std::string library;  ///< Empty: for all.
  const programme::Occurrence* occurrence =
      nullptr;  ///< After the change; before it for what is taken away; nullptr: it is about a person.
  const programme::Person* person = nullptr;     ///< other_person_id: as they are now, …
  const programme::Person* former = nullptr;     ///< … and were.
  std::optional<programme::Text> holiday;        ///< Its name.
  const programme::Occurrence* other = nullptr;  ///< clash: the other session; other_id: the added one.
  std::string other_programme;                   ///< clash: where it is.
  std::size_t people = 0;  ///< clash: who are in both; removed: who have it in their calendars.
  int days = 0;            ///< short_notice: from today to the nearer day.
};

/// Over all programmes of one plan, in the order of `differences` and of their changes. `notice` is in days;
/// nothing within the last `notice` days before a session is expected to change.
std::vector<ChangeWarning> change_warnings(std::span<const Difference> differences, programme::Instant now,
                                           int notice);

}  // namespace changes
