// SPDX-License-Identifier: Apache-2.0
//
// Which address of a feed, or of a person's own pages, works when. The address itself is computed from the
// generation.
#pragma once

#include <date/date.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace programme {

/// How long a replaced address goes on working, so that people can subscribe to the new one without haste.
inline constexpr date::days link_overlap{7};

/// How long a closed feed tells calendar programs to forget what it had; after that its address is as
/// unknown.
inline constexpr date::days closed_link_shown{30};

/// The address that works, of one kind and id ("person", "library", "programme"; "page": a person's own
/// pages).
struct Link {
  std::uint32_t generation = 1;
  bool operator==(const Link&) const = default;
};

/// One that was replaced.
struct OldLink {
  std::string kind;
  std::string id;
  std::uint32_t generation = 1;
  date::sys_seconds works_until;
  bool operator==(const OldLink&) const = default;
};

enum class LinkState {
  works,
  closed,   ///< A feed says so, and clears what it had; pages are as unknown.
  unknown,  ///< As if it had never been.
};

inline LinkState state_of(const OldLink& link, date::sys_seconds now) {
  if (now < link.works_until) return LinkState::works;
  return now < link.works_until + closed_link_shown ? LinkState::closed : LinkState::unknown;
}

struct Links {
  std::map<std::pair<std::string, std::string>, Link> current;  ///< By kind and id; absent: the first.
  std::vector<OldLink> old;                                     ///< By kind, id, generation.

  Link of(std::string_view kind, const std::string& id) const {
    const auto found = current.find({std::string{kind}, id});
    return found == current.end() ? Link{} : found->second;
  }
  bool operator==(const Links&) const = default;
};

}  // namespace programme
