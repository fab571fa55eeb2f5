// SPDX-License-Identifier: Apache-2.0
//
// A table in CSV (RFC 4180), with commas or semicolons. Cells are trimmed, and a line break in a cell becomes
// a space. Parsing stores no positions: the first call of position() parses the text again and stores them
// all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/config_files/limits.h"
#include "service/config_files/problem.h"

namespace config_files {

/// The rows that may still be read of one kind of table.
struct RowLimit {
  programme::Text things;  ///< "deelnemers", "people".
  Limit limit;             ///< Of all programmes.
  std::size_t left = 0;    ///< Of them, for the next table.
};

/// Not thread-safe: position() changes the object.
class CsvTable {
 public:
  /// Parses a result of read_guarded(). Reports a misplaced or unclosed quote, or more rows than `limit`
  /// allows below the header, and returns nullopt. It stops at the row beyond the limit.
  static std::optional<CsvTable> parse(std::string text, const RowLimit& limit, Report& report);

  /// Counts the rows that are not blank; row 0 is the header.
  std::size_t rows() const { return rows_.size(); }
  std::size_t cells(std::size_t row) const { return rows_[row].cells; }

  /// Returns "" when the row is shorter.
  std::string_view cell(std::size_t row, std::size_t column) const;

  /// Returns the position of the cell's first character or quote. When the row is shorter, returns that of
  /// its last cell.
  Position position(std::size_t row, std::size_t column) const;

 private:
  struct Row {
    std::size_t first = 0;  ///< Index in ends_ of its first cell.
    std::size_t cells = 0;
  };

  CsvTable(std::string text, char delimiter) : text_(std::move(text)), delimiter_(delimiter) {}
  bool read(const RowLimit& limit, Report& report);
  bool is_beyond(const RowLimit& limit, Report& report) const;

  std::string text_;
  char delimiter_;
  std::string content_;            ///< The concatenated cells.
  std::vector<std::size_t> ends_;  ///< End of each cell in content_.
  std::vector<Row> rows_;
  mutable std::vector<Position> positions_;  ///< Of each cell; empty before the first position().
};

}  // namespace config_files
