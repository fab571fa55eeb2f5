// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "service/changes/difference_parts.h"

namespace changes {
namespace {

template <class T>
std::vector<T> sorted(std::vector<T> values) {
  std::sort(values.begin(), values.end());
  return values;
}

std::vector<std::pair<programme::year_month_day, programme::year_month_day>> days_closed(const programme::Programme& programme) {
  std::vector<std::pair<programme::year_month_day, programme::year_month_day>> ranges;
  for (const programme::DayRange& range : programme.closed) ranges.emplace_back(range.first, range.last);
  return sorted(std::move(ranges));
}

bool same_roles(const programme::Programme& before, const programme::Programme& after) {
  bool same = true;
  for_each_pair(before.roles, after.roles, [&](const programme::Role* old, const programme::Role* fresh) {
    if (old == nullptr || fresh == nullptr || old->title != fresh->title || old->type != fresh->type)
      same = false;
  });
  return same;
}

/// Lists in a rule are sets.
bool same_rule(const programme::ReminderRule& a, const programme::ReminderRule& b) {
  const auto normal = [](programme::ReminderRule rule) {
    rule.kinds = sorted(std::move(rule.kinds));
    rule.activities = sorted(std::move(rule.activities));
    rule.to = sorted(std::move(rule.to));
    return rule;
  };
  return normal(a) == normal(b);
}

}  // namespace

std::vector<SettingChange> compare_settings(const programme::Programme& before,
                                            const programme::Programme& after) {
  if (before.id.empty() && after.id.empty()) return {};
  if (before.id.empty()) return {SettingChange::programme_added};
  if (after.id.empty()) return {SettingChange::programme_removed};
  std::vector<SettingChange> changes;
  const auto note = [&](bool differs, SettingChange change) {
    if (differs) changes.push_back(change);
  };
  note(before.title != after.title, SettingChange::title);
  note(before.description != after.description, SettingChange::description);
  note(before.organiser != after.organiser, SettingChange::organiser);
  note(before.contact != after.contact, SettingChange::contact);
  note(before.website != after.website, SettingChange::website);
  note(before.zone != after.zone, SettingChange::zone);
  note(days_closed(before) != days_closed(after), SettingChange::closed);
  note(before.quiet != after.quiet, SettingChange::quiet);
  note(before.bundle != after.bundle, SettingChange::bundle);
  note(!same_roles(before, after), SettingChange::roles);
  return changes;
}

std::vector<RuleChange> compare_rules(const programme::Programme& before, const programme::Programme& after) {
  std::vector<RuleChange> changes;
  for_each_pair(before.reminders, after.reminders,
                [&](const programme::ReminderRule* old, const programme::ReminderRule* fresh) {
                  if (old == nullptr) {
                    changes.push_back({fresh->id, nullptr, fresh, RuleChangeKind::added});
                  } else if (fresh == nullptr) {
                    changes.push_back({old->id, old, nullptr, RuleChangeKind::removed});
                  } else if (!same_rule(*old, *fresh)) {
                    changes.push_back({fresh->id, old, fresh, RuleChangeKind::changed});
                  }
                });
  return changes;
}

}  // namespace changes
