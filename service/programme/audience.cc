// SPDX-License-Identifier: Apache-2.0
#include "service/programme/audience.h"

#include <algorithm>

namespace programme {
namespace {

using date::days;
using date::floor;
using date::local_days;

// A session until midnight does not include the next day.
DayRange days_of_session(const Session& session) {
  const local_days first = floor<days>(session.start);
  const local_days last = std::max(first, floor<days>(session.end - minutes{1}));
  return {year_month_day{first}, year_month_day{last}};
}

/// Both lists are sorted.
bool share_one(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  auto i = a.begin();
  auto j = b.begin();
  while (i != a.end() && j != b.end()) {
    const int order = i->compare(*j);
    if (order == 0) return true;
    order < 0 ? ++i : ++j;
  }
  return false;
}

}  // namespace

std::optional<DayRange> days_of(const Occurrence& occurrence) {
  if (const auto* session = std::get_if<Session>(&occurrence.when)) return days_of_session(*session);
  if (const auto* deadline = std::get_if<Deadline>(&occurrence.when)) {
    return DayRange{deadline->day, deadline->day};
  }
  if (const auto* open = std::get_if<ToBeConfirmed>(&occurrence.when)) return open->days;
  return std::nullopt;
}

bool concerns(const Occurrence& occurrence, const Person& person) {
  if (occurrence.library != nullptr && occurrence.library->id != person.library) return false;
  if (!share_one(occurrence.activity->roles, person.roles)) return false;
  const auto span = days_of(occurrence);
  if (!span) return true;
  return (!person.joined || *person.joined <= span->last) && (!person.left || span->first < *person.left);
}

bool concerns(const Occurrence& occurrence, const Library& library) {
  return occurrence.library == nullptr || occurrence.library->id == library.id;
}

bool is_invited(const Occurrence& occurrence) {
  if (occurrence.cancelled != nullptr) return false;
  return std::holds_alternative<Session>(occurrence.when) ||
         std::holds_alternative<Deadline>(occurrence.when);
}

}  // namespace programme
