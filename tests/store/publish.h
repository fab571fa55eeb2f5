// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "service/store/revisions.h"

namespace store {

/// Publishes and commits, unless overtaken. `before_commit`: what else is done in the transaction.
inline RevisionOutcome publish(Revisions& revisions, const Publication& publication,
                               const std::function<void()>& before_commit = {}) {
  auto open = revisions.begin(publication);
  RevisionOutcome outcome = open.outcome();
  if (outcome.kind == RevisionOutcome::Kind::overtaken) return outcome;
  if (before_commit) before_commit();
  open.commit();
  return outcome;
}

}  // namespace store
