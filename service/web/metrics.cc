// SPDX-License-Identifier: Apache-2.0
#include "service/web/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <utility>

#include "service/feeds/snapshot.h"

namespace web {
namespace {

bool contains_any_case(std::string_view text, std::string_view lower_case_word) {
  const auto equal = [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  };
  return std::search(text.begin(), text.end(), lower_case_word.begin(), lower_case_word.end(), equal) !=
         text.end();
}

}  // namespace

std::string_view client_family(std::string_view user_agent) {
  // In this order: Thunderbird and Outlook also say Mozilla, Apple's programs also say Mac OS X.
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> signs{{
      {"google", "google"},
      {"thunderbird", "thunderbird"},
      {"nextcloud", "nextcloud"},
      {"evolution", "evolution"},
      {"outlook", "outlook"},
      {"exchange", "outlook"},
      {"microsoft", "outlook"},
      {"dataaccessd", "apple"},
      {"calendaragent", "apple"},
      {"ios/", "apple"},
      {"macos/", "apple"},
      {"mac_os_x", "apple"},
      {"mac+os+x", "apple"},
      {"mozilla", "browser"},
  }};
  for (const auto& [sign, family] : signs)
    if (contains_any_case(user_agent, sign)) return family;
  return "other";
}

prometheus::Gauge& Metrics::gauge(const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(*registry_).Add({});
}

Metrics::Metrics()
    : registry_{std::make_shared<prometheus::Registry>()},
      requests_{prometheus::BuildCounter()
                    .Name("traject_http_requests_total")
                    .Help("Requests answered, by class of status")
                    .Register(*registry_)},
      fetches_{prometheus::BuildCounter()
                   .Name("traject_feed_fetches_total")
                   .Help("Feeds fetched, by family of calendar program and status")
                   .Register(*registry_)},
      hand_ins_{prometheus::BuildCounter()
                    .Name("traject_hand_ins_total")
                    .Help("Deadlines handed in, and taken back, on people's own pages")
                    .Register(*registry_)},
      opt_outs_{prometheus::BuildCounter()
                    .Name("traject_opt_outs_total")
                    .Help("Reminders declined, and asked for again, by topic")
                    .Register(*registry_)},
      mails_{prometheus::BuildGauge().Name("traject_mails").Help("Mails by state").Register(*registry_)},
      load_seconds_{gauge("traject_load_seconds", "Time the last reading of the configuration took")},
      render_seconds_{gauge("traject_render_seconds", "Time the last making of the feeds took")},
      revision_{gauge("traject_revision", "Number of what is published")},
      programmes_{gauge("traject_programmes", "Programmes published")},
      people_{gauge("traject_people", "People with a feed")},
      feeds_{gauge("traject_feeds", "Feeds published")},
      event_texts_{gauge("traject_event_texts", "Event texts that the feeds share")},
      configuration_good_{
          gauge("traject_configuration_good", "1 when the files in use are the files on disk as last read")},
      connections_{gauge("traject_open_connections", "Connections open now")},
      mail_held_{gauge("traject_mail_held", "1 while mail waits for a person: traject mail release")},
      mail_tick_{
          gauge("traject_mail_last_tick_seconds", "When the mail worker last looked, seconds since 1970")},
      mail_oldest_due_{gauge("traject_mail_oldest_due_seconds",
                             "Age of the oldest mail that is due and not sent; 0: there is none")},
      mail_last_sent_{gauge("traject_mail_last_sent_timestamp_seconds",
                            "When the mail server last accepted a mail, seconds since 1970; 0: never")},
      mail_paused_since_{gauge("traject_mail_paused_since_timestamp_seconds",
                               "Since when no mail goes, seconds since 1970; 0: mail goes")},
      mail_expected_{gauge("traject_mail_expected_today", "Mails due on this day, decided or planned")},
      mail_sent_{gauge("traject_mail_sent_today", "Of the mails due on this day those that were sent")},
      mail_accounted_{gauge("traject_mail_accounted_today",
                            "Of the mails due on this day those that wait or ended without being sent")} {}

Metrics::~Metrics() = default;

void Metrics::count_request(int status) {
  requests_.Add({{"class", std::to_string(status / 100) + "xx"}}).Increment();
}

void Metrics::count_feed_fetch(std::string_view family, int status) {
  fetches_.Add({{"client", std::string{family}}, {"status", std::to_string(status)}}).Increment();
}

void Metrics::count_hand_in(bool done) { hand_ins_.Add({{"change", done ? "done" : "undone"}}).Increment(); }

void Metrics::count_opt_out(std::string_view topic, bool out) {
  opt_outs_.Add({{"topic", std::string{topic}}, {"change", out ? "out" : "in"}}).Increment();
}

void Metrics::set_publication(const Figures& publication) {
  load_seconds_.Set(publication.load_time.count());
  render_seconds_.Set(publication.render_time.count());
  revision_.Set(publication.revision);
  programmes_.Set(static_cast<double>(publication.programmes));
  people_.Set(static_cast<double>(publication.people));
  feeds_.Set(static_cast<double>(publication.feeds));
  event_texts_.Set(static_cast<double>(publication.event_texts));
}

void Metrics::set_configuration_good(bool good) { configuration_good_.Set(good ? 1 : 0); }

void Metrics::set_mails(const Mails& mails) {
  for (const auto& [state, gauge] : mail_states_) gauge->Set(0);
  for (const auto& [state, count] : mails.by_state) {
    const auto [at, fresh] = mail_states_.try_emplace(state);
    if (fresh) at->second = &mails_.Add({{"state", state}});
    at->second->Set(static_cast<double>(count));
  }
  mail_held_.Set(mails.held ? 1 : 0);
  const auto set_time = [](prometheus::Gauge& gauge, date::sys_seconds time) {
    gauge.Set(static_cast<double>(time.time_since_epoch().count()));
  };
  set_time(mail_tick_, mails.last_tick);
  set_time(mail_last_sent_, mails.last_sent);
  set_time(mail_paused_since_, mails.paused_since);
  mail_oldest_due_.Set(static_cast<double>(mails.oldest_due.count()));
  mail_expected_.Set(static_cast<double>(mails.expected_today));
  mail_sent_.Set(static_cast<double>(mails.sent_today));
  mail_accounted_.Set(static_cast<double>(mails.accounted_today));
}

std::string Metrics::text(std::size_t open_connections) const {
  connections_.Set(static_cast<double>(open_connections));
  return prometheus::TextSerializer{}.Serialize(registry_->Collect());
}

Metrics::Figures figures_of(const feeds::Snapshot& snapshot, std::chrono::duration<double> load_time,
                            std::chrono::duration<double> render_time) {
  const auto& feeds = snapshot.catalogue->feeds();
  Metrics::Figures figures{.load_time = load_time,
                           .render_time = render_time,
                           .revision = snapshot.revision,
                           .programmes = snapshot.timetables->written_programmes().size(),
                           .people = 0,
                           .feeds = feeds.all().size(),
                           .event_texts = feeds.event_texts().size()};
  for (const auto& feed : feeds.all()) figures.people += feed.subject.kind == feeds::FeedKind::person ? 1 : 0;
  return figures;
}

}  // namespace web
