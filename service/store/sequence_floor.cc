// SPDX-License-Identifier: Apache-2.0
#include "service/store/sequence_floor.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "service/store/worker_state.h"

namespace store {
namespace {

constexpr const char* vouched_until = "vouched until";  // seconds since 1970, UTC
constexpr const char* floor_name = "sequence floor";
constexpr std::int64_t publications_a_second = 2;
constexpr std::int64_t highest_floor = std::int64_t{1} << 30;  // RFC 5545 numbers have 31 bits

std::int64_t number(soci::session& sql, const char* name) {
  const std::string text = read_state(sql, name);
  return text.empty() ? 0 : std::stoll(text);
}

}  // namespace

void vouch(soci::session& sql, programme::Instant now) {
  const std::int64_t seconds = now.time_since_epoch().count();
  const std::int64_t until = number(sql, vouched_until);
  if (until > 0 && seconds - until > std::chrono::seconds{forgotten}.count()) {
    long long highest = 0;
    sql << "SELECT COALESCE(MAX(sequence), 0) FROM occurrence", soci::into(highest);
    const std::int64_t known = std::max<std::int64_t>(highest, number(sql, floor_name));
    const std::int64_t floor = known + publications_a_second * (seconds - until) + 1;
    write_state(sql, floor_name, std::to_string(std::clamp(floor, known, std::max(known, highest_floor))));
  }
  if (seconds > until) write_state(sql, vouched_until, std::to_string(seconds));
}

int sequence_floor(soci::session& sql) { return static_cast<int>(number(sql, floor_name)); }

void lift_occurrences(soci::session& sql, programme::Instant now) {
  const int floor = sequence_floor(sql);
  const auto seconds = static_cast<long long>(now.time_since_epoch().count());
  sql << "UPDATE occurrence SET last_changed = CASE WHEN last_changed < :now THEN :again ELSE last_changed + "
         "1 END,"
         " sequence = :floor WHERE sequence < :limit",
      soci::use(seconds, "now"), soci::use(seconds, "again"), soci::use(floor, "floor"),
      soci::use(floor, "limit");
}

}  // namespace store
