// SPDX-License-Identifier: Apache-2.0
#include "service/mail/decide.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>

#include "service/mail/ask.h"

namespace mail {
namespace {

using programme::Instant;
using programme::Moment;
using programme::Recipient;
using programme::SkipReason;

constexpr std::size_t batch_size = 1'000;

/// Blocked as things stand, which the next plan may change.
bool may_open(SkipReason reason) {
  return reason == SkipReason::cancelled || reason == SkipReason::unconfirmed ||
         reason == SkipReason::planned;
}

/// Returns the person or library whose hand-in prevents the reminder, by Activity::hand_in; "" for none.
std::string sparing_subject(const Moment& moment, const Recipient& recipient) {
  if (!moment.rule->unless_handed_in || moment.occurrence == nullptr || recipient.person == nullptr)
    return "";
  switch (moment.occurrence->activity->hand_in) {
    case programme::HandIn::person:
      return recipient.person->id;
    case programme::HandIn::library:
      return recipient.person->library;
    case programme::HandIn::none:
      break;
  }
  return "";
}

store::Decision decision(const Moment& moment, const Recipient& recipient, std::optional<SkipReason> reason,
                         const std::unordered_set<std::string>& waiting) {
  std::string mail = mail_key(moment, recipient);
  const bool waits = waiting.contains(mail);
  return {.reminder = {.key = moment.key,
                       .recipient = recipient.key(),
                       .due = *moment.due,
                       .mail = 0,
                       .reason = reason},
          .mail_key = std::move(mail),
          .address = recipient.address(),
          .not_after = moment.not_after,
          .subject = sparing_subject(moment, recipient),
          .waiting = waits};
}

/// Decisions and closings, written a thousand at a time: a moment is closed after all that belongs to it.
class DecisionWriter {
 public:
  DecisionWriter(store::Outbox& outbox, Instant now, const std::function<void()>& between)
      : outbox_{outbox}, now_{now}, between_{between} {}

  void add(store::Decision decision) {
    decisions_.push_back(std::move(decision));
    if (decisions_.size() == batch_size) flush();
  }

  void close(const Moment& moment) {
    closed_.push_back({moment.key, *moment.due, std::nullopt});
    if (closed_.size() == batch_size) flush();
  }

  void flush() {
    if (!decisions_.empty()) outbox_.decide(decisions_, now_);
    decisions_.clear();
    if (!closed_.empty()) outbox_.close(closed_, now_);
    closed_.clear();
    between_();
  }

 private:
  store::Outbox& outbox_;
  Instant now_;
  const std::function<void()>& between_;
  std::vector<store::Decision> decisions_;
  std::vector<store::ClosedMoment> closed_;
};

}  // namespace

Decider::Decider(store::Outbox& outbox, const WorkerOptions& options, const WorkerLog& log)
    : outbox_{outbox}, options_{options}, log_{log} {}

void Decider::plan(std::shared_ptr<const PlannedMoments> plan, Instant since) {
  open_.clear();  // leads into the plan before
  plan_ = std::move(plan);
  plan_since_ = since;
  stale_ = true;
}

void Decider::read_open() {
  std::set<programme::MomentKey> closed;
  for (auto& moment : outbox_.closed_moments()) closed.insert(std::move(moment.key));
  open_.clear();
  for (const Moment& moment : plan_->moments())
    if (moment.due && !closed.contains(moment.key)) open_.push_back(&moment);
  std::reverse(open_.begin(), open_.end());
  stale_ = false;
}

void Decider::run(const programme::Facts& facts, Instant now, const std::function<void()>& between) {
  if (!plan_) return;
  if (stale_) read_open();
  if (open_.empty() || *open_.back()->due > now) return;
  stale_ = true;  // until all of it is written
  std::vector<store::ClosedMoment> closing;
  auto expanded = expand(facts, now, closing);
  for (std::size_t from = 0; from < closing.size(); from += batch_size) {
    outbox_.close(std::span{closing}.subspan(from, std::min(batch_size, closing.size() - from)), now);
    between();
  }
  supersede(expanded);
  const auto waiting = waiting_mails(expanded, facts, options_.ask_above, plan_since_, now);
  if (!waiting.empty())
    log_.error(
        std::to_string(waiting.size()) + (waiting.size() == 1 ? " reminder mail is" : " reminder mails are") +
        " due because of what was published: they wait for a coordinator's word; `traject mail release` "
        "shows them and lets them go");
  write(expanded, waiting, now, between);
  stale_ = false;
}

/// Takes the due moments from open_. A rule that throws is left out until the next plan; the others are
/// decided.
std::vector<MomentVerdicts> Decider::expand(const programme::Facts& facts, Instant now,
                                            std::vector<store::ClosedMoment>& closing) {
  std::vector<MomentVerdicts> expanded;
  while (!open_.empty() && *open_.back()->due <= now) {
    const Moment& moment = *open_.back();
    open_.pop_back();
    try {
      if (const auto reason = programme::skip_reason(moment, facts, now)) {
        if (!may_open(*reason)) closing.push_back({moment.key, *moment.due, reason});
        continue;
      }
      MomentVerdicts one{&moment, {}};
      for (const Recipient& recipient : programme::recipients(moment, plan_->edition().coordinators))
        one.verdicts.push_back({recipient, programme::skip_reason(moment, recipient, facts, now)});
      expanded.push_back(std::move(one));
    } catch (const std::exception& error) {
      report(moment, error, now);
    }
  }
  return expanded;
}

/// Writes in the order of the due times and, where they are equal, from the end of the file. A reminder
/// follows those that it supersedes, so that a crash between two transactions never sends both.
void Decider::write(std::vector<MomentVerdicts>& expanded, const std::unordered_set<std::string>& waiting,
                    Instant now, const std::function<void()>& between) {
  std::reverse(expanded.begin(), expanded.end());
  std::stable_sort(expanded.begin(), expanded.end(), [](const MomentVerdicts& a, const MomentVerdicts& b) {
    return *a.moment->due < *b.moment->due;
  });
  DecisionWriter writer{outbox_, now, between};
  for (const MomentVerdicts& one : expanded) {
    for (const Verdict& verdict : one.verdicts)
      writer.add(decision(*one.moment, verdict.recipient, verdict.reason, waiting));
    writer.close(*one.moment);
  }
  writer.flush();
}

void Decider::report(const Moment& moment, const std::exception& error, Instant now) {
  const std::string rule = moment.key.programme + '/' + moment.key.rule;
  if (reported_.allow(rule, now))
    log_.error("reminder rule " + rule + " fails and sends nothing: " + error.what());
}

std::size_t Decider::planned(const programme::Facts& facts, Instant until) const {
  std::unordered_set<std::string> mails;
  for (auto moment = open_.rbegin(); moment != open_.rend() && *(*moment)->due < until; ++moment) {
    const Instant due = *(*moment)->due;
    if (programme::skip_reason(**moment, facts, due)) continue;
    for (const Recipient& recipient : programme::recipients(**moment, plan_->edition().coordinators))
      if (!programme::skip_reason(**moment, recipient, facts, due))
        mails.insert(mail_key(**moment, recipient));
  }
  return mails.size();
}

std::optional<Instant> Decider::next_due() const { return open_.empty() ? std::nullopt : open_.back()->due; }

}  // namespace mail
