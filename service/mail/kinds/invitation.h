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

/// Everything but the Message-ID and the rehearsal. SEQUENCE is that of `now`, or one more than was told.
/// nullopt: nothing is left to send it in the name of. DTSTAMP is `now`, as this is when it is said (RFC 5545
/// §3.8.7.2).
std::optional<letters::InvitationLetter> make_invitation_letter(const InvitationStep& step,
                                                                const Edition& edition,
                                                                programme::Instant now);

/// What is to be remembered of it once it goes, in that mail from that sender.
store::Invitation record_of(const letters::InvitationLetter& letter, const InvitationStep& step,
                            std::int64_t mail, const std::string& organizer);

}  // namespace mail
