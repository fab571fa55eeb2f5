// SPDX-License-Identifier: Apache-2.0
#include "service/store/sequence_floor.h"

#include <cstdint>
#include <string>

#include "service/store/worker_state.h"

namespace store {
namespace {

constexpr const char* vouched_until = "vouched until";  // seconds since 1970, UTC
constexpr const char* floor_name = "sequence floor";
constexpr date::sys_days beginning{date::year{2020} / 1 / 1};

std::int64_t number(soci::session& sql, const char* name) {
  const std::string text = read_state(sql, name);
  return text.empty() ? 0 : std::stoll(text);
}

void raise_floor(soci::session& sql, programme::Instant now) {
  const std::int64_t floor = (now - beginning).count();
  if (floor > number(sql, floor_name)) write_state(sql, floor_name, std::to_string(floor));
}

}  // namespace

void vouch(soci::session& sql, programme::Instant now) {
  const std::int64_t seconds = now.time_since_epoch().count();
  const std::int64_t until = number(sql, vouched_until);
  if (until > 0 && seconds - until > std::chrono::seconds{forgotten}.count()) raise_floor(sql, now);
  if (seconds > until) write_state(sql, vouched_until, std::to_string(seconds));
}

int sequence_floor(soci::session& sql) { return static_cast<int>(number(sql, floor_name)); }

void lift_occurrences(soci::session& sql, programme::Instant now) {
  raise_floor(sql, now);
  const int floor = sequence_floor(sql);
  const auto seconds = static_cast<long long>(now.time_since_epoch().count());
  sql << "UPDATE occurrence SET last_changed = CASE WHEN last_changed < :now THEN :again ELSE last_changed + "
         "1 END,"
         " sequence = :floor WHERE sequence < :limit",
      soci::use(seconds, "now"), soci::use(seconds, "again"), soci::use(floor, "floor"),
      soci::use(floor, "limit");
}

}  // namespace store
