// SPDX-License-Identifier: Apache-2.0
//
// The rules by which mails wait until a coordinator releases them.
//
// 1. Mails that follow from a publication (change mails, invitations, and reminders that are due
//    because of it) wait when more than `ask_above` are decided together, or when their programme has
//    `announce = "ask"` and they are about no day that is near.
// 2. A reminder is due because of a publication when its moment was past already as the plan was
//    published, or when its rule, person or date was first published less than ten minutes before.
// 3. A reminder that comes due by time alone never waits, however many there are.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <unordered_set>

#include "service/mail/verdicts.h"

namespace mail {

inline bool is_more_than(std::size_t mails, int ask_above) {
  return mails > static_cast<std::size_t>(ask_above);
}

/// Returns the keys (mail_key()) of the mails that wait, for reminders that are decided together. A mail does
/// not wait when one of its reminders comes due by time alone. `planned_since` is the time at which the
/// present plan was first published.
std::unordered_set<std::string> waiting_mails(std::span<const MomentVerdicts> together,
                                              const programme::Facts& facts, int ask_above,
                                              programme::Instant planned_since, programme::Instant now);

}  // namespace mail
