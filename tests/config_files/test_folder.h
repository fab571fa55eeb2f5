// SPDX-License-Identifier: Apache-2.0
//
// A configuration folder for one test, in a temporary place that goes away with it.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include "tests/support/temporary_folder.h"

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

  /// Lines of "remove NAME", "folder NAME", "move NAME NEW NAME" and "grow NAME OCTETS" (with comment lines).
  void prepare(const std::string& commands) {
    std::istringstream lines(commands);
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      std::string verb;
      std::string name;
      std::string rest;
      words >> verb >> name >> std::ws;
      std::getline(words, rest);
      apply(verb, name, rest);
    }
  }

 private:
  void apply(const std::string& verb, const std::string& name, const std::string& rest) {
    if (verb == "remove") {
      std::filesystem::remove_all(path() / name);
    } else if (verb == "folder") {
      std::filesystem::create_directories(path() / name);
    } else if (verb == "move") {
      std::filesystem::rename(path() / name, path() / rest);
    } else if (verb == "grow") {
      std::string text = read_file(path() / name);
      while (text.size() < std::stoul(rest)) text += text.size() % 64 == 63 ? '\n' : '#';
      write(name, text);
    } else {
      throw std::runtime_error("unknown preparation: " + verb);
    }
  }

  TemporaryFolder root_;
};

}  // namespace test
