// SPDX-License-Identifier: Apache-2.0
//
// Reads people.csv: id;naam;e-mail;bibliotheek;rollen;taal;vanaf;tot;agenda.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/config_files/csv_columns.h"
#include "service/config_files/csv_table.h"
#include "service/config_files/files.h"
#include "service/config_files/problem.h"
#include "service/programme/programme.h"

namespace config_files {

struct PeopleFile {
  /// The source of a person.
  struct Origin {
    std::size_t row = 0;                            ///< In the table.
    bool id_given = false;                          ///< False: the address is the id.
    std::optional<programme::Delivery> delivery{};  ///< nullopt: the programme's.
  };

  CsvTable table;
  Columns columns;
  /// Sorted by id, independent of the order of the rows. Ids and addresses are unique.
  programme::SharedList<programme::Person> people{};
  std::vector<Origin> origins{};  ///< Of `people`, in the same order.

  /// Returns the position of a value of a row; that of the first cell when the field has no column.
  Position of(std::size_t row, std::string_view field) const;
};

/// Parses a result of read_guarded(). Reports an unusable table or header and returns nullopt. The result
/// contains persons with reported mistakes, with the values that are valid.
std::optional<PeopleFile> read_people_file(std::string text, const RowLimit& limit, Report& report);

/// Caches parsed tables without problems, so that an unchanged long table is not parsed again. Not
/// thread-safe.
class KnownTables {
 public:
  /// Returns the parsed table, or nullptr when the file's bytes have changed or were never remembered.
  std::shared_ptr<const PeopleFile> find(const Files& files, const std::string& path) const;

  void remember(const Files& files, const std::string& path, std::shared_ptr<const PeopleFile> read);

 private:
  struct Known {
    std::string bytes;
    std::shared_ptr<const PeopleFile> read;
  };
  std::map<std::string, Known> by_path_;
};

}  // namespace config_files
