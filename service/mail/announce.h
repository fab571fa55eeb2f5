// SPDX-License-Identifier: Apache-2.0
//
// Decides change mails and invitations: the difference between the revision announced last and the published
// one, after it has settled. A date moved and moved back within that time causes no mail.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "service/letters/change_letter.h"
#include "service/mail/daily_throttle.h"
#include "service/mail/edition.h"
#include "service/mail/invitees.h"
#include "service/mail/worker.h"
#include "service/store/announcements.h"

namespace mail {

class Comparison;
struct PersonNews;

class Announcer {
 public:
  Announcer(store::Announcements& announcements, const WorkerOptions& options, const WorkerLog& log);
  ~Announcer();

  /// Replaces the published edition.
  void publish(std::shared_ptr<const Edition> edition);

  /// Decides the pending mails in one transaction: a change mail for each affected person, and an invitation
  /// for each occurrence that is missing or outdated in the calendar of a person with invitations.
  ///
  /// They are due `settle` after the last publication. They are due at once after `traject announce`, and
  /// when the change concerns a near day. By the rules of ask.h they may then wait for release.
  void run(programme::Instant now);

  /// The next time that run() has work; nullopt when every change is announced.
  std::optional<programme::Instant> next_due() const { return pending_; }

  /// The latest time at which the pending changes are announced; nullopt when none are pending.
  std::optional<programme::Instant> pending_until() const;

  /// The changes for a recipient since that revision; nullopt when none is worth a mail or the recipient has
  /// left. Its pointers are valid until the next call of publish() or run().
  std::optional<letters::ChangeLetter> letter(int since, const std::string& recipient,
                                              programme::Instant now);

  /// The invitation that brings a recipient's calendar up to date for that occurrence; nullopt when it is up
  /// to date. Its pointers lead into the edition.
  std::optional<InvitationStep> invitation(const std::string& recipient, const std::string& uid,
                                           const std::optional<store::Invitation>& last_sent,
                                           programme::Instant now) const;

 private:
  const Comparison* compare(int since);  ///< nullptr: this version cannot read that revision.
  void skip_silent();
  bool invitations_undecided();
  std::vector<PersonNews> pending_news(programme::Instant now);
  void announce(std::span<const PersonNews> people, std::span<const InvitationStep> steps, bool asked,
                programme::Instant now);
  std::vector<store::InvitationMail> invitation_mails(std::span<const InvitationStep> steps, bool asked,
                                                      programme::Instant now) const;
  void report(std::size_t mailed, std::size_t waiting) const;

  store::Announcements& announcements_;
  const WorkerOptions& options_;
  const WorkerLog& log_;
  std::shared_ptr<const Edition> edition_;
  std::shared_ptr<const feeds::Snapshot>
      announced_;  ///< The snapshot announced last; nullptr when it is not known.
  std::unique_ptr<const Invitees> invitees_;
  bool invites_ = false;                          ///< At least one person has invitations or was sent one.
  std::unique_ptr<const Comparison> comparison_;  ///< The one used last.
  std::optional<programme::Instant> pending_;
  std::optional<programme::Instant> used_;  ///< When a comparison was last needed: they are large.
  DailyThrottle reported_;
};

}  // namespace mail
