// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/fetch_log.h"

#include <gtest/gtest.h>
#include <soci/soci.h>

#include <thread>

#include "service/store/connection.h"
#include "tests/support/example.h"
#include "tests/support/example_feeds.h"
#include "tests/support/temporary_folder.h"

namespace service {
namespace fetch_log_test {

using namespace date::literals;

const programme::Instant monday = date::sys_days{2023_y / 6 / 5};

struct FetchLogTest : testing::Test {
  const feeds::Feed& feed(const char* id) const { return *set.find({feeds::FeedKind::person, id}); }

  const feeds::FeedSet set = example::feed_set({example::programme()});
  TemporaryFolder folder;
  store::Store store{folder.path()};
  store::FeedFetches written{store};
  FetchLog log{Clock{monday, 1}};
};

TEST_F(FetchLogTest, WritesTheLastOfEachFeedAndFamilyAtOnce) {
  for (int i = 0; i < 3; ++i) log.note(feed("an"), "google");
  log.note(feed("an"), "apple");
  log.note(feed("bo"), "google");
  EXPECT_TRUE(written.all().empty());
  log.write_to(store);
  const std::string digest = feeds::to_hex(feed("an").digest);
  EXPECT_EQ(written.all(), (std::vector<store::FeedFetch>{
                               {"person", "an", "apple", monday, digest},
                               {"person", "an", "google", monday, digest},
                               {"person", "bo", "google", monday, feeds::to_hex(feed("bo").digest)}}));
}

TEST_F(FetchLogTest, KeepsWhatCouldNotBeWritten) {
  log.note(feed("an"), "google");
  store.connection().sql << "ALTER TABLE feed_fetch RENAME TO elsewhere";
  EXPECT_ANY_THROW(log.write_to(store));
  log.note(feed("bo"), "google");
  store.connection().sql << "ALTER TABLE elsewhere RENAME TO feed_fetch";
  log.write_to(store);
  EXPECT_EQ(written.all().size(), 2U);
}

TEST_F(FetchLogTest, IsForManyThreads) {
  std::vector<std::thread> threads;
  for (const char* family : {"google", "apple", "outlook", "other"})
    threads.emplace_back([this, family] {
      for (int i = 0; i < 1000; ++i) log.note(feed(i % 2 == 0 ? "an" : "bo"), family);
    });
  log.write_to(store);
  for (auto& thread : threads) thread.join();
  log.write_to(store);
  EXPECT_EQ(written.all().size(), 8U);
}

}  // namespace fetch_log_test
}  // namespace service
