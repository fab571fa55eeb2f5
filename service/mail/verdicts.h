// SPDX-License-Identifier: Apache-2.0
//
// Who gets a moment and who does not, and what becomes of several about the same. Shared by what decides and
// what is shown beforehand, so that they agree.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "service/programme/reminders.h"

namespace mail {

struct Verdict {
  programme::Recipient recipient;
  std::optional<programme::SkipReason> reason;  ///< Why not.
};

struct MomentVerdicts {
  const programme::Moment* moment = nullptr;
  std::vector<Verdict> verdicts;
};

/// Of several moments about the same occurrence (or of the same rule, when it is about the programme as a
/// whole) that are decided together, somebody gets the one with the latest due; of those with the same due,
/// the first one here. The others are superseded.
void supersede(std::span<MomentVerdicts> together);

/// The mail that a reminder belongs to. A programme that bundles has one mail per person and due; a
/// coordinator one per rule and due; everything else is a mail by itself.
std::string mail_key(const programme::Moment& moment, const programme::Recipient& recipient);

}  // namespace mail
