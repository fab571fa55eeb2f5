// SPDX-License-Identifier: Apache-2.0
//
// Reads a table of a TOML file key by key. It reports wrong types, missing keys and unknown keys. A getter
// returns nullopt for an absent key, and for an unusable value after reporting it.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/config_files/problem.h"
#include "service/config_files/toml_file.h"
#include "service/programme/programme.h"

namespace config_files {

/// A text with its position in the file.
struct Word {
  std::string text;
  Position at;
};

class TomlTable {
 public:
  /// Reports every key of `table` that is in neither list, with the nearest of `keys`. The caller reports the
  /// `refused` keys itself.
  TomlTable(const toml::table& table, std::initializer_list<std::string_view> keys, Report& report,
            std::initializer_list<std::string_view> refused = {});

  bool has(std::string_view key) const { return table_.contains(key); }
  const toml::node* find(std::string_view key) const { return table_.get(key); }
  Position at() const { return at_; }
  Position at(std::string_view key) const;  ///< Of the value, or of the table without one.

  /// Reports an absent key and returns false.
  bool require(std::string_view key);

  /// Returns a trimmed text of one line, with 1 to `longest` characters.
  std::optional<std::string> word(std::string_view key, std::size_t longest = 200);

  /// Returns a whole number from `least` to `most`.
  std::optional<int> number(std::string_view key, int least, int most);

  /// Returns a text of `longest` characters at most, written as one text or as { nl = …, en = … }.
  std::optional<programme::Text> text(std::string_view key, std::size_t longest, bool lines_allowed);

  /// Returns an https URL.
  std::optional<std::string> https(std::string_view key);

  /// Returns a list of texts; a single text is a list of one.
  std::vector<Word> words(std::string_view key);

  /// Returns the tables of [[key]].
  std::vector<const toml::table*> tables(std::string_view key);

  /// Reports that the value has the wrong type, with an example of a right one.
  void wrong_type(std::string_view key);
  void error(std::string_view key, programme::Text text) { report_.error(at(key), std::move(text)); }
  void warn(std::string_view key, programme::Text text) { report_.warn(at(key), std::move(text)); }
  Report& report() { return report_; }

 private:
  std::optional<std::string> clean(const toml::node& node, std::size_t longest, bool lines_allowed);

  const toml::table& table_;
  Report& report_;
  Position at_;
};

Position position_of(const toml::node& node);

/// Returns an example line of a key: `time = "10:00-13:00"`.
std::string example_of(std::string_view key);

/// Returns nullopt for a valid id (1 to 64 lower-case letters, digits and hyphens), else the problem with it.
std::optional<programme::Text> flaw_of_id(std::string_view id, std::string_view example = "werksessie-1");

}  // namespace config_files
