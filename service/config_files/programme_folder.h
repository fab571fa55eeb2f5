// SPDX-License-Identifier: Apache-2.0
//
// Reads the folders under programmes/, joins their people, and checks each programme: in this order.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/config_files/files.h"
#include "service/config_files/libraries_file.h"
#include "service/config_files/people_file.h"
#include "service/config_files/problem.h"
#include "service/config_files/source_map.h"
#include "service/programme/programme.h"

namespace config_files {

/// The three files of a programme; the rules between them are not yet checked.
struct ProgrammeFolder {
  std::string path;                ///< Relative to the configuration folder, with '/'.
  programme::Programme programme;  ///< Its people are sorted by id.
  SourceMap sources;
  std::optional<LibrariesFile> libraries;
  std::shared_ptr<const PeopleFile> people;  ///< nullptr: missing or unusable.
  std::vector<PeopleFile::Origin> origins;   ///< Of programme.people, in its order.
  bool toml_read = false;                    ///< programme.toml is TOML.
  bool toml_flawless = false;
  bool people_flawless = false;

  std::string file(const char* name) const { return path + "/" + name; }
};

/// The rows that may still be read.
struct RowLimits {
  RowLimit people, libraries;
};
RowLimits row_limits(const Limits& limits);

/// Reads one folder and takes its rows off the limits. Its name is the id of the programme. `known` may be
/// nullptr.
ProgrammeFolder read_programme_folder(const Files& files, const std::string& name, KnownTables* known,
                                      RowLimits& limits, Problems& problems);

/// Identifies people across programmes by e-mail address. When one programme has an id for an address and
/// another has none, the second takes that id, with a warning. Reports an address with two ids, an id with
/// two addresses, and a library whose name differs between programmes. Call it before finish().
void join_identities(std::vector<ProgrammeFolder>& folders, Problems& problems);

/// Sets the delivery of each person: invitations or a feed. The row decides, else its programme. A person
/// with invitations in one programme gets them in all, with a warning where a row differs. Call it after
/// join_identities() and before finish().
void join_deliveries(std::vector<ProgrammeFolder>& folders, Problems& problems);

/// Checks the rules of a programme and reports the findings, except those that follow from a reported
/// mistake.
void finish(ProgrammeFolder& folder, Problems& problems);

}  // namespace config_files
