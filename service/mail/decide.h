// SPDX-License-Identifier: Apache-2.0
//
// Turns due moments into rows of the outbox: a mail for each recipient, or the reason against it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "service/mail/daily_throttle.h"
#include "service/mail/planned_moments.h"
#include "service/mail/verdicts.h"
#include "service/mail/worker.h"

namespace mail {

class Decider {
 public:
  Decider(store::Outbox& outbox, const WorkerOptions& options, const WorkerLog& log);

  /// Replaces the plan. `since`: when this plan was first published. Reads from the outbox which moments are
  /// still open.
  void plan(std::shared_ptr<const PlannedMoments> plan, programme::Instant since);

  /// Decides everything that is due. `between` is called after every transaction.
  ///
  /// Several moments about one occurrence may be decided together. A person then gets the one that is due
  /// last; of those with the same due time, the one whose rule is first in the file. The others are
  /// superseded. Without an occurrence, this applies to the moments of one rule.
  ///
  /// By the rules of ask.h, mails may wait for release. A blocked moment is not closed: it is decided again
  /// with the next plan.
  void run(const programme::Facts& facts, programme::Instant now, const std::function<void()>& between);

  /// How many mails the moments that are due before then lead to, as things stand.
  std::size_t planned(const programme::Facts& facts, programme::Instant until) const;
  /// Moments that are not decided yet.
  std::size_t open() const { return open_.size(); }

  /// When the next moment is due; nullopt when none is planned.
  std::optional<programme::Instant> next_due() const;

 private:
  void read_open();
  std::vector<MomentVerdicts> expand(const programme::Facts& facts, programme::Instant now,
                                     std::vector<store::ClosedMoment>& closing);
  void write(std::vector<MomentVerdicts>& expanded, const std::unordered_set<std::string>& waiting,
             programme::Instant now, const std::function<void()>& between);
  void report(const programme::Moment& moment, const std::exception& error, programme::Instant now);

  store::Outbox& outbox_;
  const WorkerOptions& options_;
  const WorkerLog& log_;
  std::shared_ptr<const PlannedMoments> plan_;
  programme::Instant plan_since_;
  bool stale_ = true;                           ///< open_ must be read again.
  std::vector<const programme::Moment*> open_;  ///< Sorted by due time, latest first; the next is at the end.
  DailyThrottle reported_;
};

}  // namespace mail
