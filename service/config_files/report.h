// SPDX-License-Identifier: Apache-2.0
//
// Collects the problems of one file.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "service/config_files/problem.h"

namespace config_files {

/// A place in a file: line and character, both from 1; {0, 0} is the file as a whole.
struct Position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  bool operator==(const Position&) const = default;
};

class Report {
 public:
  /// `problems` must outlive the report; several reports may share it.
  Report(std::string file, std::vector<Problem>& problems) : file_(std::move(file)), problems_(problems) {}

  void error(Position at, programme::Text text) { add(at, std::move(text), false); }
  void warn(Position at, programme::Text text) { add(at, std::move(text), true); }

  bool has_errors() const { return has_errors_; }
  const std::string& file() const { return file_; }

 private:
  void add(Position at, programme::Text text, bool warning) {
    has_errors_ = has_errors_ || !warning;
    problems_.push_back({file_, at.line, at.column, warning, std::move(text)});
  }

  std::string file_;
  std::vector<Problem>& problems_;
  bool has_errors_ = false;
};

}  // namespace config_files
