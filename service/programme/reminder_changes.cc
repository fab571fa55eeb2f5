// SPDX-License-Identifier: Apache-2.0
#include "service/programme/reminder_changes.h"

#include <array>
#include <cstddef>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace programme {
namespace {

/// A moment's key without its day, which is what changes.
using Key = std::tuple<std::string_view, std::string_view, std::string_view, int>;

/// The moments before and after; nullptr where there is none.
using Pair = std::pair<const Moment*, const Moment*>;

Key key_of(const MomentKey& key) { return {key.activity, key.library, key.rule, key.round}; }

/// Blocked for now; another version may open it. Everything else is decided when it is due.
bool may_open(const Moment& moment) {
  return moment.blocked == Reason::cancelled || moment.blocked == Reason::unconfirmed ||
         moment.blocked == Reason::planned;
}

bool is_decided(const Moment& moment, Instant now) {
  return moment.due && *moment.due <= now && !may_open(moment);
}

bool is_pending(const Moment& moment, Instant now) {
  return moment.due && !moment.blocked && *moment.due > now;
}

bool will_go(const Moment& moment, Instant now) {
  return moment.due && !moment.blocked && moment.not_after > now;
}

struct Effect {
  ReminderEffect effect;
  std::optional<Reason> reason = {};
};

std::optional<Effect> effect_between(const Moment* before, const Moment* after, bool rule_is_new,
                                     Instant now) {
  const bool goes = after != nullptr && will_go(*after, now);
  if (before != nullptr && is_decided(*before, now)) {
    if (goes && before->key.day != after->key.day) return Effect{ReminderEffect::armed_again};
    return std::nullopt;
  }
  if (before != nullptr && is_pending(*before, now)) {
    if (!goes) {
      if (after == nullptr) return Effect{ReminderEffect::lapsed};
      return Effect{ReminderEffect::lapsed, after->blocked.value_or(Reason::late)};
    }
    if (*before->due != *after->due) return Effect{ReminderEffect::moved};
    return std::nullopt;
  }
  if (!goes || (rule_is_new && *after->due <= now)) return std::nullopt;
  return Effect{ReminderEffect::added};
}

}  // namespace

std::string_view to_string(ReminderEffect effect) {
  constexpr std::array<std::string_view, 4> names{"moved", "armed_again", "lapsed", "added"};
  return names.at(static_cast<std::size_t>(effect));
}

std::vector<ReminderChange> reminder_changes(const Difference& difference, Instant now) {
  const auto before = moments(*difference.before, *difference.schedule_before);
  const auto after = moments(*difference.after, *difference.schedule_after);
  std::map<Key, Pair> pairs;
  for (const Moment& moment : before) pairs[key_of(moment.key)].first = &moment;
  for (const Moment& moment : after) pairs[key_of(moment.key)].second = &moment;
  std::set<std::string_view> new_rules;
  std::set<std::string_view> old_rules;
  for (const RuleChange& change : difference.rules) {
    if (change.kind == RuleChangeKind::added) new_rules.insert(change.rule);
    if (change.kind == RuleChangeKind::removed) old_rules.insert(change.rule);
  }

  std::vector<ReminderChange> changes;
  for (const auto& [key, pair] : pairs) {
    const auto& [old, fresh] = pair;
    const std::string& rule = (fresh != nullptr ? fresh : old)->key.rule;
    const auto found = effect_between(old, fresh, new_rules.contains(rule), now);
    if (!found) continue;
    ReminderChange& change = changes.emplace_back();
    change.rule = rule;
    change.activity = std::get<0>(key);
    change.library = std::get<1>(key);
    change.round = std::get<3>(key);
    change.effect = found->effect;
    if (found->effect != ReminderEffect::added) change.before = old->due;
    if (found->effect != ReminderEffect::lapsed) change.after = fresh->due;
    change.reason = found->reason;
    if (change.effect == ReminderEffect::lapsed && old_rules.contains(rule)) change.reason = Reason::no_rule;
  }
  return changes;
}

}  // namespace programme
