// SPDX-License-Identifier: Apache-2.0
#include "tests/web/person_routes_fixture.h"

namespace web {
namespace {

using namespace person_routes_test;

TEST_F(RoutesPersonTest, SaysThatNothingCanBeSaved) {
  fake_.fails = true;
  const std::string stop = feeds::stop_path(token(), Topic::deadlines);
  for (const auto& [path, body] : std::map<std::string, std::string>{
           {assignment(), "stand=ingeleverd"}, {stop, "doe=stop"}, {stop, "List-Unsubscribe=One-Click"}}) {
    const Reply response = post(path, body);
    EXPECT_EQ(response.status, 503) << path;
    EXPECT_EQ(response.header("Retry-After"), "120") << path;
    EXPECT_TRUE(
        has(response, "Wij kunnen op dit moment niets bewaren. Probeer het over een paar minuten nog eens."))
        << response.body;
  }
  EXPECT_EQ(fake_.asked, 0);
  fake_.fails = false;
  EXPECT_EQ(post(assignment(), "stand=ingeleverd").status, 303);
}

TEST_F(RoutesPersonTest, ShowsMyPage) {
  const Reply response = get(feeds::overview_path(token()));
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(has(response, "Deelnemer an"));
  EXPECT_TRUE(has(response, "href=\"" + published_->catalogue->page_path(*published_->catalogue->feeds().find(
                                            {feeds::FeedKind::person, "an"}))));
  EXPECT_EQ(response.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(response.header("Cache-Control"), "private, no-store");
  EXPECT_EQ(response.header("Referrer-Policy"), "same-origin");
  EXPECT_EQ(response.header("X-Robots-Tag"), "noindex");
  EXPECT_EQ(response.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(
      response.header("Content-Security-Policy"),
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
  EXPECT_EQ(response.header("Set-Cookie"), "");
}

TEST_F(RoutesPersonTest, LookingChangesNothing) {
  for (const char* method : {"GET", "HEAD", "GET"}) {
    for (const std::string& path :
         {feeds::overview_path(token()), assignment(), assignment() + "?stand=ingeleverd",
          feeds::reminders_path(token()), feeds::reminders_path(token()) + "?doe=bewaar",
          feeds::stop_path(token(), Topic::sessions),
          feeds::stop_path(token(), Topic::sessions) + "?List-Unsubscribe=One-Click"})
      EXPECT_EQ(client_.ask(method, path).status, 200) << method << path;
    // A body does not make it act either.
    EXPECT_EQ(client_
                  .ask(method, assignment(), {{"Content-Type", "application/x-www-form-urlencoded"}},
                       "stand=ingeleverd")
                  .status,
              400);
  }
  EXPECT_EQ(fake_.asked, 0);
}

TEST_F(RoutesPersonTest, HandsInAndTakesBack) {
  const Reply done = post(assignment(), "stand=ingeleverd");
  EXPECT_EQ(done.status, 303);
  EXPECT_EQ(done.header("Location"), assignment());
  EXPECT_EQ(done.header("Cache-Control"), "private, no-store");
  EXPECT_TRUE(fake_.handed_in("opdracht", "an"));
  EXPECT_TRUE(has(get(assignment()), "✓ Ingeleverd op dinsdag 2 mei 2023"));
  EXPECT_EQ(post(assignment(), "stand=ingeleverd").status, 303);  // twice is once

  EXPECT_EQ(post(assignment(), "stand=open").status, 303);
  EXPECT_FALSE(fake_.handed_in("opdracht", "an"));
  EXPECT_TRUE(has(get(assignment()), "Nog niet ingeleverd"));
  EXPECT_NE(metrics().find("traject_hand_ins_total{change=\"done\"} 1\n"), std::string::npos);
  EXPECT_NE(metrics().find("traject_hand_ins_total{change=\"undone\"} 1\n"), std::string::npos);
}

TEST_F(RoutesPersonTest, OneHandsInForTheLibrary) {
  EXPECT_EQ(post(feeds::hand_in_path(token("mo"), "voorbeeld-2023", "scan", ""), "stand=ingeleverd").status,
            303);
  EXPECT_TRUE(fake_.handed_in("scan", "a"));
  EXPECT_TRUE(has(get(feeds::hand_in_path(token("an"), "voorbeeld-2023", "scan", "")), "✓ Ingeleverd"));
  EXPECT_FALSE(has(get(feeds::hand_in_path(token("bo"), "voorbeeld-2023", "scan", "")), "✓ Ingeleverd"));
}

TEST_F(RoutesPersonTest, WhatCannotBeHandedInSaysSo) {
  struct Case {
    const char* person;
    const char* activity;
    int status;
    const char* words;
  };
  for (const Case& c : {Case{"mo", "opdracht", 404, "Dit staat niet op uw lijst"},
                        Case{"an", "lezen", 404, "Dit staat niet op uw lijst"},
                        Case{"an", "sessie", 404, "Dit staat niet op uw lijst"},
                        Case{"an", "onbekend", 404, "Dit staat niet op uw lijst"},
                        Case{"an", "verslag", 409, "Dit gaat niet door"}}) {
    const std::string path = feeds::hand_in_path(token(c.person), "voorbeeld-2023", c.activity, "");
    for (const Reply& response : {get(path), post(path, "stand=ingeleverd")}) {
      EXPECT_EQ(response.status, c.status) << path;
      EXPECT_TRUE(has(response, c.words)) << path;
      EXPECT_TRUE(has(response, "Naar mijn pagina")) << path;
    }
  }
  EXPECT_EQ(get("/p/" + token() + "/elders").status, 404);
  EXPECT_TRUE(has(get("/p/" + token()), "Naar mijn pagina"));
  EXPECT_EQ(fake_.asked, 0);
}

TEST_F(RoutesPersonTest, WhatIsNotUnderstoodChangesNothing) {
  for (const char* body :
       {"", "stand=", "stand=weg", "stand=ingeleverd&stand=open", "stand=%zz", "x=ingeleverd"})
    EXPECT_EQ(post(assignment(), body).status, 400) << body;
  for (const char* body : {"", "wil=sessions", "doe=stop"})
    EXPECT_EQ(post(feeds::reminders_path(token()), body).status, 400);
  for (const char* body : {"", "doe=bewaar", "List-Unsubscribe=one-click"})
    EXPECT_EQ(post(feeds::stop_path(token(), Topic::sessions), body).status, 400) << body;
  for (const char* type : {"", "text/plain", "application/json"})
    EXPECT_EQ(post(assignment(), "stand=ingeleverd", {{"Content-Type", type}}).status, 415) << type;
  EXPECT_EQ(post(feeds::overview_path(token()), "stand=ingeleverd").header("Allow"), "GET, HEAD");
  for (const char* method : {"PUT", "DELETE", "PATCH", "OPTIONS", "post"}) {
    EXPECT_EQ(client_.ask(method, assignment()).status, 405) << method;
    EXPECT_EQ(client_.ask(method, feeds::stop_path("unknown", Topic::general)).header("Allow"),
              "GET, HEAD, POST");
    EXPECT_EQ(client_.ask(method, "/p/unknown/").header("Allow"), "GET, HEAD");
    EXPECT_EQ(client_.ask(method, feeds::overview_path(token())).header("Allow"), "GET, HEAD");
  }
  EXPECT_EQ(fake_.asked, 0);
}

// The library's routes take more addresses than those we write.
TEST_F(RoutesPersonTest, OtherAddressesBelowATokenAreNoPage) {
  for (const char* rest :
       {"", "//", "/x", "/klaar", "/klaar/", "/klaar/p", "/klaar/p/", "/klaar//a", "/klaar/p/a/",
        "/klaar/p/a/b/c", "/klaar/p/a/b/", "/herinneringen/", "/herinneringen/x", "/stop", "/stop/",
        "/stop/all", "/stop/sessions/", "/Herinneringen", "/klaar/voorbeeld-2023/opdracht/"}) {
    const std::string path = "/p/" + token() + rest;
    for (const Reply& reply : {get(path), post(path, "stand=ingeleverd")}) {
      EXPECT_EQ(reply.status, 404) << rest;
      EXPECT_TRUE(has(reply, "Deze pagina is er niet")) << rest;
    }
  }
  EXPECT_EQ(fake_.asked, 0);
}

TEST_F(RoutesPersonTest, EscapesInAnAddressAreRead) {
  EXPECT_EQ(get("/p/" + token() + "/%68erinneringen").status, 200);
  EXPECT_EQ(get("/p/" + token() + "%2Fherinneringen").status, 400);
  EXPECT_EQ(get("/p/" + token() + "/%5C").status, 400);
  EXPECT_EQ(get("/p/" + token() + "/" + std::string(1'900, 'a')).status, 404);
}

TEST_F(RoutesPersonTest, AQueryIsNoForm) {
  EXPECT_EQ(post(assignment() + "?stand=ingeleverd", "stand=open").status, 400);
  EXPECT_EQ(post(feeds::stop_path(token(), Topic::sessions) + "?List-Unsubscribe=One-Click", "").status, 400);
  EXPECT_EQ(fake_.asked, 0);
}

TEST_F(RoutesPersonTest, ChoosesReminders) {
  const Reply saved = post(feeds::reminders_path(token()), "wil=general&doe=bewaar");
  EXPECT_EQ(saved.status, 303);
  EXPECT_EQ(saved.header("Location"), feeds::reminders_path(token()) + "?bewaard");
  EXPECT_EQ(fake_.opted_out(),
            (std::set<std::string>{programme::opt_out_key("person:an", Topic::sessions),
                                   programme::opt_out_key("person:an", Topic::deadlines)}));
  const Reply shown = get(saved.header("Location"));
  EXPECT_TRUE(has(shown, "Uw keuze is bewaard."));
  EXPECT_TRUE(has(shown, "value=\"general\" checked"));
  EXPECT_FALSE(has(shown, "value=\"sessions\" checked"));

  EXPECT_EQ(post(feeds::reminders_path(token()), "wil=general&wil=sessions&wil=deadlines&doe=bewaar").status,
            303);
  EXPECT_EQ(fake_.opted_out(), std::set<std::string>{});
  EXPECT_NE(metrics().find("traject_opt_outs_total{change=\"out\",topic=\"sessions\"} 1\n"),
            std::string::npos);
  EXPECT_NE(metrics().find("traject_opt_outs_total{change=\"in\",topic=\"sessions\"} 1\n"),
            std::string::npos);
  EXPECT_EQ(metrics().find("topic=\"general\""), std::string::npos) << "nothing changed there";
}

TEST_F(RoutesPersonTest, OneClickStopsATopicAtOnce) {
  const std::string path = feeds::stop_path(token(), Topic::deadlines);
  const Reply form = post(path, "List-Unsubscribe=One-Click");
  EXPECT_EQ(form.status, 200);
  EXPECT_EQ(form.header("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(form.body, "U krijgt geen herinneringen meer over opdrachten en deadlines.\n");
  EXPECT_EQ(fake_.opted_out(), std::set<std::string>{programme::opt_out_key("person:an", Topic::deadlines)});
  EXPECT_EQ(post(path, "List-Unsubscribe=One-Click").status, 200);

  const Reply parts =
      post(feeds::stop_path(token(), Topic::sessions),
           "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n",
           {{"Content-Type", "multipart/form-data; boundary=b"}});
  EXPECT_EQ(parts.status, 200);
  EXPECT_EQ(fake_.opted_out().size(), 2U);
}

TEST_F(RoutesPersonTest, APersonStopsATopicWithAButton) {
  const std::string path = feeds::stop_path(token(), Topic::general);
  EXPECT_TRUE(has(get(path), "Stop deze herinneringen"));
  const Reply response = post(path, "doe=stop");
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(response.header("Location"), path);
  EXPECT_TRUE(has(get(path), "U krijgt geen herinneringen meer over het werktraject in het algemeen."));
}

TEST_F(RoutesPersonTest, MalformedUnknownAndRevokedAreAlikeAndLikeFeeds) {
  const std::string revoked = token();
  const std::string feed_token =
      published_->catalogue->path(*published_->catalogue->feeds().find({feeds::FeedKind::person, "an"}))
          .substr(3, 30);
  publish({{{std::string{feeds::page_kind}, "an"}, {.generation = 2}}});
  EXPECT_EQ(get(feeds::overview_path(token())).status, 200);
  const Reply feed = get("/f/lf_000000000000000000000000000/x.ics");
  ASSERT_EQ(feed.status, 404);
  const Reply no_form = post(feeds::overview_path(token()), "stand=ingeleverd");
  EXPECT_EQ(no_form.status, 405);
  for (const std::string& path :
       {feeds::overview_path(revoked), feeds::overview_path("lp_000000000000000000000000000"),
        feeds::overview_path("x"), feeds::overview_path(feed_token), std::string{"/p//"}}) {
    for (const auto& [reply, like] :
         {std::pair{get(path), feed}, {post(path, "stand=ingeleverd"), no_form}}) {
      EXPECT_EQ(reply.status, like.status) << path;
      EXPECT_EQ(reply.body, like.body) << path;
      EXPECT_EQ(reply.headers, like.headers) << path;
    }
  }
  for (const std::string& path :
       {feeds::hand_in_path(revoked, "voorbeeld-2023", "opdracht", ""), feeds::reminders_path(revoked),
        feeds::stop_path("x", Topic::general), std::string{"/p/"}, "/p/" + revoked + "/elders"}) {
    for (const Reply& response : {get(path), post(path, "stand=ingeleverd")}) {
      EXPECT_EQ(response.status, 404) << path;
      EXPECT_EQ(response.body, feed.body) << path;
      EXPECT_EQ(response.headers, feed.headers) << path;
    }
  }
  EXPECT_EQ(get("/f/" + token() + "/x.ics").status, 404);
  EXPECT_EQ(get("/f/" + feed_token + "/x.ics").status, 200) << "renewing the page alone keeps the feed";
  EXPECT_EQ(fake_.asked, 0);
}

TEST_F(RoutesPersonTest, GuessingIsCountedWithThatOfFeeds) {
  client_.local = false;
  client_.client = "192.0.2.7";
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(get("/f/guess" + std::to_string(i) + "/x.ics").status, 404);
    EXPECT_EQ(get("/p/guess" + std::to_string(i) + "/").status, 404);
  }
  EXPECT_EQ(get("/p/guess/").status, 429);
  EXPECT_EQ(get(feeds::overview_path(token())).status, 200);
}

TEST_F(RoutesPersonTest, NobodyPressesButtonsWithoutEnd) {
  client_.local = false;
  for (int i = 0; i < 60; ++i) {
    client_.client = "192.0.2." + std::to_string(i);
    ASSERT_EQ(post(assignment(), i % 2 == 0 ? "stand=ingeleverd" : "stand=open").status, 303) << i;
  }
  const Reply refused = post(assignment(), "stand=ingeleverd");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.header("Retry-After"), "3600");
  EXPECT_EQ(fake_.asked, 60);
  EXPECT_EQ(get(assignment()).status, 200);
  EXPECT_EQ(
      post(feeds::hand_in_path(token("bo"), "voorbeeld-2023", "opdracht", ""), "stand=ingeleverd").status,
      303);
}

TEST_F(RoutesPersonTest, SpeaksThePersonsLanguage) {
  auto programme = example::programme_with_hand_ins();
  programme.people.edit()[0].language = programme::Language::en;
  routes_.publish(example::snapshot({programme}));
  EXPECT_TRUE(has(get(feeds::overview_path(token())), "<html lang=\"en\">"));
  EXPECT_EQ(post(feeds::stop_path(token(), Topic::sessions), "List-Unsubscribe=One-Click").body,
            "You will get no more reminders about sessions.\n");
}

TEST_F(RoutesPersonTest, LogsNeverHoldAToken) {
  const std::string secret = token().substr(3);
  for (const std::string& path :
       {feeds::overview_path(token()), assignment(), "/p/x" + token() + "/y", "/p/a/" + token(),
        "/other" + assignment(), "/" + token(), "/P/" + token() + "/"})
    EXPECT_EQ(Routes::loggable_path(path).find(secret), std::string::npos) << path;
  EXPECT_EQ(Routes::loggable_path(assignment()), "/p/lp_…" + secret.substr(secret.size() - 4) + "/…");
}

TEST(RoutesWithoutActions, HaveNoPersonalPages) {
  Metrics metrics;
  Routes routes{metrics, "", [] { return std::size_t{0}; }};
  EXPECT_EQ(web_test::WebClient{routes}.post("/p/x/", "a=b").status, 404);
}

}  // namespace
}  // namespace web
