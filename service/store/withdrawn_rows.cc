// SPDX-License-Identifier: Apache-2.0
#include "service/store/withdrawn_rows.h"

#include "service/store/connection.h"

namespace store {
namespace {

using changes::Withdrawn;
using date::days;
using date::sys_days;
using soci::into;
using soci::use;

long long number_of(date::year_month_day day) { return sys_days{day}.time_since_epoch().count(); }

date::year_month_day day_of(long long number) {
  return date::year_month_day{sys_days{days{static_cast<int>(number)}}};
}

}  // namespace

std::vector<Withdrawn> WithdrawnRows::all() {
  std::vector<Withdrawn> rows;
  Withdrawn row;
  std::string kind;
  long long since = 0;
  long long last = 0;
  soci::statement query =
      (store_.connection().sql.prepare << "SELECT programme, kind, id, revision, since, last FROM withdrawn"
                                          " ORDER BY programme, kind, id",
       into(row.programme), into(kind), into(row.id), into(row.revision), into(since), into(last));
  query.execute();
  while (query.fetch()) {
    const auto known = changes::withdrawn_kind_named(kind);
    if (!known) continue;
    row.kind = *known;
    row.since = day_of(since);
    row.last = day_of(last);
    rows.push_back(row);
  }
  return rows;
}

void WithdrawnRows::replace(std::span<const Withdrawn> rows) {
  soci::session& sql = store_.connection().sql;
  sql << "DELETE FROM withdrawn";
  if (rows.empty()) return;
  Withdrawn row;
  std::string kind;
  long long since = 0;
  long long last = 0;
  soci::statement insert =
      (sql.prepare << "INSERT INTO withdrawn (programme, kind, id, revision, since, last)"
                      " VALUES (:programme, :kind, :id, :revision, :since, :last)",
       use(row.programme, "programme"), use(kind, "kind"), use(row.id, "id"), use(row.revision, "revision"),
       use(since, "since"), use(last, "last"));
  for (const Withdrawn& each : rows) {
    row = each;
    kind = std::string{to_string(each.kind)};
    since = number_of(each.since);
    last = number_of(each.last);
    insert.execute(true);
  }
}

}  // namespace store
