// SPDX-License-Identifier: Apache-2.0
//
// The header row of a table: which column holds what. Names in Dutch or English, capitals do not matter.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/config_files/csv_table.h"

namespace config_files {

struct ColumnName {
  std::string field;               ///< As findings call it, e.g. "e-mail".
  std::vector<std::string> names;  ///< As it may be written; the first is the one we suggest.
  bool required = false;
};

class Columns {
 public:
  /// Reports names that occur twice and required columns that are missing. Unknown names go to unknown().
  Columns(const CsvTable& table, const std::vector<ColumnName>& names, Report& report);

  std::optional<std::size_t> of(std::string_view field) const;

  /// Adds a column that was unknown; false and reported when the field has one already.
  bool put(const std::string& field, const CsvTable& table, std::size_t column, Report& report);

  const std::vector<std::size_t>& unknown() const { return unknown_; }
  bool complete() const { return complete_; }

 private:
  std::map<std::string, std::size_t, std::less<>> columns_;
  std::vector<std::size_t> unknown_;
  bool complete_ = true;
};

/// The cell as a text of at most `longest` characters; nothing (and reported) when it is not. Empty
/// when the column is absent.
std::optional<std::string_view> cell_of(const CsvTable& table, std::size_t row,
                                        std::optional<std::size_t> column, std::size_t longest,
                                        Report& report);

/// Reports a value in a column without a name: to the right of the last one, or under an empty cell.
void report_extra_cells(const CsvTable& table, std::size_t row, Report& report);

}  // namespace config_files
