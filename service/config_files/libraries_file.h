// SPDX-License-Identifier: Apache-2.0
//
// libraries.csv: id;naam and, for every per-library activity X, the columns X_datum, X_tijd and X_plaats.
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
  std::vector<programme::Library> libraries;             ///< By id.
  std::map<std::string, std::size_t, std::less<>> rows;  ///< By library id.

  /// Where a library's value stands; its first cell when the field has no column.
  Position of(const programme::FindingSubject& subject) const;
};

/// `text` as read_guarded() gives it. `activities` are those of the same programme, nullptr when they could
/// not be read: then only ids and names are looked at. Nothing when the table or its header cannot be used; a
/// library with a mistake stays in, as far as it could be read.
std::optional<LibrariesFile> read_libraries_file(std::string text,
                                                 const std::vector<programme::Activity>* activities,
                                                 Report& report);

}  // namespace config_files
