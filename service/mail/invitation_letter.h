// SPDX-License-Identifier: Apache-2.0
//
// What an invitation, or the mail that calls one off, is to say, before any words.
#pragma once

#include <optional>
#include <string>

#include "ical/types.h"
#include "service/mail/edition.h"
#include "service/mail/invitees.h"

namespace mail {

struct InvitationLetter {
  std::string message_id;  ///< Without angle brackets. Deterministic.
  InvitationKind kind = InvitationKind::invite;
  const programme::Programme* programme = nullptr;
  programme::Person person;                ///< As they are now, or were when they were last there.
  ical::Event event;                       ///< What their calendar is told.
  programme::Resolved when;                ///< Of `cancel`: as they have it.
  std::string title, place;                ///< Likewise.
  std::optional<programme::Resolved> was;  ///< Of `update`: the time that they have, when it is another one.
  std::optional<std::string> place_was;    ///< Likewise.
  CancelReason reason = CancelReason::cancelled;
  std::string why;  ///< The coordinator's words of `cancelled`, or the range of `unconfirmed`; may be empty.
  bool urgent = false;
  std::string subscribe_link;  ///< For whoever has a feed from now on.
  std::string page_link;
  std::string rehearsal_to;  ///< A rehearsal: goes to this address instead, marked as such.
};

/// Everything but the Message-ID and the rehearsal. `floor`: no SEQUENCE below it. nullopt: nothing is left to send it in
/// the name of. DTSTAMP is `now`, as this is when it is said (RFC 5545 §3.8.7.2).
std::optional<InvitationLetter> letter(const InvitationStep& step, const Edition& edition, int floor,
                                       programme::Instant now);

/// What is to be remembered of it once it goes, in that mail from that sender.
store::Invitation told_by(const InvitationLetter& letter, const InvitationStep& step, std::int64_t mail,
                          const std::string& organizer);

}  // namespace mail
