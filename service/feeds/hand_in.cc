// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/hand_in.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "service/changes/difference_parts.h"

namespace feeds {
namespace {

using programme::Person;
using programme::Programme;

auto key_of(const HandIn& row) { return std::tie(row.programme, row.activity, row.library, row.subject); }

using BySubject = std::unordered_map<std::string_view, const HandIn*>;

/// By activity: of the deadlines of one programme that are for all. A library's own stay with it.
std::map<std::string_view, BySubject> rows_of(const std::string& programme, std::span<const HandIn> said) {
  std::map<std::string_view, BySubject> rows;
  for (const HandIn& row : said)
    if (row.programme == programme && row.library.empty()) rows[row.activity][row.subject] = &row;
  return rows;
}

int changes_by(const BySubject& rows, const std::string& subject) {
  const auto row = rows.find(subject);
  return row == rows.end() ? 0 : row->second->changes;
}

/// As PersonalStates counts them.
int changes_for(const BySubject& rows, const std::string& person, const std::string& library) {
  return changes_by(rows, person) + (library == person ? 0 : changes_by(rows, library));
}

}  // namespace

std::vector<HandIn> taken_along(const std::vector<Programme>& before, const std::vector<Programme>& after,
                                std::span<const HandIn> said, date::sys_seconds now) {
  std::vector<HandIn> raised;
  for (const Programme& programme : before) {
    const auto rows = rows_of(programme.id, said);
    if (rows.empty()) continue;
    const auto next =
        std::ranges::find_if(after, [&](const Programme& each) { return each.id == programme.id; });
    const auto people = next == after.end() ? decltype(programme.people){} : next->people;
    if (people.is_shared_with(programme.people)) continue;
    changes::for_each_pair(programme.people, people, [&](const Person* old, const Person* fresh) {
      if (old == nullptr || (fresh != nullptr && fresh->library == old->library)) return;
      const std::string library = fresh != nullptr ? fresh->library : "";
      for (const auto& [activity, by_subject] : rows) {
        if (changes_by(by_subject, old->library) == 0) continue;
        const int more =
            changes_for(by_subject, old->id, old->library) + 1 - changes_for(by_subject, old->id, library);
        if (more <= 0) continue;
        HandIn row{.programme = programme.id,
                   .activity = std::string{activity},
                   .library = "",
                   .subject = old->id,
                   .done = false,
                   .changes = 0,
                   .changed = {}};
        if (const auto known = by_subject.find(old->id); known != by_subject.end()) row = *known->second;
        row.changes += more;
        row.changed = std::max(row.changed, now);
        raised.push_back(std::move(row));
      }
    });
  }
  return raised;
}

std::vector<HandIn> with_rows(std::vector<HandIn> said, std::span<const HandIn> rows) {
  if (rows.empty()) return said;
  const auto order = [](const HandIn& a, const HandIn& b) { return key_of(a) < key_of(b); };
  std::set<HandIn, decltype(order)> all{rows.begin(), rows.end(), order};
  all.insert(std::move_iterator{said.begin()}, std::move_iterator{said.end()});
  return {all.begin(), all.end()};
}

}  // namespace feeds
