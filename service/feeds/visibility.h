// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "service/feeds/feed_inputs.h"
#include "service/feeds/timetable.h"

namespace feeds {

enum class MembershipState {
  active,   ///< Or still to come.
  left,     ///< Sees what is past, and a notice.
  expired,  ///< Left longer ago than Keep says.
};

/// What is still shown at one moment, and until when that stays so.
class Visibility {
 public:
  /// The timetable must outlive this.
  Visibility(const Timetable& timetable, const FeedInputs& inputs);

  /// False for what is cancelled and longer past than Keep says.
  bool shown(std::uint32_t entry);

  /// Of whoever takes part until (but not on) that day.
  MembershipState membership_state(const std::optional<date::year_month_day>& left, const std::string& zone);

  /// The first moment after now at which anything that was asked gets another answer.
  std::optional<programme::Instant> next_change() const { return next_change_; }

  /// Something else happens at that moment.
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

/// True when the whole occurrence lies before that day: what somebody who left then may still see.
bool is_before(const programme::Occurrence& occurrence, date::year_month_day day);

}  // namespace feeds
