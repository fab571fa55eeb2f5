// SPDX-License-Identifier: Apache-2.0
//
// What addresses answer that were replaced, and those of whoever left.
#include <gtest/gtest.h>

#include "service/feeds/person_paths.h"
#include "service/web/routes.h"
#include "tests/support/example_feeds.h"
#include "tests/support/example_pages.h"

namespace web {
namespace routes_links_test {

using namespace date::literals;
using programme::Instant;

const Instant closed = date::sys_days{2023_y / 5 / 10};
const feeds::Subject an{feeds::FeedKind::person, "an"};

struct RoutesLinksTest : testing::Test {
  void publish(Instant now, programme::Links links) {
    routes.publish(example::snapshot(programmes, links, now, key));
  }
  http::Response get(const std::string& path) {
    return routes({.method = "GET",
                   .path = path,
                   .query = "",
                   .headers = {},
                   .body = "",
                   .client = "127.0.0.1",
                   .local = true});
  }
  static std::string text(const http::Response& response) {
    std::string all = response.body;
    for (const auto piece : response.shared.pieces) all += piece;
    return all;
  }
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
};

TEST_F(RoutesLinksTest, BothAddressesWorkAtFirst) {
  publish(closed - std::chrono::seconds{1}, renewed);
  EXPECT_EQ(text(get(feed(1))), text(get(feed(2))));
  EXPECT_EQ(get(feed(1)).status, 200);
  EXPECT_EQ(get(page(1)).status, 200);
  EXPECT_EQ(get(page(2)).status, 200);
}

TEST_F(RoutesLinksTest, TheOldAddressDoesNotTellTheNewOne) {
  publish(closed - std::chrono::seconds{1}, renewed);
  const std::string fresh = key.token(an, 2);
  EXPECT_NE(text(get(feed_page(2))).find(fresh), std::string::npos);
  EXPECT_NE(text(get(page(2))).find(fresh), std::string::npos);
  for (const std::string& path : {feed(1), feed_page(1), page(1)}) {
    EXPECT_EQ(text(get(path)).find(fresh), std::string::npos) << path;
    EXPECT_EQ(text(get(path)).find(key.page_token("an", 2)), std::string::npos) << path;
  }
  EXPECT_NE(text(get(feed_page(1))).find(key.token(an, 1)), std::string::npos);
}

TEST_F(RoutesLinksTest, ThenTheOldFeedIsClosedAndItsPagesAreUnknown) {
  publish(closed, renewed);
  const http::Response shut = get(feed(1));
  EXPECT_EQ(shut.status, 200);
  EXPECT_NE(text(shut).find("Dit agenda-abonnement werkt niet meer"), std::string::npos);
  EXPECT_EQ(text(shut).find("Sessie"), std::string::npos);
  EXPECT_EQ(get(feed(2)).status, 200);
  const http::Response unknown = get("/f/lf_000000000000000000000000000/x.ics");
  for (const std::string& path : {feed_page(1), page(1)}) {
    EXPECT_EQ(get(path).status, 404) << path;
    EXPECT_EQ(get(path).headers, unknown.headers) << path;
    EXPECT_EQ(text(get(path)), text(unknown)) << path;
  }
  EXPECT_EQ(get(page(2)).status, 200);
}

TEST_F(RoutesLinksTest, AMonthLaterItIsAsUnknown) {
  publish(closed + date::days{30}, renewed);
  const http::Response unknown = get("/f/lf_000000000000000000000000000/x.ics");
  EXPECT_EQ(get(feed(1)).status, 404);
  EXPECT_EQ(get(feed(1)).headers, unknown.headers);
  EXPECT_EQ(text(get(feed(1))), text(unknown));
  EXPECT_EQ(get(feed(2)).status, 200);
}

TEST_F(RoutesLinksTest, WhoeverLeftLongAgoIsGone) {
  programmes[0].people.edit()[0].left = 2023_y / 5 / 10;
  publish(closed + date::days{29}, {});
  EXPECT_EQ(get(feed(1)).status, 200);
  EXPECT_NE(text(get(feed(1))).find("Deelname gestopt"), std::string::npos);
  EXPECT_EQ(get(page(1)).status, 200);
  publish(closed + date::days{30}, {});
  for (const std::string& path : {feed(1), feed_page(1), page(1)}) {
    EXPECT_EQ(get(path).status, 410) << path;
    EXPECT_EQ(text(get(path)), "this calendar has ended\n") << path;
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
