// SPDX-License-Identifier: Apache-2.0
//
// Removes once a day what has been kept for long enough, a batch a tick.
#pragma once

#include <optional>

#include "service/mail/edition.h"
#include "service/store/retention.h"

namespace mail {

class Cleaner {
 public:
  explicit Cleaner(store::Retention retention) : retention_{std::move(retention)} {}

  /// Removes a batch when it is time. Returns true when it did. Throws when the store fails, and tries again
  /// an hour later. Do not call it while the clock may be wrong.
  bool run(const Edition& edition, programme::Instant now);

  /// nullopt: at the next tick.
  std::optional<programme::Instant> next_due() const { return next_; }

 private:
  store::Retention retention_;
  std::optional<programme::Instant> next_;
};

}  // namespace mail
