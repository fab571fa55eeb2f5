// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/catalogue.h"

#include <gtest/gtest.h>

#include "tests/support/example.h"
#include "tests/support/example_feeds.h"

namespace feeds {
namespace catalogue_test {

const programme::Instant now = date::sys_days{date::year{2023} / 5 / 1};

struct CatalogueTest : testing::Test {
  /// Every address of one that takes over what it can is that of one made afresh.
  void expect_as_afresh(const programme::Programme& next, const programme::Links& links) {
    const Catalogue before{example::feed_set({example::programme()}), key, {}, now};
    const Catalogue again{example::feed_set({next}), key, links, now, &before};
    const Catalogue afresh{example::feed_set({next}), key, links, now};
    ASSERT_EQ(again.feeds().all().size(), afresh.feeds().all().size());
    for (std::size_t i = 0; i < afresh.feeds().all().size(); ++i) {
      const feeds::Feed& mine = again.feeds().all()[i];
      const feeds::Feed& theirs = afresh.feeds().all()[i];
      EXPECT_EQ(again.path(mine), afresh.path(theirs));
      const std::string path = again.path(mine);
      EXPECT_EQ(again.find(path.substr(3, path.find('/', 3) - 3)), &mine);
      if (mine.subject.kind != feeds::FeedKind::person) continue;
      EXPECT_EQ(again.page_token(mine), afresh.page_token(theirs));
      EXPECT_EQ(again.find_person(again.page_token(mine)), &mine);
    }
  }
  const feeds::TokenKey key{std::array<unsigned char, feeds::TokenKey::size>{}};
};

TEST_F(CatalogueTest, TakesOverAddressesOfTheSamePeople) {
  auto moved = example::programme();
  moved.activities[0].title = {"Anders", "Different"};
  expect_as_afresh(moved, {});
}

TEST_F(CatalogueTest, MakesThemAnewWhenPeopleDiffer) {
  auto next = example::programme();
  next.people.push_back(example::person("aa", "a", "deelnemer"));
  expect_as_afresh(next, {});
  next = example::programme();
  next.people.edit().erase(next.people.begin());
  expect_as_afresh(next, {});
}

TEST_F(CatalogueTest, MakesThemAnewWhenOneWasReplaced) {
  expect_as_afresh(example::programme(), {.current = {{{"person", "an"}, {.generation = 2}}}, .old = {}});
  expect_as_afresh(example::programme(),
                   {.current = {{{"person", "an"}, {.generation = 2}}}, .old = {{"person", "an", 1, now}}});
}

}  // namespace catalogue_test
}  // namespace feeds
