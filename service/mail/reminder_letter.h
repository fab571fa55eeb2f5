// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "service/letters/letter.h"
#include "service/mail/planned_moments.h"

namespace mail {

/// What a mail with these moments says to this recipient, in the order of their dates. `moments` is not empty
/// and all are of one programme.
letters::Letter make_reminder_letter(const PlannedMoments& plan,
                                     std::span<const programme::Moment* const> moments,
                                     const programme::Recipient& recipient, const programme::Facts& facts);

/// The Message-ID that follows from the key of a mail: the same whenever and wherever it is sent.
std::string message_id(const std::string& mail_key, const std::string& domain);

}  // namespace mail
