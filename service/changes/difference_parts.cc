// SPDX-License-Identifier: Apache-2.0
//
// The names of changes in the store and in JSON. The meaning of a name must never change.
#include "service/changes/difference_parts.h"

#include <array>
#include <cstddef>
#include <utility>

#include "service/changes/difference.h"

namespace changes {
namespace {

/// The name of an enumerator. The list has the order of the enumeration.
template <class Value, std::size_t size>
std::string_view name_of(Value value, const std::array<std::string_view, size>& names) {
  return names.at(static_cast<std::size_t>(value));
}

}  // namespace

std::string_view to_string(ChangeKind kind) {
  return name_of(kind, std::array<std::string_view, 15>{"added", "removed", "planned", "unplanned",
                                                        "confirmed", "unconfirmed", "moved", "shortened",
                                                        "lengthened", "renamed", "relocated", "cancelled",
                                                        "reinstated", "readdressed", "described"});
}

std::string_view to_string(PersonChangeKind kind) {
  return name_of(kind, std::array<std::string_view, 9>{"joined", "left", "role", "library", "language",
                                                       "name", "address", "period", "delivery"});
}

std::string_view to_string(LibraryChangeKind kind) {
  return name_of(kind, std::array<std::string_view, 3>{"added", "withdrew", "renamed"});
}

std::string_view to_string(SettingChange change) {
  return name_of(change, std::array<std::string_view, 12>{"programme_added", "programme_removed", "title",
                                                          "description", "organiser", "contact", "website",
                                                          "zone", "closed", "quiet", "bundle", "roles"});
}

std::string_view to_string(RuleChangeKind kind) {
  return name_of(kind, std::array<std::string_view, 3>{"added", "removed", "changed"});
}

ChangeKind inverse(ChangeKind kind) {
  constexpr std::array<std::pair<ChangeKind, ChangeKind>, 5> pairs{{
      {ChangeKind::added, ChangeKind::removed},
      {ChangeKind::planned, ChangeKind::unplanned},
      {ChangeKind::confirmed, ChangeKind::unconfirmed},
      {ChangeKind::shortened, ChangeKind::lengthened},
      {ChangeKind::cancelled, ChangeKind::reinstated},
  }};
  for (const auto& [one, other] : pairs) {
    if (kind == one) return other;
    if (kind == other) return one;
  }
  return kind;
}

namespace {

template <class T>
std::vector<T> sorted(std::vector<T> values) {
  std::sort(values.begin(), values.end());
  return values;
}

std::vector<std::pair<programme::year_month_day, programme::year_month_day>> days_closed(
    const programme::Programme& programme) {
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

/// Compares lists of a rule as sets.
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
