// SPDX-License-Identifier: Apache-2.0
#include "service/store/worker_state.h"

namespace store {

std::string read_state(soci::session& sql, const std::string& name) {
  std::string value;
  sql << "SELECT value FROM worker_state WHERE name = :name", soci::into(value), soci::use(name, "name");
  return sql.got_data() ? value : std::string{};
}

void write_state(soci::session& sql, const std::string& name, const std::string& value) {
  sql << "INSERT INTO worker_state (name, value) VALUES (:name, :value)"
         " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      soci::use(name, "name"), soci::use(value, "value");
}

}  // namespace store
