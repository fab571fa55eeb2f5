// SPDX-License-Identifier: Apache-2.0
//
// Finds the known word nearest to a mistyped one, for "Did you mean …?".
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace programme {

/// Returns the first of the `known` words with the smallest edit distance (insert, delete, replace, swap two
/// neighbours; ASCII letters match without case). Returns "" if the distance exceeds a third of the word's
/// length for all of them.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

/// The ids of one kind, with suggestions for unknown ones.
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

  /// The nearest known id, or "". Returns "" after `most_suggestions` different ids, because the comparisons
  /// take long if all ids of a file are wrong.
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
