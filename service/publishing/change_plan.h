// SPDX-License-Identifier: Apache-2.0
//
// What publishing would do: shown beforehand and kept with the revision; plan_text.h writes it down.
//
//     const Plan plan = make_plan(drafts_of(published), drafts_of(folder), now);
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

namespace publishing {

/// Somebody who has other activities now, by another role, library or period. Only what is not over.
struct Reassigned {
  std::string person;
  std::vector<const programme::Occurrence*> gained;
  std::vector<const programme::Occurrence*> lost;
};

/// One programme in which something changes.
struct ProgrammePlan {
  changes::Difference difference;
  std::vector<Reassigned> reassigned;  ///< By person.
  std::vector<changes::ReminderChange> reminders;
  std::vector<changes::ChangeWarning> warnings;
};

/// Somebody who gets a change mail, once, whatever the number of programmes.
struct Addressee {
  std::string id;
  std::string recipient;  ///< programme::Recipient::key().
  std::string name;
  programme::Text group;  ///< The title of their (first) role.
};

/// A mail that puts something into the calendar of somebody with invitations, changes it there or takes it
/// out.
struct PlannedInvitation {
  std::string recipient;  ///< programme::Recipient::key().
  std::string name;
  std::string uid;
  letters::InvitationKind kind = letters::InvitationKind::invite;
};

/// Owns what it points into; may be copied and moved.
struct ChangePlan {
  std::shared_ptr<const feeds::Timetables> before, after;
  std::vector<ProgrammePlan> programmes;       ///< By id; only those that differ.
  std::vector<feeds::FeedChange> feeds;        ///< By subject.
  std::vector<Addressee> mails;                ///< By id.
  std::vector<PlannedInvitation> invitations;  ///< By recipient.
  bool mails_wait = false;  ///< Those that are not urgent wait for a coordinator's word, if not all.
  programme::Instant now;

  /// Nobody sees anything else than before, in a feed, a mail or on a page.
  bool empty() const { return programmes.empty() && feeds.empty(); }
};

struct PlanOptions {
  int notice = 7;                                  ///< In days, see change_warnings.h.
  const programme::Facts* facts = nullptr;         ///< What happened so far, where it is known.
  std::size_t ask_above = 50;                      ///< More mails than this wait for a coordinator's word.
  feeds::FeedInputs inputs{};                      ///< Whose `now` is not looked at.
  std::span<const store::Invitation> last_sent{};  ///< What calendars were told by invitations.
};

/// Compares two states of everything; one of no programmes: nothing was published yet. What is told and
/// warned of is what the files say; which feeds change, what is shown.
ChangePlan make_plan(std::shared_ptr<const feeds::Timetables> before,
                     std::shared_ptr<const feeds::Timetables> after, programme::Instant now,
                     const PlanOptions& options = {});

/// The same without whose feeds change, which is most of the work. Points into the drafts, which must outlive
/// it.
ChangePlan changes_between(const feeds::Timetable& before, const feeds::Timetable& after,
                           programme::Instant now, const PlanOptions& options = {});

/// One JSON object, indented, ended by a newline. Ids and names of kinds, days and local times in ISO 8601,
/// instants in UTC; no words but titles and names.
std::string plan_json(const ChangePlan& plan);

/// The changes alone, on one line, without whose feeds change and who is mailed: "programmes" of the above,
/// for a revision.
std::string difference_json(const ChangePlan& plan);

}  // namespace publishing
