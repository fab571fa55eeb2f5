// SPDX-License-Identifier: Apache-2.0
#include "service/letters/session_context.h"

#include <algorithm>

#include "service/programme/audience.h"

namespace letters {
namespace {

using programme::Occurrence;

/// For all, or for the session's own library.
bool same_audience(const Occurrence& occurrence, const Occurrence& session) {
  return occurrence.library == nullptr || occurrence.library == session.library;
}

bool hangs_before(const Occurrence& occurrence, const Occurrence& session) {
  const auto* relative = std::get_if<programme::DueRelative>(&occurrence.activity->when);
  return relative != nullptr && relative->side == programme::Side::before &&
         relative->activity == session.activity->id;
}

}  // namespace

const Occurrence* lunch_after(const programme::Schedule& schedule, const Occurrence& session) {
  const auto found = std::ranges::find_if(schedule.occurrences, [&](const Occurrence& occurrence) {
    return occurrence.activity->kind == programme::ActivityKind::lunch &&
           occurrence.follows == session.activity && same_audience(occurrence, session) &&
           occurrence.cancelled == nullptr && std::holds_alternative<programme::Session>(occurrence.when);
  });
  return found == schedule.occurrences.end() ? nullptr : &*found;
}

std::vector<const Occurrence*> preparation_for(const programme::Schedule& schedule, const Occurrence& session,
                                               const programme::Person& person) {
  std::vector<const Occurrence*> found;
  for (const Occurrence& occurrence : schedule.occurrences) {
    if (hangs_before(occurrence, session) && same_audience(occurrence, session) &&
        occurrence.cancelled == nullptr && std::holds_alternative<programme::Deadline>(occurrence.when) &&
        concerns(occurrence, person))
      found.push_back(&occurrence);
  }
  return found;
}

}  // namespace letters
