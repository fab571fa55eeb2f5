// SPDX-License-Identifier: Apache-2.0
//
// Maps the header row of a table to fields. Names are Dutch or English; case is ignored.
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
  std::string field;               ///< Name in findings, e.g. "e-mail".
  std::vector<std::string> names;  ///< Accepted names; messages suggest the first.
  bool required = false;
};

class Columns {
 public:
  /// Reports duplicate names and missing required columns. Collects columns with unknown names in unknown().
  Columns(const CsvTable& table, const std::vector<ColumnName>& names, Report& report);

  /// Returns the column of the field, or nullopt.
  std::optional<std::size_t> of(std::string_view field) const;

  /// Assigns a column to a field. Reports an error and returns false when the field has a column already.
  bool put(const std::string& field, const CsvTable& table, std::size_t column, Report& report);

  const std::vector<std::size_t>& unknown() const { return unknown_; }
  /// True when the table has a header row with every required column.
  bool complete() const { return complete_; }

 private:
  std::map<std::string, std::size_t, std::less<>> columns_;
  std::vector<std::size_t> unknown_;
  bool complete_ = true;
};

/// Returns the cell, or "" when `column` is nullopt. Reports a cell of more than `longest` characters and
/// returns nullopt.
std::optional<std::string_view> cell_of(const CsvTable& table, std::size_t row,
                                        std::optional<std::size_t> column, std::size_t longest,
                                        Report& report);

/// Reports the first value of the row that has no column name in the header.
void report_extra_cells(const CsvTable& table, std::size_t row, Report& report);

}  // namespace config_files
