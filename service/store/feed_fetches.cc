// SPDX-License-Identifier: Apache-2.0
#include "service/store/feed_fetches.h"

#include "service/store/connection.h"
#include "service/store/mail_rows.h"
#include "service/store/transaction.h"

namespace store {
namespace {

using soci::into;
using soci::use;

}  // namespace

void FeedFetches::write(std::span<const FeedFetch> fetches) {
  if (fetches.empty()) return;
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  FeedFetch row;
  long long fetched = 0;
  soci::statement insert =
      (sql.prepare << "INSERT INTO feed_fetch (kind, id, family, fetched, digest)"
                      " VALUES (:kind, :id, :family, :fetched, :digest)"
                      " ON CONFLICT (kind, id, family) DO UPDATE SET fetched = excluded.fetched,"
                      " digest = excluded.digest WHERE excluded.fetched >= feed_fetch.fetched",
       use(row.kind, "kind"), use(row.id, "id"), use(row.family, "family"), use(fetched, "fetched"),
       use(row.digest, "digest"));
  for (const FeedFetch& each : fetches) {
    row = each;
    fetched = seconds_of(each.fetched);
    insert.execute(true);
  }
  transaction.commit();
}

std::vector<FeedFetch> FeedFetches::all() {
  std::vector<FeedFetch> fetches;
  FeedFetch row;
  long long fetched = 0;
  soci::statement rows =
      (store_.connection().sql.prepare
           << "SELECT kind, id, family, fetched, digest FROM feed_fetch ORDER BY kind, id, family",
       into(row.kind), into(row.id), into(row.family), into(fetched), into(row.digest));
  rows.execute();
  while (rows.fetch()) {
    row.fetched = instant_of(fetched);
    fetches.push_back(row);
  }
  return fetches;
}

std::optional<programme::Instant> FeedFetches::last(const std::string& kind, const std::string& id) {
  long long fetched = 0;
  soci::indicator found = soci::i_null;
  store_.connection().sql << "SELECT MAX(fetched) FROM feed_fetch WHERE kind = :kind AND id = :id"
                             " AND family <> 'browser'",
      into(fetched, found), use(kind, "kind"), use(id, "id");
  return found == soci::i_ok ? std::optional(instant_of(fetched)) : std::nullopt;
}

bool FeedFetches::fetched_since(const std::string& kind, const std::string& id, programme::Instant moment) {
  const auto fetched = last(kind, id);
  return fetched && *fetched >= moment;
}

bool is_calendar_program(const std::string& family) { return family != "browser"; }

}  // namespace store
