// SPDX-License-Identifier: Apache-2.0
//
// Compares what should be in the calendars of people with invitations with the last invitation that each was
// sent.
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

/// One mail that brings a calendar up to date. Pointers lead into the timetable.
struct InvitationStep {
  letters::InvitationKind kind = letters::InvitationKind::invite;
  std::string recipient, uid;
  std::optional<store::Invitation> last_sent;  ///< The invitation sent before; absent only for `invite`.
  const feeds::Part* part = nullptr;           ///< nullptr: the programme is no longer there.
  const programme::Person* person = nullptr;   ///< nullptr: likewise.
  std::optional<std::uint32_t> entry;          ///< Into its entries; nullopt: no longer there.
  letters::CancelReason reason = letters::CancelReason::cancelled;  ///< Of `cancel`.
  bool near = false;       ///< Its old or new day is within urgent_days.
  programme::Instant end;  ///< The later end of its old and its new time.
};

class Invitees {
 public:
  /// The timetable must outlive it.
  explicit Invitees(const feeds::Timetable& timetable);

  /// True when nobody has invitations.
  bool empty() const { return invited_.empty(); }

  /// Every mail that is due, by recipient, then by time of the occurrence. `last_sent`:
  /// Invitations::last_sent().
  std::vector<InvitationStep> steps(std::span<const store::Invitation> last_sent,
                                    programme::Instant now) const;

  /// The same for one person and occurrence; nullopt when the calendar is up to date.
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
  mutable std::optional<People> everybody_;  ///< Built at the first search.
};

/// The title in an invitation: the activity's, and the library's when the occurrence is its own.
std::string invited_title(const programme::Occurrence& occurrence, programme::Language language);

}  // namespace mail
