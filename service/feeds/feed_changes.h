// SPDX-License-Identifier: Apache-2.0
//
// Which feeds give other bytes when one state of everything takes the place of another.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "service/changes/difference.h"
#include "service/feeds/feed_inputs.h"
#include "service/feeds/subject.h"
#include "service/feeds/timetable.h"

namespace feeds {

enum class FeedEffect { changed, added, ended };
std::string_view to_string(FeedEffect effect);  ///< The enumerator's name, as in JSON.

struct FeedChange {
  Subject subject;
  std::string name;  ///< As in FeedSet, for lists: the new one, or the old one of what ended.
  FeedEffect effect = FeedEffect::changed;
};

/// What changes in each programme, by id; also of those in which nothing does.
std::vector<changes::Difference> differences(const Timetable& before, const Timetable& after);

/// By subject. Takes the store's rule into account (programme/stamp.h): an event that changed in one language
/// has another SEQUENCE in both. `raised`: the hand-ins that go up with it, as raised_hand_ins() says. Builds
/// both sets of feeds, which is most of the work of publishing.
std::vector<FeedChange> feed_changes(const Timetable& before, const Timetable& after,
                                     const FeedInputs& inputs = {},
                                     std::span<const programme::HandInRecord> raised = {});

}  // namespace feeds
