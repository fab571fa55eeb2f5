// SPDX-License-Identifier: Apache-2.0
#include "service/store/links.h"

#include <algorithm>

#include "service/store/connection.h"
#include "service/store/mail_rows.h"
#include "service/store/transaction.h"

namespace store {
namespace {

using programme::Instant;
using programme::Link;
using programme::OldLink;
using soci::into;
using soci::use;

void read_current(soci::session& sql, programme::Links& links) {
  std::string kind, id;
  int generation = 0;
  soci::statement rows = (sql.prepare << "SELECT kind, id, generation FROM feed_generation", into(kind),
                          into(id), into(generation));
  rows.execute();
  while (rows.fetch()) links.current[{kind, id}] = {static_cast<std::uint32_t>(generation)};
}

void read_old(soci::session& sql, programme::Links& links) {
  OldLink row;
  int generation = 0;
  long long works_until = 0;
  soci::statement rows = (sql.prepare << "SELECT kind, id, generation, works_until FROM old_link"
                                         " ORDER BY kind, id, generation",
                          into(row.kind), into(row.id), into(generation), into(works_until));
  rows.execute();
  while (rows.fetch()) {
    row.generation = static_cast<std::uint32_t>(generation);
    row.works_until = instant_of(works_until);
    links.old.push_back(row);
  }
}

programme::Links read_all(soci::session& sql) {
  programme::Links links;
  read_current(sql, links);
  read_old(sql, links);
  return links;
}

void write_current(soci::session& sql, const std::string& kind, const std::string& id, const Link& link) {
  const int generation = static_cast<int>(link.generation);
  sql << "INSERT INTO feed_generation (kind, id, generation) VALUES (:kind, :id, :generation)"
         " ON CONFLICT (kind, id) DO UPDATE SET generation = excluded.generation",
      use(kind, "kind"), use(id, "id"), use(generation, "generation");
}

void write_old(soci::session& sql, const OldLink& link) {
  const int generation = static_cast<int>(link.generation);
  const long long works_until = seconds_of(link.works_until);
  sql << "INSERT INTO old_link (kind, id, generation, works_until)"
         " VALUES (:kind, :id, :generation, :works_until)"
         " ON CONFLICT (kind, id, generation) DO UPDATE SET works_until = excluded.works_until",
      use(link.kind, "kind"), use(link.id, "id"), use(generation, "generation"),
      use(works_until, "works_until");
}

/// Of one kind and id, by generation.
std::vector<OldLink> old_of(const programme::Links& links, const std::string& kind, const std::string& id) {
  std::vector<OldLink> old;
  std::copy_if(links.old.begin(), links.old.end(), std::back_inserter(old),
               [&](const OldLink& link) { return link.kind == kind && link.id == id; });
  return old;
}

}  // namespace

programme::Links Links::all() {
  soci::session& sql = store_.connection().sql;
  const soci::transaction snapshot{sql};
  return read_all(sql);
}

std::vector<std::uint32_t> Links::replace(std::span<const std::string> kinds, const std::string& id,
                                          Instant works_until) {
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  const programme::Links links = read_all(sql);
  std::vector<std::uint32_t> generations;
  for (const std::string& kind : kinds) {
    Link link = links.of(kind, id);
    std::uint32_t highest = link.generation;
    for (OldLink& old : old_of(links, kind, id)) {
      highest = std::max(highest, old.generation);
      if (old.works_until <= works_until) continue;
      old.works_until = works_until;
      write_old(sql, old);
    }
    write_old(sql, {kind, id, link.generation, works_until});
    link.generation = highest + 1;
    write_current(sql, kind, id, link);
    generations.push_back(link.generation);
  }
  transaction.commit();
  return generations;
}

}  // namespace store
