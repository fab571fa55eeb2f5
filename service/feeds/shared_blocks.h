// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace feeds {

/// An immutable list whose copies share their items. Replacing a few of n items copies one block per replaced
/// item and n / block_size pointers.
template <typename Item>
class SharedBlocks {
 public:
  static constexpr std::size_t block_size = 128;

  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = Item;
    using difference_type = std::ptrdiff_t;
    using pointer = const Item*;
    using reference = const Item&;

    Iterator() = default;
    Iterator(const SharedBlocks* list, std::size_t at) : list_{list}, at_{at} {}
    reference operator*() const { return (*list_)[at_]; }
    pointer operator->() const { return &(*list_)[at_]; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    Iterator operator++(int) {
      Iterator before = *this;
      ++at_;
      return before;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const SharedBlocks* list_ = nullptr;
    std::size_t at_ = 0;
  };

  SharedBlocks() = default;
  explicit SharedBlocks(std::vector<Item> items) : size_{items.size()} {
    blocks_.reserve((size_ + block_size - 1) / block_size);
    for (std::size_t at = 0; at < size_; at += block_size) {
      const auto begin = std::next(items.begin(), static_cast<std::ptrdiff_t>(at));
      const auto count = static_cast<std::ptrdiff_t>(std::min(block_size, size_ - at));
      blocks_.push_back(std::make_shared<const Block>(std::make_move_iterator(begin),
                                                      std::make_move_iterator(std::next(begin, count))));
    }
  }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const Item& operator[](std::size_t at) const { return (*blocks_[at / block_size])[at % block_size]; }
  const Item& front() const { return (*this)[0]; }
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size_}; }

  /// This list with other items at these positions.
  SharedBlocks with(std::vector<std::pair<std::size_t, Item>> replaced) const {
    std::sort(replaced.begin(), replaced.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    SharedBlocks changed = *this;
    for (auto at = replaced.begin(); at != replaced.end();) {
      const std::size_t number = at->first / block_size;
      auto block = std::make_shared<Block>(*blocks_[number]);
      for (; at != replaced.end() && at->first / block_size == number; ++at)
        (*block)[at->first % block_size] = std::move(at->second);
      changed.blocks_[number] = std::move(block);
    }
    return changed;
  }

 private:
  using Block = std::vector<Item>;

  std::vector<std::shared_ptr<const Block>> blocks_;
  std::size_t size_ = 0;
};

}  // namespace feeds
