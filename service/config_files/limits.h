// SPDX-License-Identifier: Apache-2.0
//
// `[limits]` of service.toml: how much a configuration folder may hold. Readers look at them before they use
// memory.
#pragma once

#include <cstddef>
#include <limits>

#include "service/programme/text.h"

namespace config_files {

class TomlTable;

/// A limit and its key. Counts are those of all programmes together.
struct Limit {
  const char* key = "";
  std::size_t value = 0;
  std::size_t unit = 1;  ///< Octets or things in one of `value`.

  std::size_t most() const {
    constexpr std::size_t largest = std::numeric_limits<std::size_t>::max();
    return value > largest / unit ? largest : value * unit;
  }
  bool operator==(const Limit& other) const { return value == other.value; }
};

struct Limits {
  Limit people{"people", 20'000};
  Limit libraries{"libraries", 2'000};
  Limit activities{"activities", 2'000};
  Limit dates{"dates", 20'000};           ///< Activities, one with a date for each library once for each.
  Limit reminders{"reminders", 200'000};  ///< Moments of rules, with repeats.
  Limit files{"files", 1'000};            ///< Files and folders.
  Limit file{"file_mb", 2, 1'000'000};
  Limit folder{"folder_mb", 20, 1'000'000};  ///< All files together.

  bool operator==(const Limits&) const = default;
};

/// A revision of the store has no limits: it was within those of its time.
Limits no_limits();

/// Reads `[limits]` and reports mistakes.
Limits read_limits(TomlTable& document);

/// "er zijn meer dan 20.000 deelnemers; haal er weg wat niet klopt, of verhoog people = 20000 onder [limits]
/// in service.toml". `excess` is the first part.
programme::Text over_limit(const programme::Text& excess, const Limit& limit);

/// over_limit() of a number of things.
programme::Text too_many(const programme::Text& things, const Limit& limit);

}  // namespace config_files
