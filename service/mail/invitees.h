// SPDX-License-Identifier: Apache-2.0
//
// What people who have invitations instead of a feed should have in their calendars, and what these lack: the
// difference with what they were told last.
//
// Invited is what has a date and takes place. A mail goes when something is new, when its date, place or
// title is another one, and when it is no longer theirs. What is over, in its old and its new place, is left
// alone; so is a slip mended in a title, or a description: that goes along with the next mail.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "service/feeds/memberships.h"
#include "service/letters/invitation_letter.h"
#include "service/store/invitations.h"

namespace mail {

/// One mail that a calendar lacks. Pointers lead into the draft.
struct InvitationStep {
  letters::InvitationKind kind = letters::InvitationKind::invite;
  std::string recipient, uid;
  std::optional<store::Invitation> last_sent;  ///< Before; always there but for `invite`.
  const feeds::Part* part = nullptr;           ///< nullptr: the programme is no longer there.
  const programme::Person* person = nullptr;   ///< nullptr: likewise.
  std::optional<std::uint32_t> entry;          ///< Into its entries; nullopt: no longer there.
  letters::CancelReason reason = letters::CancelReason::cancelled;  ///< Of `cancel`.
  bool near = false;       ///< Its old or new day is within urgent_days.
  programme::Instant end;  ///< When both its old and its new time are over.
};

class Invitees {
 public:
  /// The draft must outlive it.
  explicit Invitees(const feeds::Timetable& timetable);

  /// Nobody has invitations.
  bool empty() const { return invited_.empty(); }

  /// Every mail that is lacking, by recipient, then by the time of what it is about. `told`:
  /// Invitations::told().
  std::vector<InvitationStep> steps(std::span<const store::Invitation> last_sent,
                                    programme::Instant now) const;

  /// The same of one person and occurrence; nullopt: nothing is lacking.
  std::optional<InvitationStep> step(const std::string& recipient, const std::string& uid,
                                     const std::optional<store::Invitation>& last_sent,
                                     programme::Instant now) const;

 private:
  struct Invitable {
    std::uint32_t entry = 0;
    feeds::Membership membership;
  };
  using People = std::unordered_map<std::string, std::vector<feeds::Membership>>;  ///< By Recipient::key().

  std::vector<Invitable> invitable_for(const std::string& recipient) const;
  std::optional<InvitationStep> request(const Invitable& wanted, const std::string& recipient,
                                        const store::Invitation* last_sent, programme::Instant now) const;
  std::optional<InvitationStep> cancel(const store::Invitation& last_sent, programme::Instant now) const;
  feeds::Membership member(const std::string& programme, const std::string& recipient) const;
  const People& everybody() const;

  const feeds::Timetable& timetable_;
  People invited_;
  mutable std::optional<People> everybody_;  ///< Made when somebody is first looked for.
};

/// Of a title that stands in an invitation: with the library whose own occurrence it is.
std::string invited_title(const programme::Occurrence& occurrence, programme::Language language);

}  // namespace mail
