// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "service/feeds/memberships.h"

namespace feeds {

/// Who belongs to which programmes. Immutable once made.
class People {
 public:
  /// Keeps the draft, and so whatever its owner keeps with it, alive.
  explicit People(std::shared_ptr<const feeds::Timetable> timetable);

  /// In the order of the programmes; empty when there is nobody of that id.
  std::span<const feeds::Membership> find(std::string_view id) const;

 private:
  std::shared_ptr<const feeds::Timetable> timetable_;
  std::vector<feeds::Membership> memberships_;
};

}  // namespace feeds
