// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "service/feeds/hand_in.h"
#include "service/programme/civil_time.h"
#include "service/programme/links.h"

namespace feeds {

/// The number of days that past items stay visible.
struct Keep {
  date::days cancelled{30};  ///< Cancelled occurrences, counted from their date.
  date::days left{30};       ///< The feed of a person who left; after that the answer is 410.
  bool operator==(const Keep&) const = default;
};

/// Every other input to a feed's bytes, besides programmes and stamps. Two values of `now` give the same
/// bytes unless FeedSet::next_change() is between them.
struct FeedInputs {
  programme::Instant now{};
  Keep keep{};
  std::span<const programme::HandInRecord> hand_ins{};
  std::span<const programme::LanguageChange> language_changes{};
  programme::Links links{};
};

}  // namespace feeds
