// SPDX-License-Identifier: Apache-2.0
//
// What publishing would do: shown beforehand and kept with the revision; plan_text.h writes it down.
//
//     const Plan plan = make_plan(published.programmes, loaded.programmes, now, {.hand_ins = hand_ins});
//     if (!plan.empty()) std::cout << plan_text(plan, options.language, colour);
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "service/feeds/feed_changes.h"
#include "service/programme/change_warnings.h"
#include "service/programme/concerned.h"
#include "service/programme/reminder_changes.h"

namespace commands {

/// Somebody who has other activities now, by another role, library or period. Only what is not over.
struct Reassigned {
  std::string person;
  std::vector<const programme::Occurrence*> gained;
  std::vector<const programme::Occurrence*> lost;
};

/// One programme in which something changes.
struct ProgrammePlan {
  programme::Difference difference;
  std::vector<Reassigned> reassigned;  ///< By person.
  std::vector<programme::ReminderChange> reminders;
  std::vector<programme::ChangeWarning> warnings;
};

/// Somebody who gets a change mail, once, whatever the number of programmes.
struct Addressee {
  std::string id;
  std::string recipient;  ///< programme::Recipient::key().
  std::string name;
  programme::Text group;  ///< The title of their (first) role.
};

/// Owns what it points into; may be copied and moved.
struct Plan {
  struct Sides;
  std::shared_ptr<const Sides> sides;
  std::vector<ProgrammePlan> programmes;  ///< By id; only those that differ.
  std::vector<feeds::FeedChange> feeds;   ///< By subject.
  std::vector<Addressee> mails;           ///< By id.
  bool mails_wait = false;  ///< Those that are not urgent wait for a coordinator's word, if not all.
  programme::Instant now;

  /// Nobody sees anything else than before, in a feed, a mail or on a page.
  bool empty() const { return programmes.empty() && feeds.empty(); }
};

struct PlanOptions {
  int notice = 7;              ///< In days, see change_warnings.h.
  std::size_t ask_above = 50;  ///< More mails than this wait for a coordinator's word.
  std::span<const feeds::HandIn> hand_ins = {};
};

/// Compares two states of everything, as config_files::load() gives them; none at all: nothing was published yet.
Plan make_plan(std::vector<programme::Programme> before, std::vector<programme::Programme> after,
               programme::Instant now, const PlanOptions& options = {});

/// The same without whose feeds change, which is most of the work. Points into the drafts, which must outlive it.
Plan changes_between(const feeds::Draft& before, const feeds::Draft& after, programme::Instant now,
                     int notice = PlanOptions{}.notice);

}  // namespace commands
