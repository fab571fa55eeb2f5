// SPDX-License-Identifier: Apache-2.0
//
// The names of changes: as stored and in JSON, so none may ever change its meaning.
#include <array>
#include <cstddef>
#include <utility>

#include "service/changes/difference.h"

namespace changes {
namespace {

/// The name of an enumerator from a list in the order of the enumeration.
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

}  // namespace changes
