// SPDX-License-Identifier: Apache-2.0
//
// Makes the letter of an invitation, or of the mail that cancels one.
#pragma once

#include <optional>
#include <string>

#include "service/mail/edition.h"
#include "service/mail/invitees.h"
#include "service/mail/kinds/draft.h"

namespace mail {

/// Sets everything but the Message-ID and the rehearsal. SEQUENCE is that of `now`, or one more than the last
/// sent. DTSTAMP is `now` (RFC 5545 §3.8.7.2). Returns nullopt when there is no programme to send
/// it for.
std::optional<letters::InvitationLetter> make_invitation_letter(const InvitationStep& step,
                                                                const Edition& edition,
                                                                programme::Instant now);

/// Returns the row to store when the mail's content is released; `organizer` is its sender.
store::Invitation record_of(const letters::InvitationLetter& letter, const InvitationStep& step,
                            std::int64_t mail, const std::string& organizer);

}  // namespace mail
