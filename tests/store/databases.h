// SPDX-License-Identifier: Apache-2.0
//
// Ways to fill a database in tests.
#pragma once

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <sstream>
#include <string>

#include "service/store/revisions.h"

namespace store {

/// Publishes and commits, unless overtaken. `before_commit`: what else is done in the transaction.
inline RevisionOutcome publish(Revisions& revisions, const Publication& publication,
                               const std::function<void()>& before_commit = {}) {
  auto open = revisions.begin(publication);
  RevisionOutcome outcome = open.outcome();
  if (outcome.kind == RevisionOutcome::Kind::overtaken) return outcome;
  if (before_commit) before_commit();
  open.commit();
  return outcome;
}

}  // namespace store

/// Makes the database of a data folder from the output of `sqlite3 traject.db .dump`. Throws soci::soci_error
/// on an error in it.
inline void load_dump(const std::filesystem::path& data_folder, const std::string& dump) {
  soci::session sql{soci::sqlite3, "db=" + (data_folder / "traject.db").string()};
  std::istringstream lines{dump};
  std::string statement;
  for (std::string line; std::getline(lines, line);) {
    statement += line + "\n";
    const bool in_quotes = std::count(statement.begin(), statement.end(), '\'') % 2 != 0;
    if (in_quotes || !line.ends_with(';')) continue;
    sql << statement;
    statement.clear();
  }
}
