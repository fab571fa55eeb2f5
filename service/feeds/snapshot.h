// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "service/feeds/catalogue.h"
#include "service/feeds/memberships.h"
#include "service/feeds/timetables.h"
#include "service/programme/stamp.h"

namespace feeds {

/// One published state of all programmes. Immutable; shared by every thread that serves or mails it.
struct Snapshot {
  int revision = 0;              ///< 0: not recorded; no mail is sent about its changes.
  programme::Instant published;  ///< Time of the revision.
  std::shared_ptr<const Timetables> timetables;
  /// By position in timetables->shown().entries().
  std::shared_ptr<const std::vector<programme::Stamp>> stamps;
  std::shared_ptr<const Catalogue> catalogue;      ///< The feeds and their addresses.
  std::shared_ptr<const People> people = nullptr;  ///< nullptr: no pages for people.
};

}  // namespace feeds
