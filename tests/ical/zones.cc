// SPDX-License-Identifier: Apache-2.0
//
// Writes the VTIMEZONE of a zone inside a calendar, then what the zone database says itself: one line
// "unix-seconds offset-in-seconds" for the start of FIRST_YEAR and for every moment after it at which the
// offset may change. timezone_foreign_test.py reads both.
//
//   zones ZONE FIRST_YEAR LAST_YEAR
#include <cstdio>
#include <cstdlib>

#include "ical/render.h"

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const date::time_zone& zone = *date::locate_zone(argv[1]);
  const date::year first{std::atoi(argv[2])};
  const date::year last{std::atoi(argv[3])};
  const std::string calendar = ical::render_header({"Zone", "", zone.name(), ""}) +
                               ical::render_timezone(zone, first, last) + ical::render_footer();
  std::fputs(calendar.c_str(), stdout);
  date::sys_info info = zone.get_info(date::local_days{first / date::January / 1}).first;
  const date::sys_seconds end = date::sys_days{(last + date::years{1}) / date::January / 2};
  while (true) {
    std::printf("%lld %lld\n", static_cast<long long>(info.begin.time_since_epoch().count()),
                static_cast<long long>(info.offset.count()));
    if (info.end >= end) return 0;
    info = zone.get_info(info.end);
  }
}
