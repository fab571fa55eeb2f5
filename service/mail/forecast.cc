// SPDX-License-Identifier: Apache-2.0
#include "service/mail/forecast.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "service/feeds/digest.h"
#include "service/mail/verdicts.h"
#include "service/store/participation.h"

namespace mail {
namespace {

using programme::Facts;
using programme::Instant;
using programme::Moment;
using programme::MomentKey;
using programme::Recipient;
using programme::SkipReason;
using store::MailState;

constexpr std::size_t all_mails = 1'000'000'000;

/// Records new rules, people and dates as published now, as the service does: no reminder is sent for their
/// past.
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
       const ReminderHistory& history, Instant now)
      : coordinators_{coordinators}, facts_{published_now(history.facts, moments, now)}, now_{now} {
    for (const auto& moment : history.closed) closed_[moment.key] = moment.reason;
    for (const auto& reminder : history.reminders) decided_[reminder.key][reminder.recipient] = &reminder;
    for (const auto& mail : history.mails) mails_[mail.id] = &mail;
  }

  void look_at(const Moment& moment);
  std::vector<ForecastRow> result();

 private:
  ForecastRow& add(const Moment& moment, const Recipient& recipient);
  void add_blocked(const Moment& moment, SkipReason reason);
  void add_decided(const Moment& moment, const std::optional<SkipReason>& closed_for);
  void take_from_store(ForecastRow& row, const store::Reminder& decided);
  void supersede_all();

  std::span<const programme::Coordinator> coordinators_;
  const Facts facts_;
  Instant now_;
  std::map<MomentKey, std::optional<SkipReason>> closed_;
  std::map<MomentKey, std::unordered_map<std::string, const store::Reminder*>> decided_;
  std::unordered_map<std::int64_t, const store::Mail*> mails_;
  std::map<Instant, std::vector<MomentVerdicts>> open_;  ///< By the time at which they are decided together.
  std::vector<ForecastRow> out_;
};

ForecastRow& Seer::add(const Moment& moment, const Recipient& recipient) {
  ForecastRow& row = out_.emplace_back();
  row.moment = &moment;
  row.recipient = recipient;
  row.when = moment.due;
  return row;
}

void Seer::add_blocked(const Moment& moment, SkipReason reason) {
  for (const Recipient& recipient : programme::recipients(moment, coordinators_)) {
    ForecastRow& row = add(moment, recipient);
    row.reason = reason;
    row.whole_moment = true;
  }
}

void Seer::take_from_store(ForecastRow& row, const store::Reminder& decided) {
  row.reason = decided.reason;
  const auto mail = mails_.find(decided.mail);
  if (mail == mails_.end()) return;
  row.mail = std::to_string(decided.mail);
  row.state = mail->second->state;
  if (row.state == MailState::sent) row.when = mail->second->changed;
  if (row.forecast_state() == ForecastState::will_send)
    row.when = std::max({now_, mail->second->next_try, mail->second->due});
}

void Seer::add_decided(const Moment& moment, const std::optional<SkipReason>& closed_for) {
  const auto rows = decided_.find(moment.key);
  for (const Recipient& recipient : programme::recipients(moment, coordinators_)) {
    ForecastRow& row = add(moment, recipient);
    if (rows != decided_.end()) {
      if (const auto decided = rows->second.find(recipient.key()); decided != rows->second.end()) {
        take_from_store(row, *decided->second);
        continue;
      }
    }
    row.reason = closed_for.value_or(SkipReason::joined_later);
    row.whole_moment = closed_for.has_value();
  }
}

void Seer::look_at(const Moment& moment) {
  if (const auto closed = closed_.find(moment.key); closed != closed_.end()) {
    add_decided(moment, closed->second);
    return;
  }
  const Instant at = std::max(moment.due.value_or(now_), now_);
  if (const auto reason = programme::skip_reason(moment, facts_, at)) {
    add_blocked(moment, *reason);
    return;
  }
  MomentVerdicts expanded{&moment, {}};
  for (const Recipient& recipient : programme::recipients(moment, coordinators_)) {
    expanded.verdicts.push_back({recipient, programme::skip_reason(moment, recipient, facts_, at)});
  }
  open_[at].push_back(std::move(expanded));
}

void Seer::supersede_all() {
  for (auto& [at, together] : open_) {
    supersede(together);
    for (const MomentVerdicts& one : together) {
      for (const Verdict& verdict : one.verdicts) {
        ForecastRow& row = add(*one.moment, verdict.recipient);
        row.reason = verdict.reason;
        if (verdict.reason) continue;
        row.when = at;
        row.mail = mail_key(*one.moment, verdict.recipient);
      }
    }
  }
  open_.clear();
}

std::vector<ForecastRow> Seer::result() {
  supersede_all();
  std::stable_sort(out_.begin(), out_.end(), [](const ForecastRow& a, const ForecastRow& b) {
    if (a.when != b.when) return a.when && (!b.when || *a.when < *b.when);
    const auto key = [](const ForecastRow& of) {
      const bool person = of.recipient.person != nullptr;
      return std::tuple{
          !person, std::string_view(person ? of.recipient.person->id : of.recipient.coordinator->address)};
    };
    return key(a) < key(b);
  });
  return std::move(out_);
}

}  // namespace

std::string_view to_string(ForecastState state) {
  switch (state) {
    case ForecastState::will_send:
      return "goes";
    case ForecastState::sent:
      return "went";
    case ForecastState::suppressed:
      break;
  }
  return "stays";
}

ForecastState ForecastRow::forecast_state() const {
  if (reason) return ForecastState::suppressed;
  switch (state.value_or(MailState::queued)) {
    case MailState::sent:
      return ForecastState::sent;
    case MailState::queued:
    case MailState::retry:
    case MailState::waiting:
    case MailState::leased:
    case MailState::data:
      return ForecastState::will_send;
    default:
      return ForecastState::suppressed;
  }
}

std::string ForecastRow::reference() const {
  const MomentKey& key = moment->key;
  return feeds::to_hex(feeds::digest({key.programme, key.rule, key.activity, key.library, key.day,
                                      std::to_string(key.round), recipient.key()}))
      .substr(0, 10);
}

ReminderHistory read_history(store::Store& store) {
  store::Outbox outbox{store};
  return {store::Participation{store}.facts(), outbox.closed_moments(), outbox.reminders(),
          outbox.list(std::nullopt, all_mails)};
}

std::vector<ForecastRow> forecast(std::span<const Moment> moments,
                                  std::span<const programme::Coordinator> coordinators,
                                  const ReminderHistory& history, Instant now) {
  Seer seer{moments, coordinators, history, now};
  for (const Moment& moment : moments) seer.look_at(moment);
  return seer.result();
}

}  // namespace mail
