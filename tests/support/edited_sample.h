// SPDX-License-Identifier: Apache-2.0
//
// The programme in config/ as a coordinator changes it: a text in one of its files is replaced by another.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "service/config_files/load.h"
#include "tests/config_files/test_folder.h"

namespace example {

/// `from` stands in the file exactly once.
struct Edit {
  std::string file;  ///< "programme.toml", "libraries.csv" or "people.csv".
  std::string from;
  std::string to;
};
using Edits = std::vector<Edit>;

inline std::string replaced(std::string text, const Edit& edit) {
  const auto at = text.find(edit.from);
  if (at == std::string::npos || text.find(edit.from, at + 1) != std::string::npos)
    throw std::invalid_argument("not exactly once in " + edit.file + ": " + edit.from);
  return text.replace(at, edit.from.size(), edit.to);
}

/// The sample after these edits, one after the other. Throws with the messages when it has errors.
inline std::vector<programme::Programme> edited_sample(const Edits& edits) {
  const std::string programme = "programmes/gezinsaanpak-2023/";
  test::ConfigFolder folder;
  folder.overlay(std::filesystem::path(SOURCE_DIR) / "config");
  for (const Edit& edit : edits)
    folder.write(programme + edit.file,
                 replaced(test::read_file(folder.path() / (programme + edit.file)), edit));
  config_files::Loaded loaded = config_files::load(folder.path());
  std::string messages;
  for (const auto& problem : loaded.problems)
    if (!problem.warning) messages += to_line(problem, programme::Language::en) + "\n";
  if (!messages.empty()) throw std::invalid_argument(messages);
  return std::move(loaded.programmes);
}

}  // namespace example
