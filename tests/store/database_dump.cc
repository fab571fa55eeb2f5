// SPDX-License-Identifier: Apache-2.0
#include "tests/store/database_dump.h"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <sstream>

void load_dump(const std::filesystem::path& data_folder, const std::string& dump) {
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
