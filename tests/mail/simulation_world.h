// SPDX-License-Identifier: Apache-2.0
//
// Random programmes and what happens to them in the course of a year.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "service/programme/reminders.h"

namespace simulation {

using programme::Instant;

/// The same seed, the same numbers, with every compiler.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_{seed} {}
  /// 0 … sides - 1.
  int roll(int sides) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(sides)); }
  bool chance(int percent) { return roll(100) < percent; }
  int between(int low, int high) { return low + roll(high - low + 1); }
  double fraction() { return static_cast<double>(engine_() >> 11U) / 9007199254740992.0; }
  template <class Items>
  auto& one_of(Items& items) {
    return items[static_cast<std::size_t>(roll(static_cast<int>(items.size())))];
  }

 private:
  std::mt19937_64 engine_;
};

/// What is written in the files.
struct World {
  std::vector<programme::Programme> programmes;
  std::vector<programme::Coordinator> coordinators;
  int last_index = 100;  ///< Of what is added: ids are never used again.
};

/// Dates lie in the `days` from `first` on, or some time around them.
World random_world(Dice& dice, date::local_days first, int days);

/// One change of the kind that coordinators make; says what it was.
std::string change(World& world, Dice& dice, date::local_days first, int days);

}  // namespace simulation
