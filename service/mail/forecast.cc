// SPDX-License-Identifier: Apache-2.0
#include "service/mail/forecast.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "service/feeds/digest.h"
#include "service/mail/candidates.h"
#include "service/store/participation.h"

namespace mail {
namespace {

using programme::Facts;
using programme::Instant;
using programme::Moment;
using programme::MomentKey;
using programme::Reason;
using programme::Recipient;
using store::MailState;

constexpr std::size_t all_mails = 1'000'000'000;

/// As when the service reads the files: what is new to it is not told about what was.
Facts published_now(Facts facts, std::span<const Moment> moments, Instant now) {
  std::set<const programme::Programme*> seen;
  for (const Moment& moment : moments) {
    if (!seen.insert(moment.programme).second) continue;
    const std::string prefix = moment.programme->id + "/";
    for (const auto& rule : moment.programme->reminders) facts.rule_since.try_emplace(prefix + rule.id, now);
    for (const auto& person : moment.programme->people)
      facts.person_since.try_emplace(prefix + person.id, now);
  }
  return facts;
}

class Seer {
 public:
  Seer(std::span<const Moment> moments, std::span<const programme::Coordinator> coordinators,
       const History& history, Instant now)
      : coordinators_{coordinators}, facts_{published_now(history.facts, moments, now)}, now_{now} {
    for (const auto& moment : history.closed) closed_[moment.key] = moment.reason;
    for (const auto& reminder : history.reminders) decided_[reminder.key][reminder.recipient] = &reminder;
    for (const auto& mail : history.mails) mails_[mail.id] = &mail;
  }

  void look_at(const Moment& moment);
  std::vector<Foreseen> result();

 private:
  Foreseen& add(const Moment& moment, const Recipient& recipient);
  void add_blocked(const Moment& moment, Reason reason);
  void add_decided(const Moment& moment, const std::optional<Reason>& closed_for);
  void take_from_store(Foreseen& foreseen, const store::Reminder& decided);
  void supersede_all();

  std::span<const programme::Coordinator> coordinators_;
  const Facts facts_;
  Instant now_;
  std::map<MomentKey, std::optional<Reason>> closed_;
  std::map<MomentKey, std::unordered_map<std::string, const store::Reminder*>> decided_;
  std::unordered_map<std::int64_t, const store::Mail*> mails_;
  std::map<Instant, std::vector<Expanded>> open_;  ///< By the time at which they are decided together.
  std::vector<Foreseen> out_;
};

Foreseen& Seer::add(const Moment& moment, const Recipient& recipient) {
  Foreseen& foreseen = out_.emplace_back();
  foreseen.moment = &moment;
  foreseen.recipient = recipient;
  foreseen.when = moment.due;
  return foreseen;
}

void Seer::add_blocked(const Moment& moment, Reason reason) {
  for (const Recipient& recipient : programme::recipients(moment, coordinators_)) {
    Foreseen& foreseen = add(moment, recipient);
    foreseen.reason = reason;
    foreseen.whole_moment = true;
  }
}

void Seer::take_from_store(Foreseen& foreseen, const store::Reminder& decided) {
  foreseen.reason = decided.reason;
  const auto mail = mails_.find(decided.mail);
  if (mail == mails_.end()) return;
  foreseen.mail = std::to_string(decided.mail);
  foreseen.state = mail->second->state;
  if (foreseen.state == MailState::sent) foreseen.when = mail->second->changed;
  if (foreseen.fate() == Fate::goes)
    foreseen.when = std::max({now_, mail->second->next_try, mail->second->due});
}

void Seer::add_decided(const Moment& moment, const std::optional<Reason>& closed_for) {
  const auto rows = decided_.find(moment.key);
  for (const Recipient& recipient : programme::recipients(moment, coordinators_)) {
    Foreseen& foreseen = add(moment, recipient);
    if (rows != decided_.end()) {
      if (const auto row = rows->second.find(recipient.key()); row != rows->second.end()) {
        take_from_store(foreseen, *row->second);
        continue;
      }
    }
    foreseen.reason = closed_for.value_or(Reason::joined_later);
    foreseen.whole_moment = closed_for.has_value();
  }
}

void Seer::look_at(const Moment& moment) {
  if (const auto closed = closed_.find(moment.key); closed != closed_.end()) {
    add_decided(moment, closed->second);
    return;
  }
  const Instant at = std::max(moment.due.value_or(now_), now_);
  if (const auto reason = programme::reason_against(moment, facts_, at)) {
    add_blocked(moment, *reason);
    return;
  }
  Expanded expanded{&moment, {}};
  for (const Recipient& recipient : programme::recipients(moment, coordinators_)) {
    expanded.candidates.push_back({recipient, programme::reason_against(moment, recipient, facts_, at)});
  }
  open_[at].push_back(std::move(expanded));
}

void Seer::supersede_all() {
  for (auto& [at, together] : open_) {
    supersede(together);
    for (const Expanded& one : together) {
      for (const Candidate& candidate : one.candidates) {
        Foreseen& foreseen = add(*one.moment, candidate.recipient);
        foreseen.reason = candidate.reason;
        if (candidate.reason) continue;
        foreseen.when = at;
        foreseen.mail = mail_key(*one.moment, candidate.recipient);
      }
    }
  }
  open_.clear();
}

std::vector<Foreseen> Seer::result() {
  supersede_all();
  std::stable_sort(out_.begin(), out_.end(), [](const Foreseen& a, const Foreseen& b) {
    if (a.when != b.when) return a.when && (!b.when || *a.when < *b.when);
    const auto key = [](const Foreseen& of) {
      const bool person = of.recipient.person != nullptr;
      return std::tuple{
          !person, std::string_view(person ? of.recipient.person->id : of.recipient.coordinator->address)};
    };
    return key(a) < key(b);
  });
  return std::move(out_);
}

}  // namespace

std::string_view to_string(Fate fate) {
  switch (fate) {
    case Fate::goes:
      return "goes";
    case Fate::went:
      return "went";
    case Fate::stays:
      break;
  }
  return "stays";
}

Fate Foreseen::fate() const {
  if (reason) return Fate::stays;
  switch (state.value_or(MailState::queued)) {
    case MailState::sent:
      return Fate::went;
    case MailState::queued:
    case MailState::retry:
    case MailState::waiting:
    case MailState::leased:
    case MailState::data:
      return Fate::goes;
    default:
      return Fate::stays;
  }
}

std::string Foreseen::reference() const {
  const MomentKey& key = moment->key;
  return feeds::to_hex(feeds::digest({key.programme, key.rule, key.activity, key.library, key.day,
                                      std::to_string(key.round), recipient.key()}))
      .substr(0, 10);
}

History read_history(store::Store& store) {
  store::Outbox outbox{store};
  return {store::Participation{store}.facts(), outbox.closed_moments(), outbox.reminders(),
          outbox.list(std::nullopt, all_mails)};
}

std::vector<Foreseen> foresee(std::span<const Moment> moments,
                              std::span<const programme::Coordinator> coordinators, const History& history,
                              Instant now) {
  Seer seer{moments, coordinators, history, now};
  for (const Moment& moment : moments) seer.look_at(moment);
  return seer.result();
}

}  // namespace mail
