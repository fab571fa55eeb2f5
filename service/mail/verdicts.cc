// SPDX-License-Identifier: Apache-2.0
#include "service/mail/verdicts.h"

#include <algorithm>
#include <map>
#include <unordered_set>

namespace mail {
namespace {

using programme::Instant;
using programme::Moment;
using programme::Recipient;
using programme::SkipReason;

std::string seconds_text(Instant instant) { return std::to_string(instant.time_since_epoch().count()); }

/// Returns an identity that moments share when they are about the same: the occurrence, else the rule.
const void* subject_of(const Moment& moment) {
  return moment.occurrence != nullptr ? static_cast<const void*>(moment.occurrence) : moment.rule;
}

const void* identity_of(const Recipient& recipient) {
  return recipient.person != nullptr ? static_cast<const void*>(recipient.person) : recipient.coordinator;
}

}  // namespace

void supersede(std::span<MomentVerdicts> together) {
  std::map<const void*, std::vector<MomentVerdicts*>> by_subject;
  for (MomentVerdicts& one : together) by_subject[subject_of(*one.moment)].push_back(&one);
  for (auto& [subject, moments] : by_subject) {
    if (moments.size() < 2) continue;
    std::stable_sort(moments.begin(), moments.end(), [](const MomentVerdicts* a, const MomentVerdicts* b) {
      return *a->moment->due > *b->moment->due;
    });
    std::unordered_set<const void*> served;
    for (MomentVerdicts* one : moments)
      for (Verdict& verdict : one->verdicts)
        if (!verdict.reason && !served.insert(identity_of(verdict.recipient)).second)
          verdict.reason = SkipReason::superseded;
  }
}

std::string mail_key(const Moment& moment, const Recipient& recipient) {
  // Ids hold no '/'; a recipient may, so it comes last.
  const auto& key = moment.key;
  const std::string due = seconds_text(*moment.due);
  if (recipient.coordinator != nullptr)
    return "overview/" + key.programme + '/' + key.rule + '/' + due + '/' + recipient.key();
  if (!moment.programme->bundle.empty()) return "bundle/" + key.programme + '/' + due + '/' + recipient.key();
  return "single/" + key.programme + '/' + key.rule + '/' + key.activity + '/' + key.library + '/' + key.day +
         '/' + std::to_string(key.round) + '/' + recipient.key();
}

}  // namespace mail
