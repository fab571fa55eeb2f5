// SPDX-License-Identifier: Apache-2.0
//
// Reads libraries.csv: id;naam and, for every per-library activity X, X_datum, X_tijd and X_plaats.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "service/config_files/csv_columns.h"
#include "service/config_files/csv_table.h"
#include "service/config_files/problem.h"
#include "service/programme/check.h"
#include "service/programme/programme.h"

namespace config_files {

struct LibrariesFile {
  CsvTable table;
  Columns columns;
  std::vector<programme::Library> libraries;             ///< Sorted by id.
  std::map<std::string, std::size_t, std::less<>> rows;  ///< Row in the table, by library id.

  /// Returns the position of a value of a library; that of its first cell when the field has no column.
  Position of(const programme::FindingSubject& subject) const;
};

/// Parses a result of read_guarded(). `activities` are those of the same programme; nullptr, when they are
/// unreadable, restricts the checks to ids and names. Reports an unusable table or header and returns
/// nullopt. The result contains libraries with reported mistakes, with the values that are valid.
std::optional<LibrariesFile> read_libraries_file(std::string text,
                                                 const std::vector<programme::Activity>* activities,
                                                 const RowLimit& limit, Report& report);

}  // namespace config_files
