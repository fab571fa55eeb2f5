// SPDX-License-Identifier: Apache-2.0
//
// The generations of the addresses of feeds and of people's pages, and the times until which replaced
// addresses work. feeds/token.h computes an address from its generation.
#pragma once

#include <date/date.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace programme {

/// The time that a replaced address still works, so that people can subscribe to the new one.
inline constexpr date::days link_overlap{7};

/// The time that a closed feed serves cancelled events, so that calendar programs clear theirs. After that
/// its address is unknown.
inline constexpr date::days closed_link_shown{30};

/// The current address of one kind ("person", "library", "programme"; "page": the pages of a person) and id.
struct Link {
  std::uint32_t generation = 1;
  bool operator==(const Link&) const = default;
};

/// An address that was replaced.
struct OldLink {
  std::string kind;
  std::string id;
  std::uint32_t generation = 1;
  date::sys_seconds works_until;
  bool operator==(const OldLink&) const = default;
};

enum class LinkState {
  works,
  closed,   ///< A feed serves a notice and cancelled events; pages are unknown.
  unknown,  ///< Not distinguishable from an address that never existed.
};

inline LinkState state_of(const OldLink& link, date::sys_seconds now) {
  if (now < link.works_until) return LinkState::works;
  return now < link.works_until + closed_link_shown ? LinkState::closed : LinkState::unknown;
}

struct Links {
  std::map<std::pair<std::string, std::string>, Link> current;  ///< By kind and id; absent: generation 1.
  std::vector<OldLink> old;                                     ///< By kind, id, generation.

  Link of(std::string_view kind, const std::string& id) const {
    const auto found = current.find({std::string{kind}, id});
    return found == current.end() ? Link{} : found->second;
  }
  bool operator==(const Links&) const = default;
};

}  // namespace programme
