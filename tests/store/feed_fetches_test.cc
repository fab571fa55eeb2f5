// SPDX-License-Identifier: Apache-2.0
#include "service/store/feed_fetches.h"

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace store {
namespace feed_fetches_test {

using namespace date::literals;
using programme::Instant;
using std::chrono::hours;

const Instant monday = date::sys_days{2023_y / 6 / 5};

struct FeedFetchesTest : testing::Test {
  void write(const std::vector<FeedFetch>& rows) { fetches.write(rows); }

  TemporaryFolder folder;
  Store store{folder.path()};
  FeedFetches fetches{store};
};

TEST_F(FeedFetchesTest, KeepsTheLastOfEachFamily) {
  write({{"person", "an", "google", monday, "aa"}, {"person", "an", "outlook", monday, "aa"}});
  write({{"person", "an", "google", monday + hours{1}, "bb"}, {"library", "an", "google", monday, "cc"}});
  EXPECT_EQ(fetches.all(), (std::vector<FeedFetch>{{"library", "an", "google", monday, "cc"},
                                                   {"person", "an", "google", monday + hours{1}, "bb"},
                                                   {"person", "an", "outlook", monday, "aa"}}));
  Store again{folder.path()};
  EXPECT_EQ(FeedFetches{again}.all().size(), 3U);
}

TEST_F(FeedFetchesTest, WhatIsOlderChangesNothing) {
  write({{"person", "an", "google", monday, "bb"}});
  write({{"person", "an", "google", monday - hours{1}, "aa"}});
  EXPECT_EQ(fetches.all(), (std::vector<FeedFetch>{{"person", "an", "google", monday, "bb"}}));
}

TEST_F(FeedFetchesTest, KnowsWhetherAFeedWasFetchedSince) {
  EXPECT_EQ(fetches.last("person", "an"), std::nullopt);
  EXPECT_FALSE(fetches.fetched_since("person", "an", Instant{}));
  write({{"person", "an", "google", monday, "aa"}, {"person", "an", "apple", monday - hours{9}, "aa"}});
  EXPECT_EQ(fetches.last("person", "an"), monday);
  EXPECT_TRUE(fetches.fetched_since("person", "an", monday));
  EXPECT_FALSE(fetches.fetched_since("person", "an", monday + std::chrono::seconds{1}));
  EXPECT_FALSE(fetches.fetched_since("person", "bo", monday));
  EXPECT_FALSE(fetches.fetched_since("library", "an", monday));
}

TEST_F(FeedFetchesTest, SomebodyWithABrowserKeepsNothing) {
  write({{"person", "an", "browser", monday, "aa"}});
  EXPECT_FALSE(fetches.fetched_since("person", "an", monday));
  EXPECT_EQ(fetches.all().size(), 1U);
}

TEST_F(FeedFetchesTest, NothingIsWrittenForNothing) {
  write({});
  EXPECT_TRUE(fetches.all().empty());
}

}  // namespace feed_fetches_test
}  // namespace store
