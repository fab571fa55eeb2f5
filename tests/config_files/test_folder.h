// SPDX-License-Identifier: Apache-2.0
//
// A configuration folder for one test, in a temporary place that goes away with it.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

#include "service/config_files/load.h"
#include "tests/support/temporary_folder.h"

namespace config_files {

/// Writes everything that was loaded, one value a line, in a fixed order. Defaults are filled in and groups
/// such as "participants" are spelled out. References stay as they were written. Defined in
/// tests/support/describe.cc.
std::string describe(const Loaded& loaded);

}  // namespace config_files

namespace test {

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::filesystem::path fixtures() { return std::filesystem::path(SOURCE_DIR) / "tests/data/config"; }

class ConfigFolder {
 public:
  ConfigFolder() { std::filesystem::create_directory(path()); }

  std::filesystem::path path() const { return root_.path() / "config"; }

  /// Lays the files of another folder over this one.
  void overlay(const std::filesystem::path& other) {
    using Options = std::filesystem::copy_options;
    if (!std::filesystem::exists(other)) return;
    std::filesystem::copy(other, path(), Options::recursive | Options::overwrite_existing);
  }

  void write(const std::string& name, std::string_view text) {
    std::filesystem::create_directories((path() / name).parent_path());
    std::ofstream(path() / name, std::ios::binary) << text;
  }

 private:
  TemporaryFolder root_;
};

}  // namespace test
