// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/clock_check.h"

#include <sstream>

namespace publishing {
namespace {

using programme::Instant;

/// SEQUENCE does not fit into 31 bits (RFC 5545 §3.3.8) from 2088-01-19 on.
constexpr Instant first_late_time{date::sys_days{date::year{2088} / 1 / 1}};
constexpr std::chrono::hours tolerance{24};

std::string day_text(Instant moment) { return date::format("%F", date::floor<date::days>(moment)); }

}  // namespace

Instant build_day() {
  std::istringstream in{BUILD_DAY};
  date::sys_days day;
  in >> date::parse("%F", day);
  return day;
}

std::optional<programme::Text> clock_problem(Instant now, Instant built, Instant published) {
  if (built == Instant{}) return std::nullopt;
  programme::Text reason;
  if (now < built) {
    reason = programme::say("dit programma is later gebouwd: {0}", "this program was built later: {0}",
                            {day_text(built)});
  } else if (now >= first_late_time) {
    reason =
        programme::say("agenda's kunnen geen tijden na 2087 aan", "calendars cannot take times after 2087");
  } else if (now < published - tolerance) {
    reason = programme::say(
        "de laatste versie is later gepubliceerd: {0} (liep de klok toen voor en staat zij nu goed, doe dan: "
        "traject publish --restored --now {1}T00:00)",
        "the latest revision was published later: {0} (if the clock was ahead then and is right now: traject "
        "publish --restored --now {1}T00:00)",
        {day_text(published), day_text(now)});
  } else {
    return std::nullopt;
  }
  return programme::say(
      "de klok van deze machine staat op {0}, maar {1}; er wordt niets gepubliceerd of gemaild tot zij goed "
      "staat",
      "the clock of this machine says {0}, but {1}; nothing is published or mailed until it is right",
      {day_text(now), reason});
}

}  // namespace publishing
