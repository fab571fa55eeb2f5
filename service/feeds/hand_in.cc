// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/hand_in.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>

#include "service/changes/difference_parts.h"
#include "service/programme/stamp.h"

namespace feeds {
namespace {

using programme::HandInRecord;
using programme::LanguageChange;
using programme::Person;
using programme::Programme;

using BySubject = std::map<std::string_view, const HandInRecord*>;

/// The records of one programme by activity, without those of a library's own occurrences.
using ByActivity = std::map<std::string_view, BySubject>;

std::unordered_map<std::string_view, ByActivity> shared_deadlines(std::span<const HandInRecord> recorded) {
  std::unordered_map<std::string_view, ByActivity> found;
  for (const HandInRecord& row : recorded)
    if (row.library.empty()) found[row.programme][row.activity][row.subject] = &row;
  return found;
}

using ProgrammePair = std::pair<const Programme*, const Programme*>;

/// The programmes before and after, by id; nullptr: absent.
std::map<std::string_view, ProgrammePair> pairs(const std::vector<Programme>& before,
                                                const std::vector<Programme>& after) {
  std::map<std::string_view, ProgrammePair> found;
  for (const Programme& programme : before) found[programme.id].first = &programme;
  for (const Programme& programme : after) found[programme.id].second = &programme;
  return found;
}

/// Calls `with(old, fresh)` for every person of one programme who was shown before. `fresh` is nullptr if the
/// person is removed.
template <class With>
void for_each_person(const ProgrammePair& pair, const FormerPerson& former, const With& with) {
  using People = decltype(Programme::people);
  const People none;
  const People& old_people = pair.first != nullptr ? pair.first->people : none;
  const People& new_people = pair.second != nullptr ? pair.second->people : none;
  if (new_people.is_shared_with(old_people)) return;
  changes::for_each_pair(old_people, new_people, [&](const Person* old, const Person* fresh) {
    if (old == nullptr && former) old = former(pair.second->id, fresh->id);
    if (old != nullptr) with(*old, fresh);
  });
}

/// Collects the new records, one per deadline and subject.
class Raised {
 public:
  explicit Raised(date::sys_seconds at) : at_{at} {}

  /// `known` is the current record, or nullptr.
  void add(const std::string& programme, std::string_view activity, const std::string& subject,
           const HandInRecord* known) {
    HandInRecord row{.programme = programme, .activity = std::string{activity}, .subject = subject};
    if (known != nullptr) row = *known;
    row.changed = std::max(at_, row.changed + std::chrono::seconds{1});
    rows_.insert_or_assign({row.programme, row.activity, row.library, row.subject}, row);
  }

  std::vector<HandInRecord> take() const {
    std::vector<HandInRecord> rows;
    rows.reserve(rows_.size());
    for (const auto& [key, row] : rows_) rows.push_back(row);
    return rows;
  }

 private:
  date::sys_seconds at_;
  std::map<std::tuple<std::string, std::string, std::string, std::string>, HandInRecord> rows_;
};

const HandInRecord* find(const BySubject& rows, const std::string& subject) {
  const auto at = rows.find(subject);
  return at == rows.end() ? nullptr : at->second;
}

/// True if Activity::hand_in changes. False if one programme lacks the activity.
bool asks_another(const ProgrammePair& pair, std::string_view activity) {
  if (pair.first == nullptr || pair.second == nullptr) return false;
  const auto asked = [&](const Programme& programme) -> const programme::Activity* {
    const auto found = std::ranges::find_if(programme.activities,
                                            [&](const auto& candidate) { return candidate.id == activity; });
    return found == programme.activities.end() ? nullptr : &*found;
  };
  const auto* old = asked(*pair.first);
  const auto* fresh = asked(*pair.second);
  return old != nullptr && fresh != nullptr && old->hand_in != fresh->hand_in;
}

}  // namespace

std::vector<HandInRecord> raised_hand_ins(const std::vector<Programme>& before,
                                          const std::vector<Programme>& after,
                                          std::span<const HandInRecord> recorded, const FormerPerson& former,
                                          date::sys_seconds at) {
  if (recorded.empty()) return {};
  Raised raised{at};
  const auto programmes = pairs(before, after);
  for (const HandInRecord& row : recorded)
    if (const auto found = programmes.find(row.programme);
        found != programmes.end() && asks_another(found->second, row.activity))
      raised.add(row.programme, row.activity, row.subject, &row);
  for (const auto& [programme, deadlines] : shared_deadlines(recorded)) {
    const auto found = programmes.find(programme);
    if (found == programmes.end()) continue;
    for_each_person(found->second, former, [&, &rows = deadlines](const Person& old, const Person* fresh) {
      if (fresh != nullptr && fresh->library == old.library) return;
      for (const auto& [activity, by_subject] : rows)
        if (find(by_subject, old.library) != nullptr ||
            (fresh != nullptr && find(by_subject, fresh->library) != nullptr))
          raised.add(std::string{found->first}, activity, old.id, find(by_subject, old.id));
    });
  }
  return raised.take();
}

std::vector<LanguageChange> language_changes(const std::vector<Programme>& before,
                                             const std::vector<Programme>& after, const FormerPerson& former,
                                             date::sys_seconds at) {
  std::vector<LanguageChange> found;
  for (const auto& [id, pair] : pairs(before, after))
    for_each_person(pair, former, [&, programme = std::string{id}](const Person& old, const Person* fresh) {
      if (fresh != nullptr && fresh->language != old.language) found.push_back({programme, old.id, at});
    });
  return found;
}

std::vector<HandInRecord> with_rows(std::vector<HandInRecord> recorded, std::span<const HandInRecord> rows) {
  if (rows.empty()) return recorded;
  const auto order = [](const HandInRecord& a, const HandInRecord& b) { return a.key() < b.key(); };
  std::set<HandInRecord, decltype(order)> all{rows.begin(), rows.end(), order};
  all.insert(std::move_iterator{recorded.begin()}, std::move_iterator{recorded.end()});
  return {all.begin(), all.end()};
}

}  // namespace feeds
