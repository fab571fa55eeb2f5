// SPDX-License-Identifier: Apache-2.0
//
// The effects of a publication: changed programmes, feeds, mails and invitations. Commands show a plan before
// they publish; the store keeps its JSON with the revision. commands/plan_text.h renders it for a terminal.
//
//     const ChangePlan plan = make_plan(published, from_folder, now);
//     if (!plan.empty()) std::cout << plan_text(plan, options.language, colour);
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "service/changes/affected.h"
#include "service/changes/change_warnings.h"
#include "service/changes/reminder_changes.h"
#include "service/feeds/feed_changes.h"
#include "service/feeds/timetables.h"
#include "service/mail/invitees.h"
#include "service/programme/reach.h"

namespace publishing {

/// A person who gains or loses activities by another role, library or period. Past activities are left out.
struct Reassigned {
  std::string person;
  std::vector<const programme::Occurrence*> gained;
  std::vector<const programme::Occurrence*> lost;
};

/// The changes in one programme.
struct ProgrammePlan {
  changes::Difference difference;
  std::vector<Reassigned> reassigned;  ///< By person.
  std::vector<changes::ReminderChange> reminders;
  std::vector<changes::ChangeWarning> warnings;
  std::vector<programme::RuleWithoutRecipients> unreached;  ///< Of make_plan() only.
};

/// A person who gets a change mail: one mail for all programmes.
struct Addressee {
  std::string id;
  std::string recipient;  ///< programme::Recipient::key().
  std::string name;
  programme::Text group;  ///< The title of their (first) role.
};

/// An invitation mail (RFC 5546): a REQUEST for a new or changed event, or a CANCEL.
struct PlannedInvitation {
  std::string recipient;  ///< programme::Recipient::key().
  std::string name;
  std::string uid;
  letters::InvitationKind kind = letters::InvitationKind::invite;
};

/// Owns the timetables that its pointers lead into. May be copied and moved.
struct ChangePlan {
  std::shared_ptr<const feeds::Timetables> before, after;
  std::vector<ProgrammePlan> programmes;       ///< By id; only those that differ.
  std::vector<feeds::FeedChange> feeds;        ///< By subject.
  std::vector<Addressee> mails;                ///< By id.
  std::vector<PlannedInvitation> invitations;  ///< By recipient.
  bool mails_wait = false;  ///< Mails that are not urgent wait for a coordinator's consent.
  programme::Instant now;

  /// True if no feed, mail or page changes.
  bool empty() const { return programmes.empty() && feeds.empty(); }
};

struct PlanOptions {
  int notice = 7;                           ///< In days, see change_warnings.h.
  const programme::Facts* facts = nullptr;  ///< Hand-ins, opt-outs and first publications; nullptr: unknown.
  std::span<const programme::Coordinator> coordinators{};
  std::size_t ask_above = 50;                      ///< More mails than this wait for a coordinator's consent.
  feeds::FeedInputs inputs{};                      ///< Its `now` is ignored.
  std::span<const store::Invitation> last_sent{};  ///< The latest invitation sent per recipient and UID.
};

/// Compares two states of all programmes. `before` without programmes means that nothing was published yet.
/// Differences, mails and warnings compare written(); feed changes compare shown().
ChangePlan make_plan(std::shared_ptr<const feeds::Timetables> before,
                     std::shared_ptr<const feeds::Timetables> after, programme::Instant now,
                     const PlanOptions& options = {});

/// As make_plan(), but leaves `feeds` empty, which saves most of the work. The timetables must outlive the
/// result.
ChangePlan changes_between(const feeds::Timetable& before, const feeds::Timetable& after,
                           programme::Instant now, const PlanOptions& options = {});

/// The plan as one indented JSON object, ended by a newline. Kinds are named by their enumerators. Days and
/// local times are in ISO 8601, instants in UTC. Defined in plan_json.cc.
std::string plan_json(const ChangePlan& plan);

/// The member "programmes" of plan_json() on one line, as the store keeps it with a revision.
std::string difference_json(const ChangePlan& plan);

}  // namespace publishing
