// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/plan_from.h"

#include "service/publishing/withdrawals.h"
#include "service/store/invitations.h"
#include "service/store/participation.h"

namespace publishing {

std::optional<ChangePlan> plan_from(store::Store& store, int number, const Configuration& next,
                                    programme::Instant now) {
  store::Revisions revisions{store};
  Configuration before;
  if (number > 0) before = read_revision(revisions, number, next.loaded);
  if (!before.loaded.ok()) return std::nullopt;
  EarlierProgrammes earlier{store, next.loaded};
  if (number > 0) earlier.add(number, before.loaded.programmes);
  const auto hand_ins = store::Participation{store}.hand_ins();
  const auto facts = store::Participation{store}.facts();
  const auto told = store::Invitations{store}.told();
  return make_plan(timetables_of(before, number, store, earlier, now),
                   timetables_of(next, number, store, earlier, now), now,
                   {.facts = &facts,
                    .ask_above = static_cast<std::size_t>(next.loaded.settings.mail.ask_above),
                    .inputs = feed_inputs_of(next, hand_ins, store, now),
                    .told = told});
}

}  // namespace publishing
