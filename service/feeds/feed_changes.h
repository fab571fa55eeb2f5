// SPDX-License-Identifier: Apache-2.0
//
// Finds the feeds whose bytes change between two timetables.
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
  std::string name;  ///< Feed::name: the new one, or the old one if the feed ended.
  FeedEffect effect = FeedEffect::changed;
};

/// The difference of each programme, by id, including empty ones.
std::vector<changes::Difference> differences(const Timetable& before, const Timetable& after);

/// The changed feeds, by subject. An event that changed in one language has a new SEQUENCE in both, as in the
/// store (programme/stamp.h). `raised` are the records of raised_hand_ins(). Builds both sets of feeds, which
/// is most of the work of publishing.
std::vector<FeedChange> feed_changes(const Timetable& before, const Timetable& after,
                                     const FeedInputs& inputs = {},
                                     std::span<const programme::HandInRecord> raised = {});

}  // namespace feeds
