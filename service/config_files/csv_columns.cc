// SPDX-License-Identifier: Apache-2.0
#include "service/config_files/csv_columns.h"

#include <algorithm>

#include "service/config_files/utf8.h"
#include "service/config_files/value_syntax_words.h"
#include "service/config_files/wording.h"

namespace config_files {
namespace {

void report_no_header(const std::vector<ColumnName>& names, Report& report) {
  std::string header;
  for (const ColumnName& name : names) {
    if (name.required) header += (header.empty() ? "" : ";") + name.names.front();
  }
  report.error({}, say("het bestand is leeg; zet in de eerste rij de namen van de kolommen: {0}",
                       "the file is empty; put the names of the columns into the first row: {0}", {header}));
}

}  // namespace

Columns::Columns(const CsvTable& table, const std::vector<ColumnName>& names, Report& report) {
  const std::size_t columns = table.rows() == 0 ? 0 : table.cells(0);
  for (std::size_t column = 0; column < columns; ++column) {
    const std::string written = lowered(table.cell(0, column));
    if (written.empty()) continue;
    const auto found = std::find_if(names.begin(), names.end(), [&](const ColumnName& name) {
      return std::find(name.names.begin(), name.names.end(), written) != name.names.end();
    });
    if (found == names.end()) {
      unknown_.push_back(column);
    } else {
      put(found->field, table, column, report);
    }
  }
  if (table.rows() == 0) {
    complete_ = false;
    report_no_header(names, report);
    return;
  }
  for (const ColumnName& name : names) {
    if (!name.required || of(name.field)) continue;
    complete_ = false;
    report.error({table.position(0, 0).line, 1},
                 say("de kolom \"{0}\" ontbreekt; zet \"{0}\" in de eerste rij",
                     "the column \"{0}\" is missing; put \"{0}\" into the first row", {name.names.front()}));
  }
}

std::optional<std::size_t> Columns::of(std::string_view field) const {
  const auto found = columns_.find(field);
  return found == columns_.end() ? std::nullopt : std::optional(found->second);
}

bool Columns::put(const std::string& field, const CsvTable& table, std::size_t column, Report& report) {
  if (columns_.emplace(field, column).second) return true;
  report.error(table.position(0, column),
               say("de kolom {0} staat er twee keer; houd er één over",
                   "the column {0} is there twice; keep one", {in_quotes(table.cell(0, column))}));
  return false;
}

std::optional<std::string_view> cell_of(const CsvTable& table, std::size_t row,
                                        std::optional<std::size_t> column, std::size_t longest,
                                        Report& report) {
  if (!column) return std::string_view();
  const std::string_view cell = table.cell(row, *column);
  if (cell.size() > longest && length_of(cell) > longest) {
    report.error(table.position(row, *column),
                 say("deze tekst is te lang ({0} tekens); hoogstens {1} tekens passen",
                     "this text is too long ({0} characters); at most {1} fit",
                     {std::to_string(length_of(cell)), std::to_string(longest)}));
    return std::nullopt;
  }
  return cell;
}

void report_extra_cells(const CsvTable& table, std::size_t row, Report& report) {
  for (std::size_t column = 0; column < table.cells(row); ++column) {
    const bool named = column < table.cells(0) && !table.cell(0, column).empty();
    if (named || table.cell(row, column).empty()) continue;
    report.error(
        table.position(row, column),
        say("boven deze cel staat geen kolomnaam; een waarde met een komma of puntkomma erin hoort tussen "
            "aanhalingstekens",
            "there is no column name above this cell; a value with a comma or semicolon in it belongs "
            "between "
            "quotes"));
    return;
  }
}

}  // namespace config_files
