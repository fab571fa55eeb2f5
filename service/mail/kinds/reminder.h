// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "service/letters/letter.h"
#include "service/mail/kinds/draft.h"

namespace mail {

/// The letter about these moments to this recipient, in the order of their dates. `moments` is not empty; all
/// belong to one programme.
letters::Letter make_reminder_letter(const PlannedMoments& plan,
                                     std::span<const programme::Moment* const> moments,
                                     const programme::Recipient& recipient, const programme::Facts& facts);

/// Why a decided reminder is no longer sent; nullopt: it is.
std::optional<programme::SkipReason> skip_reason_now(const WorkerView& at, const programme::MomentKey& key,
                                                     const std::string& recipient);

/// True when every reminder of the mail still applies. With bytes of an earlier try (`resent`) one is enough.
bool still_applies(const WorkerView& at, const std::vector<programme::MomentKey>& reminders,
                   const std::string& recipient, bool resent);

/// Queues reminders that gave way to one of this mail, which cannot be composed: a broken template concerns
/// its own rule alone.
void reinstate_superseded(store::Outbox& outbox, const WorkerView& at, std::int64_t mail);

/// Queues reminders again that were removed from their mail because of a mistake in the files, or by the
/// person, that has been corrected.
void reinstate(store::Outbox& outbox, const WorkerView& at);

}  // namespace mail
