// SPDX-License-Identifier: Apache-2.0
//
// The content of an invitation, or of the mail that cancels one, before any words.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ical/types.h"
#include "service/programme/programme.h"
#include "service/programme/schedule.h"

namespace letters {

enum class InvitationKind { invite, update, cancel };
std::string_view to_string(InvitationKind kind);  ///< The enumerator's name.

/// Why an occurrence leaves somebody's calendar.
enum class CancelReason {
  cancelled,    ///< It does not take place, or is no longer there.
  unconfirmed,  ///< It has no fixed date any more.
  not_theirs,   ///< It is for others: another role or library.
  left,         ///< They no longer take part.
  feed,         ///< They have a feed from now on.
};

struct InvitationLetter {
  std::string message_id;  ///< Without angle brackets. Deterministic.
  InvitationKind kind = InvitationKind::invite;
  const programme::Programme* programme = nullptr;
  programme::Person person;                ///< As they are now, or were when they were last there.
  ical::Event event;                       ///< The event for the calendar.
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

// The words around an invitation. Templates do not hold them, because they follow from the kind of change.
/// One line of plain text.
std::string invitation_subject(const letters::InvitationLetter& letter);

/// CommonMark.
std::string invitation_text(const letters::InvitationLetter& letter);

}  // namespace letters
