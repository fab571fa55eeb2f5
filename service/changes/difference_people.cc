// SPDX-License-Identifier: Apache-2.0
//
// Compares people and libraries.
#include <utility>

#include "service/changes/difference_parts.h"

namespace changes {
namespace {

std::vector<PersonChangeKind> kinds_between(const programme::Person* before, const programme::Person* after) {
  if (before == nullptr) return {PersonChangeKind::joined};
  if (after == nullptr) return {PersonChangeKind::left};
  std::vector<PersonChangeKind> kinds;
  const auto note = [&](bool differs, PersonChangeKind kind) {
    if (differs) kinds.push_back(kind);
  };
  const bool returned = before->left && !after->left;
  const bool left = !before->left && after->left;
  note(returned, PersonChangeKind::joined);
  note(left, PersonChangeKind::left);
  note(before->roles != after->roles, PersonChangeKind::role);
  note(before->library != after->library, PersonChangeKind::library);
  note(before->language != after->language, PersonChangeKind::language);
  note(before->name != after->name, PersonChangeKind::name);
  note(before->address != after->address || before->email != after->email, PersonChangeKind::address);
  const bool other_last_day = before->left != after->left && !returned && !left;
  note(before->joined != after->joined || other_last_day, PersonChangeKind::period);
  note(before->delivery != after->delivery, PersonChangeKind::delivery);
  return kinds;
}

}  // namespace

std::vector<PersonChange> compare_people(const programme::Programme& before,
                                         const programme::Programme& after) {
  std::vector<PersonChange> changes;
  if (before.people.is_shared_with(after.people)) return changes;
  for_each_pair(before.people, after.people,
                [&](const programme::Person* old, const programme::Person* fresh) {
                  auto kinds = kinds_between(old, fresh);
                  if (!kinds.empty())
                    changes.push_back({(fresh != nullptr ? fresh : old)->id, old, fresh, std::move(kinds)});
                });
  return changes;
}

std::vector<LibraryChange> compare_libraries(const programme::Programme& before,
                                             const programme::Programme& after) {
  std::vector<LibraryChange> changes;
  for_each_pair(before.libraries, after.libraries,
                [&](const programme::Library* old, const programme::Library* fresh) {
                  if (old == nullptr) {
                    changes.push_back({fresh->id, nullptr, fresh, LibraryChangeKind::added});
                  } else if (fresh == nullptr) {
                    changes.push_back({old->id, old, nullptr, LibraryChangeKind::withdrew});
                  } else if (old->name != fresh->name) {
                    changes.push_back({fresh->id, old, fresh, LibraryChangeKind::renamed});
                  }
                });
  return changes;
}

}  // namespace changes
