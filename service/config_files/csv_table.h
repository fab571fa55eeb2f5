// SPDX-License-Identifier: Apache-2.0
//
// A table as a spreadsheet saves it (RFC 4180, with semicolons as well as commas): rows of trimmed cells of
// one line. Reading is fast and keeps no positions; the first question for one reads the text again and then
// knows them all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/config_files/problem.h"

namespace config_files {

class CsvTable {
 public:
  /// `text` as read_guarded() gives it. Nothing, and reported, when quotes do not match.
  static std::optional<CsvTable> parse(std::string text, Report& report);

  /// Rows with at least one cell that is not empty; row 0 is the header.
  std::size_t rows() const { return rows_.size(); }
  std::size_t cells(std::size_t row) const { return rows_[row].cells; }

  /// Empty when the row is shorter.
  std::string_view cell(std::size_t row, std::size_t column) const;

  /// Where the cell begins (at its quote, if it has one); the row's last cell when the row is shorter.
  Position position(std::size_t row, std::size_t column) const;

 private:
  struct Row {
    std::size_t first = 0;  ///< Index of its first cell.
    std::size_t cells = 0;
  };

  CsvTable(std::string text, char delimiter) : text_(std::move(text)), delimiter_(delimiter) {}
  bool read(Report& report);

  std::string text_;
  char delimiter_;
  std::string content_;            ///< All cells one after the other.
  std::vector<std::size_t> ends_;  ///< Per cell, where it ends in content_.
  std::vector<Row> rows_;
  mutable std::vector<Position> positions_;  ///< Per cell; empty until asked for.
};

}  // namespace config_files
