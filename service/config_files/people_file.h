// SPDX-License-Identifier: Apache-2.0
//
// people.csv: id;naam;e-mail;bibliotheek;rollen;taal;vanaf;tot;agenda.
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
  struct Origin {
    std::size_t row = 0;                            ///< In the table.
    bool id_given = false;                          ///< Else the id is the address.
    std::optional<programme::Delivery> delivery{};  ///< Absent: as the programme says.
  };

  CsvTable table;
  Columns columns;
  /// By id, so that the order of the rows does not matter; each id and each address once.
  programme::SharedList<programme::Person> people{};
  std::vector<Origin> origins{};  ///< Likewise.

  /// Where a person's value stands; the row's first cell when the field has no column.
  Position of(std::size_t row, std::string_view field) const;
};

/// `text` as read_guarded() gives it. Nothing when the table or its header cannot be used; a person with a
/// mistake stays in, as far as it could be read.
std::optional<PeopleFile> read_people_file(std::string text, Report& report);

/// Tables that were read before and had no flaw, so that a long one that did not change is not read again.
class KnownTables {
 public:
  /// What that file was read as; nullptr when it holds something else now.
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
