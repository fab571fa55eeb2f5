// SPDX-License-Identifier: Apache-2.0
//
// The example programme with things to hand in, for tests of people's own pages.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "service/feeds/snapshot.h"
#include "service/feeds/token.h"
#include "tests/support/example.h"
#include "tests/support/example_feeds.h"

namespace example {

/// The example with the assignment handed in by each person, a scan by each library, and one that is
/// cancelled.
inline programme::Programme programme_with_hand_ins() {
  using programme::ActivityKind;
  programme::Programme p = programme();
  p.activities[1].hand_in = programme::HandIn::person;  // "opdracht", due 13 June 2023
  auto scan = activity("scan", ActivityKind::quickscan, "Scan <van> \"A & B\"",
                       programme::DueOn{2023_y / 4 / 21, hours{17}});
  scan.roles = {"deelnemer", "manager"};
  scan.hand_in = programme::HandIn::library;
  auto report =
      activity("verslag", ActivityKind::assignment, "Verslag", programme::DueOn{2023_y / 9 / 1, {}});
  report.hand_in = programme::HandIn::person;
  report.cancelled = programme::Text{"te druk", "too busy"};
  auto reading = activity("lezen", ActivityKind::assignment, "Lezen", programme::DueOn{2023_y / 6 / 19, {}});
  p.activities.insert(p.activities.end(), {scan, report, reading});
  return p;
}

/// The published state of these programmes, first published on 1 March 2023, with addresses that nobody can
/// know.
inline std::shared_ptr<const feeds::Snapshot> snapshot(
    std::vector<programme::Programme> programmes, const programme::Links& links = {},
    programme::Instant now = {},
    const feeds::TokenKey& key = feeds::TokenKey{std::array<unsigned char, feeds::TokenKey::size>{}}) {
  auto made = snapshot_of(std::move(programmes), first_stamp);
  const feeds::Timetable& timetable = made->timetables->shown();
  made->catalogue = std::make_shared<const feeds::Catalogue>(
      feeds::build(timetable, *made->stamps, {.now = now, .links = links}), key, links, now);
  made->people = std::make_shared<const feeds::People>(
      std::shared_ptr<const feeds::Timetable>{made->timetables, &timetable});
  return made;
}

}  // namespace example
