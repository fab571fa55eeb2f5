// SPDX-License-Identifier: Apache-2.0
//
// Maps each value of programme.toml to its position, so that findings have a line and a column.
#pragma once

#include <map>
#include <string>
#include <tuple>

#include "service/config_files/problem.h"
#include "service/programme/check.h"

namespace config_files {

class SourceMap {
 public:
  using Kind = programme::FindingSubject::Kind;

  /// Records a position unless the value has one already. An empty `field` is the whole item.
  void put(Kind kind, const std::string& id, const std::string& field, Position at) {
    places_.try_emplace({kind, id, field}, at);
  }

  /// Returns the position of the field, else that of the item, else {0, 0}.
  Position of(const programme::FindingSubject& subject) const {
    if (const auto field = places_.find({subject.kind, subject.id, subject.field}); field != places_.end()) {
      return field->second;
    }
    const auto item = places_.find({subject.kind, subject.id, std::string()});
    return item == places_.end() ? Position{} : item->second;
  }

 private:
  std::map<std::tuple<Kind, std::string, std::string>, Position> places_;
};

}  // namespace config_files
