// SPDX-License-Identifier: Apache-2.0
//
// "Did you mean …?": the known word that a mistyped one most likely stands for.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace programme {

/// The first of the `known` words with the fewest typing mistakes (a character too many, too few, wrong, or
/// two swapped; upper and lower case of ASCII letters are the same); "" when all are further than a third of
/// the word's length away.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

// The ids of one kind, to ask whether one exists and which one was meant.
class KnownIds {
 public:
  /// `items` must outlive this.
  template <typename Items>
  explicit KnownIds(const Items& items) {
    ids_.reserve(items.size());
    for (const auto& item : items) {
      ids_.push_back(item.id);
      set_.insert(item.id);
    }
  }

  void add(const char* word) {
    ids_.emplace_back(word);
    set_.insert(word);
  }

  bool has(std::string_view id) const { return set_.contains(id); }

  /// Ids of a wrong file are all wrong: after so many different ones nobody reads suggestions, and comparing
  /// each with every known id would take its time.
  std::string suggestion(const std::string& id) {
    if (const auto found = suggestions_.find(id); found != suggestions_.end()) return found->second;
    if (suggestions_.size() == most_suggestions) return "";
    return suggestions_[id] = nearest(id, ids_);
  }

 private:
  static constexpr std::size_t most_suggestions = 100;

  std::vector<std::string> ids_;
  std::unordered_set<std::string_view> set_;
  std::unordered_map<std::string, std::string> suggestions_;
};

}  // namespace programme
