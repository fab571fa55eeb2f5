// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/shared_blocks.h"

#include <gtest/gtest.h>

#include <numeric>
#include <string>

namespace feeds {
namespace shared_blocks_test {

constexpr std::size_t block = SharedBlocks<int>::block_size;

std::vector<int> numbers(std::size_t count) {
  std::vector<int> all(count);
  std::iota(all.begin(), all.end(), 0);
  return all;
}

TEST(SharedBlocks, HoldsItsItemsInOrder) {
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, block - 1, block, block + 1, 5 * block}) {
    const SharedBlocks<int> list{numbers(count)};
    EXPECT_EQ(list.size(), count);
    EXPECT_EQ(list.empty(), count == 0);
    EXPECT_EQ((std::vector<int>{list.begin(), list.end()}), numbers(count));
    if (count > 0) {
      EXPECT_EQ(list[count - 1], static_cast<int>(count) - 1);
    }
  }
}

TEST(SharedBlocks, ReplacesItemsInACopyAlone) {
  const SharedBlocks<int> list{numbers(4 * block)};
  const auto changed = list.with({{3 * block, -1}, {5, -2}, {block - 1, -3}});
  auto expected = numbers(4 * block);
  EXPECT_EQ((std::vector<int>{list.begin(), list.end()}), expected);
  expected[3 * block] = -1;
  expected[5] = -2;
  expected[block - 1] = -3;
  EXPECT_EQ((std::vector<int>{changed.begin(), changed.end()}), expected);
}

TEST(SharedBlocks, SharesTheBlocksInWhichNothingIsReplaced) {
  const SharedBlocks<int> list{numbers(3 * block)};
  const auto changed = list.with({{block, -1}});
  EXPECT_EQ(&changed[0], &list[0]);
  EXPECT_NE(&changed[block + 1], &list[block + 1]);
  EXPECT_EQ(&changed[2 * block], &list[2 * block]);
  EXPECT_EQ(&list.with({})[block], &list[block]);
}

}  // namespace shared_blocks_test
}  // namespace feeds
