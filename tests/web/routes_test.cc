// SPDX-License-Identifier: Apache-2.0
#include "service/web/routes.h"

#include <gtest/gtest.h>

#include "tests/support/example.h"
#include "tests/support/example_pages.h"
#include "tests/web/web_client.h"

namespace web {
namespace routes_test {

using web_test::Reply;

std::shared_ptr<const feeds::Snapshot> published(const std::vector<programme::Programme>& programmes,
                                                 std::uint32_t generation = 1) {
  return example::snapshot(programmes,
                           {.current = {{{"person", "an"}, {.generation = generation}}}, .old = {}});
}

class RoutesTest : public testing::Test {
 protected:
  RoutesTest() { routes_.publish(published_); }

  std::string path(const feeds::Subject& subject) const {
    const auto& catalogue = *published_->catalogue;
    return catalogue.path(*catalogue.feeds().find(subject));
  }
  Reply get(const std::string& path, const web_test::Headers& headers = {}) {
    return client_.get(path, headers);
  }

  Metrics metrics_;
  Status status_;
  Routes routes_{metrics_, "https://agenda.example.org", [] { return std::size_t{5}; }, {},
                 {},       [this] { return status_; }};
  std::shared_ptr<const feeds::Snapshot> published_ = published({example::programme()});
  web_test::WebClient client_{routes_};
};

const feeds::Subject an{feeds::FeedKind::person, "an"};

TEST_F(RoutesTest, ServesAFeedWithItsHeaders) {
  const Reply response = get(path(an));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.header("Content-Type"), "text/calendar; charset=utf-8");
  EXPECT_EQ(response.header("Content-Disposition"), "inline; filename=\"werktraject-voorbeeld.ics\"");
  EXPECT_EQ(response.header("Cache-Control"), "private, max-age=300");
  EXPECT_EQ(response.header("X-Robots-Tag"), "noindex");
  EXPECT_EQ(response.header("Referrer-Policy"), "same-origin");
  EXPECT_EQ(response.header("Last-Modified"), "Wed, 01 Mar 2023 00:00:00 GMT");
  const auto& feeds = published_->catalogue->feeds();
  EXPECT_EQ(response.body, feeds.text(*feeds.find(an)));
  EXPECT_EQ(response.header("ETag"), feeds::FeedSet::etag(*feeds.find(an)));
}

TEST_F(RoutesTest, AnswersNotModified) {
  const std::string tag = get(path(an)).header("ETag");
  const Reply response = get(path(an), {{"If-None-Match", "\"other\", W/" + tag}});
  EXPECT_EQ(response.status, 304);
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(response.header("ETag"), tag);
  EXPECT_EQ(response.header("Cache-Control"), "private, max-age=300");
  EXPECT_EQ(get(path(an), {{"If-None-Match", "\"other\""}}).status, 200);
}

TEST_F(RoutesTest, AnyFileNameOpensTheFeed) {
  const std::string token = path(an).substr(0, path(an).rfind('/'));
  EXPECT_EQ(get(token + "/oude-naam.ics").status, 200);
  for (const char* rest : {"", "/x", "/.ics", "/x.ics/", "/x/y.ics", "/x.ICS"})
    EXPECT_EQ(get(token + rest).status, 404) << rest;
}

TEST_F(RoutesTest, TellsHowToSubscribe) {
  const std::string page = published_->catalogue->page_path(*published_->catalogue->feeds().find(an));
  const Reply response = get(page);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_NE(response.header("Content-Security-Policy").find("default-src 'none'"), std::string::npos);
  EXPECT_NE(response.body.find("value=\"https://agenda.example.org" + path(an) + "\""), std::string::npos);
  EXPECT_NE(response.body.find("href=\"webcal://agenda.example.org" + path(an) + "\""), std::string::npos);
  EXPECT_EQ(get("/f/lf_000000000000000000000000000/").status, 404);
  EXPECT_EQ(get("/style.css").header("Content-Type"), "text/css; charset=utf-8");
}

TEST_F(RoutesTest, MalformedUnknownAndRevokedAreAlike) {
  const std::string revoked = path(an);
  routes_.publish(published({example::programme()}, 2));
  const Reply answers[] = {get(revoked), get("/f/lf_000000000000000000000000000/x.ics"), get("/f/x/x.ics"),
                           get("/f//x.ics")};
  for (const Reply& response : answers) {
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(response.body, answers[0].body);
    EXPECT_EQ(response.headers, answers[0].headers);
  }
}

TEST_F(RoutesTest, OnlyReads) {
  for (const char* method : {"POST", "PUT", "DELETE", "PROPFIND", "OPTIONS", "PATCH", "get"}) {
    for (const std::string& target : {path(an), std::string{"/f/unknown/x.ics"}, std::string{"/healthz"}}) {
      const Reply response = client_.ask(method, target);
      EXPECT_EQ(response.status, 405) << method << target;
      EXPECT_EQ(response.header("Allow"), "GET, HEAD");
    }
  }
  EXPECT_EQ(client_.ask("HEAD", path(an)).status, 200);
}

TEST_F(RoutesTest, SaysHowItIs) {
  EXPECT_EQ(get("/healthz").body, "ok\n");
  EXPECT_EQ(get("/readyz").status, 200);
  EXPECT_EQ(get("/readyz").body, "ready\n");
  EXPECT_EQ(get("/robots.txt").body, "User-agent: *\nDisallow:\n");
  EXPECT_NE(get("/metrics").body.find("traject_open_connections 5"), std::string::npos);
  EXPECT_EQ(get("/nothing").status, 404);
}

TEST_F(RoutesTest, IsNotReadyBeforeTheFirstPublication) {
  Routes fresh{metrics_, "", [] { return std::size_t{0}; }};
  const Reply reply = web_test::WebClient{fresh}.get("/readyz");
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.body, "not ready: nothing is published yet\n");
}

TEST_F(RoutesTest, TheStatusIsJson) {
  status_.parts.push_back(
      {.part = Part::mail,
       .main = {{Health::attention, {"wacht", "waits"}, {"traject mail release", ""}}, {}}});
  const Reply reply = get("/status");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("Content-Type"), "application/json");
  EXPECT_EQ(reply.header("Cache-Control"), "no-store");
  EXPECT_NE(reply.body.find("\"state\": \"attention\""), std::string::npos) << reply.body;
  EXPECT_EQ(get("/readyz").status, 200) << "attention of a person does not stop requests";
}

TEST_F(RoutesTest, FiguresAreForTheMachineItself) {
  client_.local = false;
  EXPECT_EQ(get("/metrics").status, 404);
  EXPECT_EQ(get("/status").status, 404);
  EXPECT_EQ(get("/readyz").body, "ready\n");
}

TEST_F(RoutesTest, GuessingIsSlowedDownButFeedsAreNot) {
  client_.local = false;
  client_.client = "192.0.2.7";
  for (int i = 0; i < 20; ++i) EXPECT_EQ(get("/f/guess" + std::to_string(i) + "/x.ics").status, 404);
  const Reply refused = get("/f/guess/x.ics");
  EXPECT_EQ(refused.status, 429);
  EXPECT_FALSE(refused.header("Retry-After").empty());
  EXPECT_EQ(get(path(an)).status, 200);
  client_.client = "192.0.2.8";
  EXPECT_EQ(get("/f/guess/x.ics").status, 404);
}

TEST_F(RoutesTest, APrefixOfIpv6IsOneClient) {
  client_.local = false;
  const auto ask_from = [&](int host, const std::string& path) {
    client_.client = "2001:db8:1:2::" + std::to_string(host);
    return get(path).status;
  };
  for (int i = 0; i < 20; ++i) EXPECT_EQ(ask_from(i, "/f/guess/x.ics"), 404);
  EXPECT_EQ(ask_from(99, "/f/guess/x.ics"), 429);
  for (int i = 0; i < 600; ++i) ASSERT_EQ(ask_from(i, path(an)), 200) << i;
  EXPECT_EQ(ask_from(999, path(an)), 429);
  client_.client = "2001:db8:1:3::1";
  EXPECT_EQ(get("/f/guess/x.ics").status, 404);
  EXPECT_EQ(get(path(an)).status, 200);
}

TEST_F(RoutesTest, OneClientMayFetchAFeedOftenButNotWithoutEnd) {
  client_.local = false;
  client_.client = "192.0.2.7";
  for (int i = 0; i < 600; ++i) ASSERT_EQ(get(path(an)).status, 200) << i;
  EXPECT_EQ(get(path(an)).status, 429);
  EXPECT_EQ(get(path({feeds::FeedKind::library, "a"})).status, 200);
}

TEST_F(RoutesTest, LogsNeverHoldAToken) {
  const std::string token = path(an).substr(3, 30);
  for (const std::string& target :
       {path(an), "/f/" + token, "/f/" + token + "x/y.ics", "/f/x" + token + "/y.ics", "/f/a/" + token,
        "/other/" + path(an), "/" + token.substr(2), "/f/lf%5F" + token.substr(3) + "/x.ics",
        "/g/LF_" + token.substr(3)})
    EXPECT_EQ(Routes::loggable_path(target).find(token.substr(3)), std::string::npos) << target;
  EXPECT_NE(Routes::loggable_path(path(an)).find(token.substr(26)), std::string::npos);
  EXPECT_EQ(Routes::loggable_path("/healthz"), "/healthz");
}

TEST(FeedAddress, HasBothForms) {
  const auto [https, webcal] = feeds::address("https://agenda.example.org", "/f/t/x.ics");
  EXPECT_EQ(https, "https://agenda.example.org/f/t/x.ics");
  EXPECT_EQ(webcal, "webcal://agenda.example.org/f/t/x.ics");
}

TEST_F(RoutesTest, AddressesFitInWhatGoogleTakes) {
  const auto& catalogue = *published_->catalogue;
  for (const auto& feed : catalogue.feeds().all())
    EXPECT_LE(feeds::address("https://agenda.werktraject.example.org", catalogue.path(feed)).webcal.size(),
              120U);
}

}  // namespace routes_test
}  // namespace web
