// SPDX-License-Identifier: Apache-2.0
#include "service/commands/plan_from.h"

#include <utility>

namespace commands {

std::optional<Plan> plan_from(store::Store& store, int number, const Candidate& next,
                              programme::Instant now) {
  if (number == 0) return make_plan({}, next.loaded.programmes, now);
  store::Revisions revisions{store};
  Candidate before = read_revision(revisions, number, next.loaded);
  if (!before.loaded.ok()) return std::nullopt;
  const auto said = hand_ins(store);
  return make_plan(
      std::move(before.loaded.programmes), next.loaded.programmes, now,
      {.ask_above = static_cast<std::size_t>(next.loaded.settings.mail.ask_above), .hand_ins = said});
}

}  // namespace commands
