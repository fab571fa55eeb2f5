// SPDX-License-Identifier: Apache-2.0
//
// The example programme with things to hand in, for tests of people's own pages.
#pragma once

#include <memory>
#include <vector>

#include "service/web/people.h"
#include "tests/support/example.h"

namespace example {

/// The example with the assignment handed in by each person, a scan by each library, and one that is cancelled.
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

/// Programmes with their dates, kept together.
struct Drafted {
  explicit Drafted(std::vector<programme::Programme> all) : programmes{std::move(all)}, draft{programmes} {}
  const std::vector<programme::Programme> programmes;
  const feeds::Draft draft;
};

inline std::shared_ptr<const web::People> people(std::vector<programme::Programme> programmes) {
  const auto drafted = std::make_shared<const Drafted>(std::move(programmes));
  return std::make_shared<const web::People>(std::shared_ptr<const feeds::Draft>{drafted, &drafted->draft});
}

}  // namespace example
