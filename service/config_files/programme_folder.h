// SPDX-License-Identifier: Apache-2.0
//
// One folder under programmes/: its three files read, the rules between them not yet checked.
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

struct ProgrammeFolder {
  std::string path;                ///< Relative to the configuration folder, with '/'.
  programme::Programme programme;  ///< Its people by id.
  SourceMap sources;
  std::optional<LibrariesFile> libraries;
  std::shared_ptr<const PeopleFile> people;  ///< nullptr: it cannot be used.
  std::vector<PeopleFile::Origin> origins;   ///< Of programme.people, in its order.
  bool toml_read = false;
  bool toml_flawless = false;
  bool people_flawless = false;

  std::string file(const char* name) const { return path + "/" + name; }
};

/// `name` is that of the folder, and so the programme's id. `known` may be nullptr.
ProgrammeFolder read_programme_folder(const Files& files, const std::string& name, KnownTables* known,
                                      std::vector<Problem>& problems);

/// Gives a person the one id that a programme wrote for their address in every programme, with a warning.
/// Reports an address with two ids, an id with two addresses, and a library whose name differs between
/// programmes. Before finish().
void join_identities(std::vector<ProgrammeFolder>& folders, std::vector<Problem>& problems);

/// Settles how each person gets activities into their calendar: as their row says, else as its programme
/// does. Whoever is to have invitations in one programme has them in all, with a warning where a row says
/// otherwise. After join_identities(), before finish().
void join_deliveries(std::vector<ProgrammeFolder>& folders, std::vector<Problem>& problems);

/// Reports what the rules find.
void finish(ProgrammeFolder& folder, std::vector<Problem>& problems);

}  // namespace config_files
