// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "service/publishing/publication.h"
#include "service/store/participation.h"

namespace publishing {
namespace {

/// The people whose feeds show the hand-ins of these subjects, each once.
std::vector<std::string> concerned_people(const feeds::People& people,
                                          std::span<const std::string> subjects) {
  std::set<std::string_view> ids;
  for (const std::string& subject : subjects) {
    if (!people.find(subject).empty()) ids.insert(subject);
    for (const std::string_view id : people.of_library(subject)) ids.insert(id);
  }
  return {ids.begin(), ids.end()};
}

/// The personal inputs of the feeds of these people, including the hand-ins of their libraries.
Personal personal_of(const feeds::People& people, std::span<const std::string> ids, store::Store& store) {
  std::set<std::string> subjects;
  for (const std::string& id : ids) {
    subjects.insert(id);
    for (const feeds::Membership& membership : people.find(id)) subjects.insert(membership.person->library);
  }
  store::Participation participation{store};
  Personal personal;
  for (const std::string& subject : subjects)
    std::ranges::move(participation.hand_ins_of(subject), std::back_inserter(personal.hand_ins));
  for (const std::string& id : ids)
    std::ranges::move(participation.language_changes_of(id), std::back_inserter(personal.language_changes));
  return personal;
}

/// The links of the feeds of these people.
programme::Links links_of(const programme::Links& all, std::span<const std::string> ids) {
  const std::string kind{to_string(feeds::FeedKind::person)};
  const auto key = [](const programme::OldLink& link) { return std::tie(link.kind, link.id); };
  programme::Links links;
  for (const std::string& id : ids) {
    if (const auto current = all.current.find({kind, id}); current != all.current.end())
      links.current.insert(*current);
    const auto wanted = std::tie(kind, id);
    const auto first = std::ranges::lower_bound(all.old, wanted, {}, key);
    const auto last = std::ranges::upper_bound(first, all.old.end(), wanted, {}, key);
    links.old.insert(links.old.end(), first, last);
  }
  return links;
}

}  // namespace

std::shared_ptr<const feeds::Snapshot> rebuild_personal(const feeds::Snapshot& snapshot,
                                                        std::span<const std::string> subjects,
                                                        store::Store& store) {
  const feeds::People& people = *snapshot.people;
  const feeds::Catalogue& catalogue = *snapshot.catalogue;
  const std::vector<std::string> ids = concerned_people(people, subjects);
  if (ids.empty()) return nullptr;
  const Personal personal = personal_of(people, ids, store);
  const feeds::FeedInputs inputs{.now = catalogue.feeds().now(),
                                 .keep = catalogue.feeds().keep(),
                                 .hand_ins = personal.hand_ins,
                                 .language_changes = personal.language_changes,
                                 .links = links_of(catalogue.links(), ids)};
  auto next = std::make_shared<feeds::Snapshot>(snapshot);
  next->catalogue = std::make_shared<const feeds::Catalogue>(
      catalogue,
      feeds::rebuild(catalogue.feeds(), snapshot.timetables->shown(), *snapshot.stamps, people, ids, inputs));
  return next;
}

}  // namespace publishing
