// SPDX-License-Identifier: Apache-2.0
#include "service/mail/ask.h"

#include <chrono>
#include <unordered_map>

#include "service/letters/change_letter.h"

namespace mail {
namespace {

using programme::Facts;
using programme::Instant;
using programme::Moment;

constexpr std::chrono::minutes just_published{10};

template <class Since>
bool is_new(const Since& since, const std::string& key, Instant now) {
  const auto found = since.find(key);
  return found != since.end() && now < found->second + just_published;
}

bool follows(const Moment& moment, const Facts& facts, Instant planned_since, Instant now) {
  const auto& key = moment.key;
  return *moment.due < planned_since || is_new(facts.rule_since, key.programme + '/' + key.rule, now) ||
         is_new(facts.date_since, programme::date_key(key.programme, key.activity, key.library, key.day),
                now);
}

bool is_new(const Moment& moment, const programme::Recipient& recipient, const Facts& facts, Instant now) {
  return recipient.person != nullptr &&
         is_new(facts.person_since, moment.key.programme + '/' + recipient.person->id, now);
}

bool asks(const Moment& moment, Instant now) {
  const auto& programme = *moment.programme;
  return programme.ask &&
         (moment.occurrence == nullptr ||
          !letters::is_near(moment.occurrence->when, programme::local_day(now, programme.zone)));
}

}  // namespace

std::unordered_set<std::string> waiting_mails(std::span<const MomentVerdicts> together, const Facts& facts,
                                              int ask_above, Instant planned_since, Instant now) {
  std::unordered_map<std::string, bool> following;  // mail key → all of it is asked for by its programme
  std::vector<std::pair<const Moment*, const programme::Recipient*>> by_time;
  for (const MomentVerdicts& one : together) {
    const Moment& moment = *one.moment;
    const bool all_follow = follows(moment, facts, planned_since, now);
    const bool asked = asks(moment, now);
    for (const Verdict& verdict : one.verdicts) {
      if (verdict.reason) continue;
      if (!all_follow && !is_new(moment, verdict.recipient, facts, now)) {
        by_time.emplace_back(&moment, &verdict.recipient);
        continue;
      }
      const auto [mail, added] = following.emplace(mail_key(moment, verdict.recipient), asked);
      mail->second = mail->second && asked;
    }
  }
  std::unordered_set<std::string> waiting;
  if (following.empty()) return waiting;
  for (const auto& [moment, recipient] : by_time) following.erase(mail_key(*moment, *recipient));
  const bool too_many = is_more_than(following.size(), ask_above);
  for (const auto& [mail, asked] : following)
    if (too_many || asked) waiting.insert(mail);
  return waiting;
}

}  // namespace mail
