// SPDX-License-Identifier: Apache-2.0
//
// Which recipients get a moment, and which of several moments about the same occurrence each gets. Decider
// and forecast share it, so that they agree.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "service/programme/reminders.h"

namespace mail {

struct Verdict {
  programme::Recipient recipient;
  std::optional<programme::SkipReason> reason;  ///< Why this recipient gets no mail; nullopt: gets it.
};

struct MomentVerdicts {
  const programme::Moment* moment = nullptr;
  std::vector<Verdict> verdicts;
};

/// Keeps for each recipient, of the moments decided together about one occurrence (or of one rule about the
/// whole programme), the one with the latest due time; of equal due times the first in `together`. Marks the
/// others as superseded.
void supersede(std::span<MomentVerdicts> together);

/// The mail that a reminder belongs to. A programme that bundles has one mail per person and due; a
/// coordinator one per rule and due; everything else is a mail by itself.
std::string mail_key(const programme::Moment& moment, const programme::Recipient& recipient);

}  // namespace mail
