// SPDX-License-Identifier: Apache-2.0
#include "service/programme/shared_list.h"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace programme {
namespace {

using SharedNames = SharedList<std::string>;

// Reading never copies: only edit() and what grows or shrinks the list do.
static_assert(std::is_same_v<decltype(std::declval<SharedNames&>()[0]), const std::string&>);
static_assert(std::is_same_v<decltype(std::declval<SharedNames&>().front()), const std::string&>);
static_assert(std::is_same_v<decltype(std::declval<SharedNames&>().back()), const std::string&>);

TEST(SharedList, CopiesShareUntilOneIsChanged) {
  SharedNames first{"an", "bo"};
  SharedNames second = first;
  EXPECT_TRUE(second.is_shared_with(first));
  EXPECT_EQ(&first[0], &second[0]);
  second.edit()[0] = "cas";
  EXPECT_FALSE(second.is_shared_with(first));
  EXPECT_EQ(first, (SharedNames{"an", "bo"}));
  EXPECT_EQ(second, (SharedNames{"cas", "bo"}));
}

TEST(SharedList, WhatPointsToAnItemOfTheOneThatStayedIsValid) {
  SharedNames kept{"an", "bo"};
  const std::string* const an = &kept.front();
  SharedNames changed = kept;
  changed.push_back("cas");
  changed.pop_back();
  changed.edit().erase(changed.begin());
  EXPECT_EQ(an, &kept.front());
  EXPECT_EQ(*an, "an");
  EXPECT_EQ(changed, SharedNames{"bo"});
}

TEST(SharedList, EqualIsByItems) {
  EXPECT_EQ((SharedNames{"an"}), (SharedNames{"an"}));
  EXPECT_FALSE((SharedNames{"an"}).is_shared_with(SharedNames{"an"}));
  EXPECT_NE((SharedNames{"an"}), (SharedNames{"bo"}));
  EXPECT_EQ(SharedNames{}, SharedNames{std::vector<std::string>{}});
}

TEST(SharedList, OfNothingIsEmptyAndCanGrow) {
  SharedNames names;
  EXPECT_TRUE(names.empty());
  EXPECT_EQ(names.begin(), names.end());
  names.push_back("an");
  EXPECT_EQ(names.back(), "an");
  names.clear();
  EXPECT_EQ(names.size(), 0U);
}

}  // namespace
}  // namespace programme
