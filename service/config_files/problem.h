// SPDX-License-Identifier: Apache-2.0
//
// Errors and warnings about the files, with their positions, in Dutch and English.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "service/programme/check.h"
#include "service/programme/programme.h"

namespace config_files {

struct Problem {
  std::string file;          ///< Relative to the configuration folder, with '/'.
  std::uint32_t line = 0;    ///< From 1; 0: the whole file.
  std::uint32_t column = 0;  ///< In characters, from 1; 0 with line 0.
  bool warning = false;
  programme::Text text;  ///< "what is wrong; what would be right", both languages always filled.

  bool operator==(const Problem&) const = default;
};

/// Formats "file:line:column".
std::string place_of(const Problem& problem);

/// Formats "file:line:column: text", with "waarschuwing: " or "warning: " before the text of a warning.
std::string to_line(const Problem& problem, programme::Language language);

/// A position in a file: line and character, both from 1; {0, 0} is the whole file.
struct Position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  bool operator==(const Position&) const = default;
};

/// Lists the first 50 problems and counts all. A folder may have any number of mistakes, and a value in it
/// any length; what logs, pages, commands and mails show stays short. Errors take the places of warnings.
class Problems {
 public:
  static constexpr std::size_t most_listed = 50;

  /// Makes file name and text printable() and shortens them.
  void add(Problem problem);

  void add(const Problems& others);

  /// Adds problems of files that concern some mails only.
  void add_as_warnings(const Problems& others);

  /// Counts, listed or not.
  std::size_t errors() const { return errors_; }
  std::size_t warnings() const { return warnings_; }
  std::size_t count() const { return errors_ + warnings_; }
  std::size_t unlisted_errors() const;
  /// Further problems are counted only.
  bool is_full() const { return errors_ >= most_listed; }

  void sort();  ///< By file, line and column.

  /// The listed problems.
  auto begin() const { return listed_.begin(); }
  auto end() const { return listed_.end(); }
  std::size_t size() const { return listed_.size(); }
  bool empty() const { return listed_.empty(); }
  const Problem& front() const { return listed_.front(); }
  const Problem& operator[](std::size_t index) const { return listed_[index]; }

  bool operator==(const Problems&) const = default;

 private:
  std::vector<Problem> listed_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
};

/// Collects the problems of one file.
class Report {
 public:
  /// `problems` must outlive the report; several reports may share it.
  Report(std::string file, Problems& problems) : file_(std::move(file)), problems_(problems) {}

  void error(Position at, programme::Text text) { add(at, std::move(text), false); }
  void warn(Position at, programme::Text text) { add(at, std::move(text), true); }

  bool has_errors() const { return has_errors_; }
  /// The texts of further problems are not shown: a search for suggestions would be in vain.
  bool only_counts() const { return problems_.is_full(); }
  const std::string& file() const { return file_; }

 private:
  void add(Position at, programme::Text text, bool warning) {
    has_errors_ = has_errors_ || !warning;
    problems_.add({file_, at.line, at.column, warning, std::move(text)});
  }

  std::string file_;
  Problems& problems_;
  bool has_errors_ = false;
};

/// Returns the text of a finding, "what is wrong; what would be right", in both languages.
programme::Text text_of(const programme::Finding& finding);

}  // namespace config_files
