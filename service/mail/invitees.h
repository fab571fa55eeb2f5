// SPDX-License-Identifier: Apache-2.0
//
// Compares the occurrences of people with invitations with the last invitation sent for each.
//
// An occurrence with a date that is not cancelled is invited. A mail is due when the occurrence is new, when
// its date, place or title changes, and when it is cancelled or no longer concerns the person. No mail is due
// for an occurrence whose old and new times are past, for a corrected typing error in a title, or for a
// description: the next mail includes these two.
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
  const feeds::Part* part = nullptr;           ///< nullptr: the programme no longer exists.
  const programme::Person* person = nullptr;   ///< nullptr: not in the programme.
  std::optional<std::uint32_t> entry;          ///< Index in the timetable's entries; nullopt: removed.
  letters::CancelReason reason = letters::CancelReason::cancelled;  ///< Only for `cancel`.
  bool near = false;       ///< Its old or new day is within urgent_days.
  programme::Instant end;  ///< The later end of its old and its new time.
};

class Invitees {
 public:
  /// The timetable must outlive it.
  explicit Invitees(const feeds::Timetable& timetable);

  /// True when no person has invitations.
  bool empty() const { return invited_.empty(); }

  /// Returns every mail that is due, sorted by recipient, then by the time of the occurrence. `last_sent` is
  /// the result of Invitations::last_sent().
  std::vector<InvitationStep> steps(std::span<const store::Invitation> last_sent,
                                    programme::Instant now) const;

  /// Returns the mail for one person and occurrence; nullopt when the calendar is up to date.
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

/// Returns the title in an invitation: the activity's title, with the library's name for an occurrence of one
/// library.
std::string invited_title(const programme::Occurrence& occurrence, programme::Language language);

}  // namespace mail
