// SPDX-License-Identifier: Apache-2.0
#include "service/store/links.h"

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace store {
namespace links_test {

using namespace date::literals;
using programme::Instant;
using programme::LinkState;
using programme::OldLink;

const Instant monday = date::sys_days{2023_y / 6 / 5};
const Instant week_on = monday + date::days{7};
const std::vector<std::string> person{"person", "page"};

struct LinksTest : testing::Test {
  std::uint32_t generation(const std::string& kind = "person") {
    return links.all().of(kind, "an").generation;
  }

  TemporaryFolder folder;
  Store store{folder.path()};
  Links links{store};
};

TEST_F(LinksTest, NothingIsReplacedAtFirst) {
  EXPECT_TRUE(links.all().current.empty());
  EXPECT_TRUE(links.all().old.empty());
  EXPECT_EQ(generation(), 1U);
}

TEST_F(LinksTest, ReplacingKeepsTheOldOneForAWhile) {
  EXPECT_EQ(links.replace(person, "an", week_on), (std::vector<std::uint32_t>{2, 2}));
  const auto all = Links{store}.all();
  EXPECT_EQ(all.of("person", "an").generation, 2U);
  EXPECT_EQ(all.of("page", "an").generation, 2U);
  EXPECT_EQ(all.of("library", "an").generation, 1U);
  EXPECT_EQ(all.old, (std::vector<OldLink>{{"page", "an", 1, week_on}, {"person", "an", 1, week_on}}));
  EXPECT_EQ(state_of(all.old[1], monday), LinkState::works);
  EXPECT_EQ(state_of(all.old[1], week_on), LinkState::closed);
  EXPECT_EQ(state_of(all.old[1], week_on + date::days{30}), LinkState::unknown);
}

TEST_F(LinksTest, SurviveARestart) {
  links.replace(person, "an", monday);
  Store again{folder.path()};
  EXPECT_EQ(Links{again}.all().of("person", "an").generation, 2U);
  EXPECT_EQ(Links{again}.all().old.size(), 2U);
}

TEST_F(LinksTest, RevokingStopsEveryOlderOne) {
  links.replace(person, "an", week_on);
  links.replace(person, "an", monday);
  EXPECT_EQ(generation(), 3U);
  for (const OldLink& old : links.all().old) EXPECT_EQ(old.works_until, monday) << old.generation;
}

TEST_F(LinksTest, RenewingAgainLetsNoneWorkLonger) {
  links.replace(person, "an", monday);
  links.replace(person, "an", week_on);
  EXPECT_EQ(links.all().old[2], (OldLink{"person", "an", 1, monday}));
  EXPECT_EQ(links.all().old[3], (OldLink{"person", "an", 2, week_on}));
}

}  // namespace links_test
}  // namespace store
