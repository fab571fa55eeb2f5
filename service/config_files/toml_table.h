// SPDX-License-Identifier: Apache-2.0
//
// One table of a TOML file, read key by key. Wrong types, missing and unknown keys are reported as they are
// met; a getter that finds nothing usable returns nothing and has said why.
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

struct Word {
  std::string text;
  Position at;
};

class TomlTable {
 public:
  /// Reports every key of `table` that is not among `keys`, with the nearest of them. `refused` ones the
  /// caller reports.
  TomlTable(const toml::table& table, std::initializer_list<std::string_view> keys, Report& report,
            std::initializer_list<std::string_view> refused = {});

  bool has(std::string_view key) const { return table_.contains(key); }
  const toml::node* find(std::string_view key) const { return table_.get(key); }
  Position at() const { return at_; }
  Position at(std::string_view key) const;  ///< Of the value; of the table when there is none.

  /// False and reported when the key is absent.
  bool require(std::string_view key);

  /// A text on one line, trimmed, not empty, at most `longest` characters.
  std::optional<std::string> word(std::string_view key, std::size_t longest = 200);

  /// A whole number from `least` to `most`.
  std::optional<int> number(std::string_view key, int least, int most);

  /// A text, or { nl = …, en = … }.
  std::optional<programme::Text> text(std::string_view key, std::size_t longest, bool lines_allowed);

  /// An https address.
  std::optional<std::string> https(std::string_view key);

  /// A list of texts; one text is a list of one.
  std::vector<Word> words(std::string_view key);

  /// The tables of [[key]]; empty when there are none.
  std::vector<const toml::table*> tables(std::string_view key);

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

/// A line that shows how a key is used, e.g. `time = "10:00-13:00"`.
std::string example_of(std::string_view key);

/// Nothing, or what is wrong with an id: lower-case letters, digits and hyphens, 64 at most.
std::optional<programme::Text> flaw_of_id(std::string_view id, std::string_view example = "werksessie-1");

}  // namespace config_files
