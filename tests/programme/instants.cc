// SPDX-License-Identifier: Apache-2.0
//
// Writes the instant of many local times: one line "zone local unix-seconds shown" each, where shown is what
// the clock on the wall says then. civil_time_foreign_test.py reads it beside another implementation.
//
//   instants FIRST_YEAR LAST_YEAR STEP_MINUTES ZONE…
#include <cstdio>
#include <cstdlib>
#include <string>

#include "service/programme/civil_time.h"

namespace {

using programme::LocalMinute;

void write(const std::string& zone_name, date::year first, date::year last, std::chrono::minutes step) {
  const date::time_zone* zone = programme::find_zone(zone_name);
  if (zone == nullptr) {
    std::fprintf(stderr, "no zone %s\n", zone_name.c_str());
    std::exit(1);
  }
  const LocalMinute end{date::local_days{(last + date::years{1}) / date::January / 1}};
  for (LocalMinute local{date::local_days{first / date::January / 1}}; local < end; local += step) {
    const programme::Instant instant = programme::to_instant(local, *zone);
    const LocalMinute shown = programme::to_local(instant, *zone);
    std::printf("%s %s %lld %s\n", zone_name.c_str(), date::format("%FT%R", local).c_str(),
                static_cast<long long>(instant.time_since_epoch().count()),
                shown == local ? "same" : date::format("%FT%R", shown).c_str());
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  for (int i = 4; i < argc; ++i) {
    write(argv[i], date::year{std::atoi(argv[1])}, date::year{std::atoi(argv[2])},
          std::chrono::minutes{std::atoi(argv[3])});
  }
  return 0;
}
