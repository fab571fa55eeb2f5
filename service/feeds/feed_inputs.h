// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "service/feeds/hand_in.h"
#include "service/programme/civil_time.h"
#include "service/programme/links.h"

namespace feeds {

/// For how many days what is over stays visible.
struct Keep {
  date::days cancelled{30};  ///< After its date, what does not take place.
  date::days left{30};       ///< After somebody left, their feed; then it is gone (410).
  bool operator==(const Keep&) const = default;
};

/// What besides programmes and stamps decides what feeds say. Between two FeedSet::next_change() every `now`
/// gives the same bytes.
struct FeedInputs {
  programme::Instant now{};
  Keep keep{};
  std::span<const programme::HandInRecord> hand_ins{};
  std::span<const programme::LanguageChange> language_changes{};
  programme::Links links{};
};

}  // namespace feeds
