// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "service/letters/letter.h"
#include "service/mail/kinds/draft.h"

namespace mail {

/// What a mail with these moments says to this recipient, in the order of their dates. `moments` is not empty
/// and all are of one programme.
letters::Letter make_reminder_letter(const PlannedMoments& plan,
                                     std::span<const programme::Moment* const> moments,
                                     const programme::Recipient& recipient, const programme::Facts& facts);

/// Why a reminder that was decided does not go any more; nullopt: it does.
std::optional<programme::SkipReason> skip_reason_now(const WorkerView& at, const programme::MomentKey& key,
                                                     const std::string& recipient);

/// True when what the mail says is still to be said. Of bytes from an earlier try one reminder is enough.
bool still_applies(const WorkerView& at, const std::vector<programme::MomentKey>& reminders,
                   const std::string& recipient, bool resent);

/// What was taken out of its mail because of a slip in the files (or of the person's) and is right again goes
/// after all.
void reinstate(store::Outbox& outbox, const WorkerView& at);

}  // namespace mail
