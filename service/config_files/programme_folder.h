// SPDX-License-Identifier: Apache-2.0
//
// One folder under programmes/: its three files read, the rules between them not yet checked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/config_files/files.h"
#include "service/config_files/libraries_file.h"
#include "service/config_files/people_file.h"
#include "service/config_files/problem.h"
#include "service/config_files/sources.h"
#include "service/programme/programme.h"

namespace config_files {

struct ProgrammeFolder {
  std::string path;                ///< Relative to the configuration folder, with '/'.
  programme::Programme programme;  ///< Its people are filled in by finish().
  Sources sources;
  std::optional<LibrariesFile> libraries;
  std::optional<PeopleFile> people;
  std::vector<std::size_t> people_rows;  ///< Of programme.people, in its order: rows of the table.
  bool toml_read = false;
  bool toml_flawless = false;
  bool people_flawless = false;

  std::string file(const char* name) const { return path + "/" + name; }
};

/// `name` is that of the folder, and so the programme's id.
ProgrammeFolder read_programme_folder(const Files& files, const std::string& name,
                                      std::vector<Problem>& problems);

/// Moves the people into the programme, by id, and reports what the rules find.
void finish(ProgrammeFolder& folder, std::vector<Problem>& problems);

}  // namespace config_files
