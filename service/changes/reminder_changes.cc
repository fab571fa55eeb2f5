// SPDX-License-Identifier: Apache-2.0
#include "service/changes/reminder_changes.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "service/programme/civil_time.h"

namespace changes {
namespace {

/// The key of a moment without its day, which may change.
using UndatedKey = std::tuple<std::string_view, std::string_view, std::string_view, int>;

/// The moments before and after; nullptr: none.
using Pair = std::pair<const programme::Moment*, const programme::Moment*>;

UndatedKey undated(const programme::MomentKey& key) {
  return {key.activity, key.library, key.rule, key.round};
}

/// True if the moment is blocked, and a later version may unblock it. Other moments are decided when due.
bool may_open(const programme::Moment& moment) {
  return moment.blocked == programme::SkipReason::cancelled ||
         moment.blocked == programme::SkipReason::unconfirmed ||
         moment.blocked == programme::SkipReason::planned;
}

bool is_decided(const programme::Moment& moment, programme::Instant now) {
  return moment.due && *moment.due <= now && !may_open(moment);
}

bool is_pending(const programme::Moment& moment, programme::Instant now) {
  return moment.due && !moment.blocked && *moment.due > now;
}

bool will_go(const programme::Moment& moment, programme::Instant now) {
  return moment.due && !moment.blocked && moment.not_after > now;
}

struct Effect {
  ReminderEffect effect;
  std::optional<programme::SkipReason> reason = {};
};

/// The date_key() of every date in a version.
std::set<std::string> dates_of(const programme::Programme& programme, const programme::Schedule& schedule) {
  std::set<std::string> dates;
  for (const programme::Occurrence& occurrence : schedule.occurrences)
    if (const auto day = programme::fixed_day(occurrence.when))
      dates.insert(programme::date_key(programme.id, occurrence.activity->id,
                                       occurrence.library != nullptr ? occurrence.library->id : "",
                                       programme::day_text(*day)));
  return dates;
}

std::optional<Effect> effect_between(const programme::Moment* before, const programme::Moment* after,
                                     bool rule_is_new, bool date_is_new, programme::Instant now) {
  const bool in_vain = after != nullptr && date_is_new && comes_after_what_was_over(*after, now);
  const bool goes = after != nullptr && will_go(*after, now) && !in_vain;
  if (before != nullptr && is_decided(*before, now)) {
    if (goes && before->key.day != after->key.day) return Effect{ReminderEffect::armed_again};
    return std::nullopt;
  }
  if (before != nullptr && is_pending(*before, now)) {
    if (!goes) {
      if (after == nullptr) return Effect{ReminderEffect::lapsed};
      return Effect{ReminderEffect::lapsed,
                    after->blocked.value_or(in_vain ? programme::SkipReason::past_when_set
                                                    : programme::SkipReason::late)};
    }
    if (*before->due != *after->due) return Effect{ReminderEffect::moved};
    return std::nullopt;
  }
  if (!goes || (rule_is_new && *after->due <= now)) return std::nullopt;
  return Effect{ReminderEffect::added};
}

/// True if both moments have the same subject and recipients, so that only the later one is sent.
bool supersedes(const programme::Moment& later, const programme::Moment& earlier) {
  const bool same_subject = later.key.activity == earlier.key.activity &&
                            later.key.library == earlier.key.library &&
                            (!later.key.activity.empty() || later.key.rule == earlier.key.rule);
  if (&later == &earlier || !same_subject || later.rule->to != earlier.rule->to) return false;
  // Of two with the same due, the first rule in the file is the later one.
  return *later.due != *earlier.due ? *later.due > *earlier.due : later.rule < earlier.rule;
}

/// Removes reminders that would be sent at once together with a later one. A reminder that was not sent yet
/// lapses; for any other nothing changes.
std::vector<ReminderChange> without_superseded(std::vector<ReminderChange> changes,
                                               const std::vector<const programme::Moment*>& at_once) {
  std::vector<ReminderChange> left;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    ReminderChange& change = changes[i];
    const bool superseded =
        change.at_once && std::any_of(at_once.begin(), at_once.end(), [&](const programme::Moment* other) {
          return other != nullptr && supersedes(*other, *at_once[i]);
        });
    if (superseded && change.effect != ReminderEffect::moved) continue;
    if (superseded) {
      change.effect = ReminderEffect::lapsed;
      change.reason = programme::SkipReason::superseded;
      change.after.reset();
      change.at_once = false;
    }
    left.push_back(std::move(change));
  }
  return left;
}

/// True if the zone, the days off, the quiet hours, a rule or the programme itself changes.
bool moves_every_moment(const Difference& difference) {
  constexpr std::array settings{SettingChange::programme_added, SettingChange::programme_removed,
                                SettingChange::zone, SettingChange::closed, SettingChange::quiet};
  return !difference.rules.empty() ||
         std::any_of(difference.settings.begin(), difference.settings.end(), [&](SettingChange setting) {
           return std::find(settings.begin(), settings.end(), setting) != settings.end();
         });
}

/// The changed occurrences before or after the change.
programme::Schedule changed(const Difference& difference,
                            const programme::Occurrence* OccurrenceChange::*side) {
  programme::Schedule schedule;
  for (const OccurrenceChange& change : difference.occurrences)
    if (change.*side != nullptr) schedule.occurrences.push_back(*(change.*side));
  return schedule;
}

}  // namespace

std::string_view to_string(ReminderEffect effect) {
  constexpr std::array<std::string_view, 4> names{"moved", "armed_again", "lapsed", "added"};
  return names.at(static_cast<std::size_t>(effect));
}

std::vector<ReminderChange> reminder_changes(const Difference& difference, programme::Instant now,
                                             const programme::Facts* facts) {
  const bool all = moves_every_moment(difference);
  const programme::Schedule old_ones =
      all ? programme::Schedule{} : changed(difference, &OccurrenceChange::before);
  const programme::Schedule new_ones =
      all ? programme::Schedule{} : changed(difference, &OccurrenceChange::after);
  const programme::Schedule& olds = all ? *difference.schedule_before : old_ones;
  const auto before = moments(*difference.before, olds);
  const auto after = moments(*difference.after, all ? *difference.schedule_after : new_ones);
  std::map<UndatedKey, Pair> pairs;
  for (const programme::Moment& moment : before) pairs[undated(moment.key)].first = &moment;
  for (const programme::Moment& moment : after) pairs[undated(moment.key)].second = &moment;
  std::set<std::string_view> new_rules;
  std::set<std::string_view> old_rules;
  for (const RuleChange& change : difference.rules) {
    if (change.kind == RuleChangeKind::added) new_rules.insert(change.rule);
    if (change.kind == RuleChangeKind::removed) old_rules.insert(change.rule);
  }

  const auto known_dates = dates_of(*difference.before, olds);
  const auto has_new_date = [&](const programme::Moment* moment) {
    if (moment == nullptr || difference.before->id.empty()) return false;
    const programme::MomentKey& of = moment->key;
    const std::string date = programme::date_key(of.programme, of.activity, of.library, of.day);
    return !known_dates.contains(date) && (facts == nullptr || !facts->date_since.contains(date));
  };

  std::vector<ReminderChange> changes;
  std::vector<const programme::Moment*> at_once;  // by change; nullptr: not at once
  for (const auto& [key, pair] : pairs) {
    const auto& [old, fresh] = pair;
    const std::string& rule = (fresh != nullptr ? fresh : old)->key.rule;
    const auto found = effect_between(old, fresh, new_rules.contains(rule), has_new_date(fresh), now);
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
    if (change.effect == ReminderEffect::lapsed && old_rules.contains(rule))
      change.reason = programme::SkipReason::no_rule;
    change.at_once = change.after && *change.after <= now;
    at_once.push_back(change.at_once ? fresh : nullptr);
  }
  return without_superseded(std::move(changes), at_once);
}

}  // namespace changes
