// SPDX-License-Identifier: Apache-2.0
//
// From where the forms of a person's pages may come.
#include "tests/web/person_routes_fixture.h"

namespace web {
namespace {

using namespace person_routes_test;

TEST_F(RoutesPersonTest, AnotherSitesFormDoesNothingButTheOneClick) {
  const auto from = [](const char* site) {
    return Headers{{"Content-Type", "application/x-www-form-urlencoded"}, {"Sec-Fetch-Site", site}};
  };
  for (const char* site : {"cross-site", "same-site"}) {
    EXPECT_EQ(post(assignment(), "stand=ingeleverd", from(site)).status, 403);
    EXPECT_EQ(post(feeds::stop_path(token(), Topic::sessions), "doe=stop", from(site)).status, 403);
    EXPECT_EQ(post(assignment(), "stand=ingeleverd&List-Unsubscribe=One-Click", from(site)).status, 403);
  }
  EXPECT_EQ(fake_.asked, 0);
  EXPECT_EQ(post(feeds::stop_path(token(), Topic::sessions), "List-Unsubscribe=One-Click", from("cross-site"))
                .status,
            200);
  EXPECT_EQ(post(assignment(), "stand=ingeleverd", from("same-origin")).status, 303);
}

TEST_F(RoutesPersonTest, AForeignOriginDoesNothing) {
  struct Case {
    const char* origin;  ///< nullptr: there is none.
    const char* site;
    int form, one_click;
  };
  const Case cases[] = {
      {nullptr, nullptr, 303, 200},
      {nullptr, "none", 303, 200},
      {nullptr, "same-origin", 303, 200},
      {nullptr, "cross-site", 403, 200},  // RFC 8058: a mail provider's own request
      {"https://agenda.example.org", nullptr, 303, 200},
      {"https://agenda.example.org", "same-origin", 303, 200},
      {"HTTPS://Agenda.Example.org", "none", 303, 200},
      {"https://agenda.example.org", "cross-site", 403, 200},
      {"https://a", "same-origin", 303, 200},  // the Host of these requests
      {"http://a", nullptr, 403, 403},
      {"http://agenda.example.org", nullptr, 403, 403},
      {"https://agenda.example.org:8443", nullptr, 403, 403},
      {"https://agenda.example.org.example.net", nullptr, 403, 403},
      {"https://example.net", nullptr, 403, 403},
      {"https://example.net", "none", 403, 403},
      {"https://example.net", "same-origin", 403, 403},
      {"https://example.net", "cross-site", 403, 403},
      {"null", nullptr, 403, 403},
      {"null", "same-origin", 403, 403},
      {"", nullptr, 403, 403},
      {"a", nullptr, 403, 403},
  };
  const std::string stop = feeds::stop_path(token(), Topic::sessions);
  for (const auto& [origin, site, form, one_click] : cases) {
    Headers headers{{"Content-Type", "application/x-www-form-urlencoded"}};
    if (origin != nullptr) headers.emplace_back("Origin", origin);
    if (site != nullptr) headers.emplace_back("Sec-Fetch-Site", site);
    const std::string what = std::string{origin ? origin : "no origin"} + ", " + (site ? site : "no site");
    const int asked = fake_.asked;
    EXPECT_EQ(post(assignment(), "stand=ingeleverd", headers).status, form) << what;
    EXPECT_EQ(post(stop, "doe=stop", headers).status, form) << what;
    if (form == 403) {
      EXPECT_EQ(fake_.asked, asked) << what;
    }
    EXPECT_EQ(post(stop, "List-Unsubscribe=One-Click", headers).status, one_click) << what;
    EXPECT_EQ(client_.get(stop, headers).status, 200) << "looking is free: " << what;
    for (const char* doubled : {"Origin", "Sec-Fetch-Site"}) {
      Headers twice = headers;
      twice.insert(twice.end(), 2, {doubled, "same-origin"});
      EXPECT_EQ(post(stop, "List-Unsubscribe=One-Click", twice).status, 400) << what;
    }
  }
}

// The library refuses a form without a boundary before it looks for a route.
TEST_F(RoutesPersonTest, AFormThatCannotBeReadTellsNothingOfTheToken) {
  const Headers no_boundary{{"Content-Type", "multipart/form-data"}};
  const Reply known = post(feeds::stop_path(token(), Topic::general), "x", no_boundary);
  EXPECT_EQ(known.status, 400);
  const Reply unknown = post(feeds::stop_path("x", Topic::general), "x", no_boundary);
  EXPECT_EQ(unknown.status, known.status);
  EXPECT_EQ(unknown.body, known.body);
  EXPECT_EQ(unknown.headers, known.headers);
}

}  // namespace
}  // namespace web
