// SPDX-License-Identifier: Apache-2.0
//
// TRAJECT_SEEDS=FROM:COUNT chooses the seeds: 1:1000 is what every run does, 417:1 replays one.
#include "tests/mail/simulation.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

namespace {

using simulation::Simulation;

struct Seeds {
  std::uint64_t from = 1;
  std::uint64_t count = 1'000;
};

Seeds seeds() {
  Seeds seeds;
  if (const char* chosen = std::getenv("TRAJECT_SEEDS")) {
    char* rest = nullptr;
    seeds.from = std::strtoull(chosen, &rest, 10);
    seeds.count = *rest == ':' ? std::strtoull(rest + 1, nullptr, 10) : 1;
  }
  return seeds;
}

TEST(MailSimulation, LosesNothingDoublesNothingAndKeepsToTheRules) {
  const auto [from, count] = seeds();
  std::size_t obligations = 0, releases = 0;
  for (std::uint64_t seed = from; seed < from + count; ++seed) {
    Simulation simulation{seed};
    simulation.run();
    obligations += simulation.checks.obligations();
    releases += simulation.checks.releases();
    if (simulation.checks.problems().empty()) continue;
    std::string text;
    for (const auto& line : simulation.story) text += "  " + line + "\n";
    for (const auto& problem : simulation.checks.problems()) text += problem + "\n";
    FAIL() << "seed " << seed << ", again with TRAJECT_SEEDS=" << seed << ":1\n" << text;
  }
  std::cout << count << " seeds, " << obligations << " reminders due, " << releases
            << " times content let go\n";
  // Otherwise nothing was tested.
  if (count >= 100) {
    EXPECT_GT(obligations, 4 * count);
    EXPECT_GT(releases, 3 * count);
  }
}

}  // namespace
