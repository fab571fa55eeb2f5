// SPDX-License-Identifier: Apache-2.0
//
// What addresses answer that were replaced, and those of whoever left.
#include <gtest/gtest.h>

#include "service/feeds/token.h"
#include "service/web/routes.h"
#include "tests/support/example_feeds.h"
#include "tests/support/example_pages.h"
#include "tests/web/web_client.h"

namespace web {
namespace routes_links_test {

using web_test::Reply;

using namespace date::literals;
using programme::Instant;

const Instant closed = date::sys_days{2023_y / 5 / 10};
const feeds::Subject an{feeds::FeedKind::person, "an"};

struct RoutesLinksTest : testing::Test {
  void publish(Instant now, programme::Links links) {
    routes.publish(example::snapshot(programmes, links, now, key));
  }
  Reply get(const std::string& path) { return client.get(path); }
  std::string feed(std::uint32_t generation) const { return "/f/" + key.token(an, generation) + "/x.ics"; }
  std::string feed_page(std::uint32_t generation) const { return "/f/" + key.token(an, generation) + "/"; }
  std::string page(std::uint32_t generation) const {
    return feeds::overview_path(key.page_token("an", generation));
  }

  /// Renewed, so that the first address works until `closed`.
  const programme::Links renewed{
      .current = {{{"person", "an"}, {.generation = 2}}, {{"page", "an"}, {.generation = 2}}},
      .old = {{"page", "an", 1, closed}, {"person", "an", 1, closed}}};

  std::vector<programme::Programme> programmes{example::programme()};
  const feeds::TokenKey key{std::array<unsigned char, feeds::TokenKey::size>{}};
  Metrics metrics;
  Routes routes{metrics, "https://agenda.example.org", [] { return std::size_t{0}; },
                Actions{.now = [] { return closed; },
                        .participated = [](const auto&, auto) { return Participated{}; },
                        .set_hand_in = [](const auto&, bool) { return true; },
                        .set_opt_out = [](const auto&, auto, bool) { return true; }}};
  web_test::WebClient client{routes};
};

TEST_F(RoutesLinksTest, BothAddressesWorkAtFirst) {
  publish(closed - std::chrono::seconds{1}, renewed);
  EXPECT_EQ(get(feed(1)).body, get(feed(2)).body);
  EXPECT_EQ(get(feed(1)).status, 200);
  EXPECT_EQ(get(page(1)).status, 200);
  EXPECT_EQ(get(page(2)).status, 200);
}

TEST_F(RoutesLinksTest, TheOldAddressDoesNotTellTheNewOne) {
  publish(closed - std::chrono::seconds{1}, renewed);
  const std::string fresh = key.token(an, 2);
  EXPECT_NE(get(feed_page(2)).body.find(fresh), std::string::npos);
  EXPECT_NE(get(page(2)).body.find(fresh), std::string::npos);
  for (const std::string& path : {feed(1), feed_page(1), page(1)}) {
    EXPECT_EQ(get(path).body.find(fresh), std::string::npos) << path;
    EXPECT_EQ(get(path).body.find(key.page_token("an", 2)), std::string::npos) << path;
  }
  EXPECT_NE(get(feed_page(1)).body.find(key.token(an, 1)), std::string::npos);
}

TEST_F(RoutesLinksTest, ThenTheOldFeedIsClosedAndItsPagesAreUnknown) {
  publish(closed, renewed);
  const Reply shut = get(feed(1));
  EXPECT_EQ(shut.status, 200);
  EXPECT_NE(shut.body.find("Dit agenda-abonnement werkt niet meer"), std::string::npos);
  EXPECT_EQ(shut.body.find("Sessie"), std::string::npos);
  EXPECT_EQ(get(feed(2)).status, 200);
  const Reply unknown = get("/f/lf_000000000000000000000000000/x.ics");
  for (const std::string& path : {feed_page(1), page(1)}) {
    EXPECT_EQ(get(path).status, 404) << path;
    EXPECT_EQ(get(path).headers, unknown.headers) << path;
    EXPECT_EQ(get(path).body, unknown.body) << path;
  }
  EXPECT_EQ(get(page(2)).status, 200);
}

TEST_F(RoutesLinksTest, AMonthLaterItIsAsUnknown) {
  publish(closed + date::days{30}, renewed);
  const Reply unknown = get("/f/lf_000000000000000000000000000/x.ics");
  EXPECT_EQ(get(feed(1)).status, 404);
  EXPECT_EQ(get(feed(1)).headers, unknown.headers);
  EXPECT_EQ(get(feed(1)).body, unknown.body);
  EXPECT_EQ(get(feed(2)).status, 200);
}

TEST_F(RoutesLinksTest, WhoeverLeftLongAgoIsGone) {
  programmes[0].people.edit()[0].left = 2023_y / 5 / 10;
  publish(closed + date::days{29}, {});
  EXPECT_EQ(get(feed(1)).status, 200);
  EXPECT_NE(get(feed(1)).body.find("Deelname gestopt"), std::string::npos);
  EXPECT_EQ(get(page(1)).status, 200);
  publish(closed + date::days{30}, {});
  for (const std::string& path : {feed(1), feed_page(1), page(1)}) {
    EXPECT_EQ(get(path).status, 410) << path;
    EXPECT_EQ(get(path).body, "this calendar has ended\n") << path;
  }
}

TEST_F(RoutesLinksTest, AnOldAddressOfWhoeverIsGoneIsUnknownOrGone) {
  programmes[0].people.edit()[0].left = 2023_y / 4 / 1;
  publish(closed, renewed);
  EXPECT_EQ(get(feed(1)).status, 404);
  EXPECT_EQ(get(feed(2)).status, 410);
}

}  // namespace routes_links_test
}  // namespace web
