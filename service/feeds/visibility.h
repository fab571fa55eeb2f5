// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "service/feeds/feed_inputs.h"
#include "service/feeds/timetable.h"

namespace feeds {

enum class MembershipState {
  active,   ///< Takes part, now or later.
  left,     ///< Sees past occurrences and a notice.
  expired,  ///< Left longer than Keep::left ago.
};

/// Decides what feeds show at one moment, and when that changes. Not thread-safe.
class Visibility {
 public:
  /// The timetable must outlive this.
  Visibility(const Timetable& timetable, const FeedInputs& inputs);

  /// False if the entry is cancelled and was over more than Keep::cancelled ago.
  bool shown(std::uint32_t entry);

  /// The state of a person whose first day without participation is `left`.
  MembershipState membership_state(const std::optional<date::year_month_day>& left, const std::string& zone);

  /// The first moment after `now` at which an answer given so far changes.
  std::optional<programme::Instant> next_change() const { return next_change_; }

  /// Adds a moment to next_change().
  void expect(programme::Instant change);

 private:
  bool is_past(programme::Instant moment);

  enum class Known : std::uint8_t { nothing, shown, hidden };

  const Timetable& timetable_;
  const Keep keep_;
  const programme::Instant now_;
  std::optional<programme::Instant> next_change_;
  std::vector<Known> known_;  ///< By entry.
};

/// True if the whole occurrence is before that day. A person who left on that day still sees it.
bool is_before(const programme::Occurrence& occurrence, date::year_month_day day);

}  // namespace feeds
