// SPDX-License-Identifier: Apache-2.0
//
// The case files of tests/data/config/bad. The README.md there describes their format.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/config_files/test_folder.h"

namespace test {

/// The names of all cases without ".txt", in order. Throws std::runtime_error for a stray file among them.
std::vector<std::string> bad_case_names();

std::string read_bad_case(const std::string& name);

/// A case file without its expected messages: the description and the edits, then one empty line.
std::string without_messages(const std::string& text);

/// Applies the edits of a case file to `folder`. Throws std::invalid_argument, with the offending line, for a
/// line that the format does not know and for an edit that does not fit the folder.
void apply_edits(const std::string& text, const std::filesystem::path& folder);

/// The base after the edits of a case file.
class BadCaseFolder : public ConfigFolder {
 public:
  explicit BadCaseFolder(const std::string& text);
};

}  // namespace test
