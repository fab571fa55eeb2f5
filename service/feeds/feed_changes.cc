// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/feed_changes.h"

#include <array>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "service/feeds/feed_set.h"

namespace feeds {
namespace {

using programme::Content;
using programme::Stamp;

/// Later than every personal time.
constexpr date::sys_seconds changed{date::sys_days{date::year{2087} / 12 / 31}};

/// Stamps with a later time for occurrences whose content changed, and equal times for all others.
std::vector<Stamp> stamps_after(const std::vector<Content>& before, const std::vector<Content>& after) {
  std::unordered_map<std::string_view, std::string_view> known;
  known.reserve(before.size());
  for (const Content& content : before) known.emplace(content.uid, content.fingerprint);
  std::vector<Stamp> stamps(after.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    const auto old = known.find(after[i].uid);
    if (old != known.end() && old->second != after[i].fingerprint) stamps[i].last_changed = changed;
  }
  return stamps;
}

/// The feeds that are not gone, by subject.
std::vector<const Feed*> not_gone(const FeedSet& set) {
  std::vector<const Feed*> feeds;
  for (const Feed& feed : set.all())
    if (feed.state != FeedState::gone) feeds.push_back(&feed);
  return feeds;
}

}  // namespace

std::string_view to_string(FeedEffect effect) {
  constexpr std::array<std::string_view, 3> names{"changed", "added", "ended"};
  return names.at(static_cast<std::size_t>(effect));
}

std::vector<changes::Difference> differences(const Timetable& before, const Timetable& after) {
  static const programme::Programme no_programme;
  static const programme::Schedule no_schedule;
  std::map<std::string_view, std::pair<const Part*, const Part*>> parts;
  for (const Part& part : before.parts()) parts[part.programme->id].first = &part;
  for (const Part& part : after.parts()) parts[part.programme->id].second = &part;
  std::vector<changes::Difference> found;
  for (const auto& [id, pair] : parts) {
    const auto& [old, fresh] = pair;
    found.push_back(
        changes::difference(old ? *old->programme : no_programme, old ? old->schedule : no_schedule,
                            fresh ? *fresh->programme : no_programme, fresh ? fresh->schedule : no_schedule));
  }
  return found;
}

std::vector<FeedChange> feed_changes(const Timetable& before, const Timetable& after,
                                     const FeedInputs& inputs,
                                     std::span<const programme::HandInRecord> raised) {
  const FeedSet olds = build(before, std::vector<Stamp>(before.entries().size()), inputs);
  const auto said = with_rows({inputs.hand_ins.begin(), inputs.hand_ins.end()}, raised);
  FeedInputs circumstances_after = inputs;
  circumstances_after.hand_ins = said;
  const FeedSet news = build(after, stamps_after(before.contents(), after.contents()), circumstances_after);
  const auto before_feeds = not_gone(olds);
  const auto after_feeds = not_gone(news);
  std::vector<FeedChange> changes;
  auto old = before_feeds.begin();
  auto fresh = after_feeds.begin();
  while (old != before_feeds.end() || fresh != after_feeds.end()) {
    if (fresh == after_feeds.end() || (old != before_feeds.end() && (*old)->subject < (*fresh)->subject)) {
      changes.push_back({(*old)->subject, (*old)->name, FeedEffect::ended});
      ++old;
    } else if (old == before_feeds.end() || (*fresh)->subject < (*old)->subject) {
      changes.push_back({(*fresh)->subject, (*fresh)->name, FeedEffect::added});
      ++fresh;
    } else {
      if ((*old)->digest != (*fresh)->digest)
        changes.push_back({(*fresh)->subject, (*fresh)->name, FeedEffect::changed});
      ++old;
      ++fresh;
    }
  }
  return changes;
}

}  // namespace feeds
