// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <utility>
#include <vector>

namespace programme {

/// A copy-on-write vector. Most lists are equal in successive versions of a programme; copying and comparing
/// such lists takes constant time. A pointer to an item is valid as long as one unchanged copy lives. As
/// thread-safe as a vector: copies may be on different threads.
template <class T>
class SharedList {
 public:
  using value_type = T;
  using const_iterator = typename std::vector<T>::const_iterator;
  using iterator = typename std::vector<T>::iterator;

  SharedList() = default;
  SharedList(std::vector<T> items) : items_{std::make_shared<std::vector<T>>(std::move(items))} {}
  SharedList(std::initializer_list<T> items) : SharedList{std::vector<T>(items)} {}

  const std::vector<T>& items() const {
    static const std::vector<T> nothing;
    return items_ ? *items_ : nothing;
  }
  bool empty() const { return items().empty(); }
  std::size_t size() const { return items().size(); }
  const_iterator begin() const { return items().begin(); }
  const_iterator end() const { return items().end(); }
  const T& operator[](std::size_t at) const { return items()[at]; }
  const T& front() const { return items().front(); }
  const T& back() const { return items().back(); }

  /// The items of this copy, for changes. Copies them first if another copy shares them.
  std::vector<T>& edit() {
    if (!items_ || items_.use_count() > 1) items_ = std::make_shared<std::vector<T>>(items());
    return *items_;
  }
  void push_back(T item) { edit().push_back(std::move(item)); }
  void pop_back() { edit().pop_back(); }
  void clear() { items_.reset(); }

  /// True if neither list was changed since one was copied from the other.
  bool is_shared_with(const SharedList& other) const { return items_ == other.items_; }
  bool operator==(const SharedList& other) const { return is_shared_with(other) || items() == other.items(); }

 private:
  std::shared_ptr<std::vector<T>> items_;
};

}  // namespace programme
