// SPDX-License-Identifier: Apache-2.0
#include "service/programme/shared_list.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace programme {
namespace {

using Names = SharedList<std::string>;

TEST(SharedList, CopiesShareUntilOneIsChanged) {
  Names first{"an", "bo"};
  Names second = first;
  EXPECT_TRUE(second.is_shared_with(first));
  EXPECT_EQ(&std::as_const(first)[0], &std::as_const(second)[0]);
  second[0] = "cas";
  EXPECT_FALSE(second.is_shared_with(first));
  EXPECT_EQ(first, (Names{"an", "bo"}));
  EXPECT_EQ(second, (Names{"cas", "bo"}));
}

TEST(SharedList, WhatPointsToAnItemOfTheOneThatStayedIsValid) {
  Names kept{"an", "bo"};
  const std::string* const an = &std::as_const(kept).front();
  Names changed = kept;
  changed.push_back("cas");
  changed.pop_back();
  changed.edit().erase(changed.begin());
  EXPECT_EQ(an, &std::as_const(kept).front());
  EXPECT_EQ(*an, "an");
  EXPECT_EQ(changed, Names{"bo"});
}

TEST(SharedList, EqualIsByItems) {
  EXPECT_EQ((Names{"an"}), (Names{"an"}));
  EXPECT_FALSE((Names{"an"}).is_shared_with(Names{"an"}));
  EXPECT_NE((Names{"an"}), (Names{"bo"}));
  EXPECT_EQ(Names{}, Names{std::vector<std::string>{}});
}

TEST(SharedList, OfNothingIsEmptyAndCanGrow) {
  Names names;
  EXPECT_TRUE(names.empty());
  EXPECT_EQ(names.begin(), names.end());
  names.push_back("an");
  EXPECT_EQ(names.back(), "an");
  names.clear();
  EXPECT_EQ(names.size(), 0U);
}

}  // namespace
}  // namespace programme
