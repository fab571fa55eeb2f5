// SPDX-License-Identifier: Apache-2.0
#include "service/web/metrics.h"

#include <gtest/gtest.h>

namespace web {
namespace {

TEST(ClientFamily, KnowsCalendarPrograms) {
  EXPECT_EQ(client_family("Google-Calendar-Importer"), "google");
  EXPECT_EQ(client_family("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.4266; Pro)"),
            "outlook");
  EXPECT_EQ(client_family("iOS/17.4 (21E219) dataaccessd/1.0"), "apple");
  EXPECT_EQ(client_family("macOS/14.4 (23E214) CalendarAgent/961"), "apple");
  EXPECT_EQ(client_family("Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115.9"),
            "thunderbird");
  EXPECT_EQ(client_family("Nextcloud Webcal Service"), "nextcloud");
  EXPECT_EQ(client_family("Evolution/3.46.4"), "evolution");
  EXPECT_EQ(client_family("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1"), "browser");
  EXPECT_EQ(client_family(""), "other");
  EXPECT_EQ(client_family("vdirsyncer/0.19"), "other");
}

TEST(Metrics, AreInPrometheusFormat) {
  Metrics metrics;
  metrics.count_request(200);
  metrics.count_request(204);
  metrics.count_request(404);
  metrics.count_feed_fetch("google", 304);
  metrics.set_publication({.load_time = std::chrono::milliseconds{250},
                           .render_time = std::chrono::seconds{2},
                           .programmes = 1,
                           .people = 12,
                           .feeds = 19,
                           .event_texts = 18});
  metrics.set_configuration_good(true);
  const std::string text = metrics.text(7);
  for (const char* line :
       {"traject_http_requests_total{class=\"2xx\"} 2\n", "traject_http_requests_total{class=\"4xx\"} 1\n",
        "traject_feed_fetches_total{client=\"google\",status=\"304\"} 1\n", "traject_people 12\n",
        "traject_feeds 19\n", "traject_load_seconds 0.25\n", "traject_render_seconds 2\n",
        "traject_open_connections 7\n", "traject_configuration_good 1\n"})
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
}

}  // namespace
TEST(Metrics, MailsOfAStateThatIsEmptyAgainAreNone) {
  web::Metrics metrics;
  metrics.set_mails({.by_state = {{"queued", 3}, {"sent", 1}}, .held = true});
  EXPECT_NE(metrics.text(0).find("traject_mails{state=\"queued\"} 3\n"), std::string::npos);
  EXPECT_NE(metrics.text(0).find("traject_mail_held 1\n"), std::string::npos);
  metrics.set_mails({.by_state = {{"sent", 4}}});
  EXPECT_NE(metrics.text(0).find("traject_mails{state=\"queued\"} 0\n"), std::string::npos);
  EXPECT_NE(metrics.text(0).find("traject_mails{state=\"sent\"} 4\n"), std::string::npos);
  EXPECT_NE(metrics.text(0).find("traject_mail_held 0\n"), std::string::npos);
}

}  // namespace web
