// SPDX-License-Identifier: Apache-2.0
#include "service/web/subscribe_page.h"

#include <gtest/gtest.h>

namespace web {
namespace subscribe_page_test {

SubscribePage page() {
  return {.calendar_name = "Werktraject <b>\"A & B\"</b>",
          .https = "https://agenda.example.org/f/lf_x/werktraject.ics",
          .webcal = "webcal://agenda.example.org/f/lf_x/werktraject.ics",
          .personal = true,
          .language = programme::Language::nl};
}

bool has(const std::string& html, const std::string& text) { return html.find(text) != std::string::npos; }

TEST(SubscribePage, HasALinkForEachCalendar) {
  const std::string html = render(page());
  EXPECT_TRUE(has(html,
                  "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fagenda.example.org%2Ff%2Flf_x%2F"
                  "werktraject.ics"));
  EXPECT_TRUE(
      has(html, "https://outlook.office.com/calendar/0/addfromweb?url=https%3A%2F%2Fagenda.example.org"));
  EXPECT_TRUE(has(html, "https://outlook.live.com/calendar/0/addfromweb?url="));
  EXPECT_TRUE(has(html, "href=\"webcal://agenda.example.org/f/lf_x/werktraject.ics\""));
  EXPECT_TRUE(has(html, "href=\"werktraject.ics\" download"));
}

TEST(SubscribePage, OfWhoeverHasInvitationsHasNoAddress) {
  for (const auto language : {programme::Language::nl, programme::Language::en}) {
    SubscribePage invited = page();
    invited.invited = true;
    invited.language = language;
    const std::string html = render(invited);
    EXPECT_TRUE(
        has(html, language == programme::Language::nl ? "uitnodiging per mail" : "invitations by mail"));
    EXPECT_FALSE(has(html, "lf_x"));
    EXPECT_FALSE(has(html, "calendar.google.com"));
  }
}

TEST(SubscribePage, EscapesNames) {
  const std::string html = render(page());
  EXPECT_FALSE(has(html, "<b>"));
  EXPECT_TRUE(has(html, "Werktraject &lt;b&gt;&quot;A &amp; B&quot;&lt;/b&gt;"));
}

TEST(SubscribePage, SpeaksTheReadersLanguage) {
  SubscribePage english = page();
  english.language = programme::Language::en;
  EXPECT_TRUE(has(render(english), "<html lang=\"en\">"));
  EXPECT_TRUE(has(render(page()), "<html lang=\"nl\">"));
}

TEST(SubscribePage, SaysWhoseAddressItIs) {
  SubscribePage shared = page();
  shared.personal = false;
  EXPECT_TRUE(has(render(page()), "Dit adres is van u alleen"));
  EXPECT_FALSE(has(render(shared), "Dit adres is van u alleen"));
}

TEST(SubscribePage, SaysWhenTheAddressWorksOnlyHere) {
  SubscribePage local = page();
  local.https = "http://127.0.0.1:8080/f/lf_x/werktraject.ics";
  EXPECT_TRUE(has(render(local), "alleen op deze computer"));
  EXPECT_FALSE(has(render(page()), "alleen op deze computer"));
}

TEST(SubscribePage, NeedsNoScriptAndNoInlineStyle) {
  for (const char* forbidden : {"<script", "style=", "onclick", "http-equiv"})
    EXPECT_FALSE(has(render(page()), forbidden));
}

TEST(PercentEncoding, KeepsOnlyUnreservedCharacters) {
  EXPECT_EQ(percent_encoded("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(percent_encoded("a b&é/?"), "a%20b%26%C3%A9%2F%3F");
}

}  // namespace subscribe_page_test
}  // namespace web
