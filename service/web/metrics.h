// SPDX-License-Identifier: Apache-2.0
//
// The counters of the service, in Prometheus' text format. Nothing in it names a person or a feed.
#pragma once

#include <date/date.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace prometheus {
class Counter;
class Gauge;
class Registry;
template <typename T>
class Family;
}  // namespace prometheus

namespace feeds {
struct Snapshot;
}

namespace web {

/// Returns the family of the calendar program with that User-Agent: "google", "outlook", "apple",
/// "thunderbird", "nextcloud", "evolution", "browser", "other".
std::string_view client_family(std::string_view user_agent);

/// Thread-safe.
class Metrics {
 public:
  Metrics();
  ~Metrics();

  void count_request(int status);
  void count_feed_fetch(std::string_view family, int status);

  /// Changes that people made on their own pages.
  void count_hand_in(bool done);
  void count_opt_out(std::string_view topic, bool out);

  struct Figures {
    std::chrono::duration<double> load_time{};    ///< Reading and checking the files.
    std::chrono::duration<double> render_time{};  ///< From checked programmes to ready feeds.
    int revision = 0;
    std::size_t programmes = 0;
    std::size_t people = 0;
    std::size_t feeds = 0;
    std::size_t event_texts = 0;
  };
  void set_publication(const Figures& publication);

  /// False while the files hold errors and the feeds are those of an earlier state.
  void set_configuration_good(bool good);

  struct Mails {
    std::map<std::string, std::int64_t> by_state;
    bool held = false;                  ///< A person has to let them go.
    date::sys_seconds last_tick{};      ///< Of the worker.
    std::chrono::seconds oldest_due{};  ///< Age of the oldest mail that is due and not sent; 0: none.
    date::sys_seconds last_sent{};      ///< 1970: never.
    date::sys_seconds paused_since{};   ///< Since when no mail goes; 1970: mail goes.
    std::int64_t expected_today = 0;
    std::int64_t sent_today = 0;
    std::int64_t accounted_today = 0;
  };
  /// One thread at a time.
  void set_mails(const Mails& mails);

  std::string text(std::size_t open_connections) const;

 private:
  prometheus::Gauge& gauge(const char* name, const char* help);

  std::shared_ptr<prometheus::Registry> registry_;
  prometheus::Family<prometheus::Counter>& requests_;
  prometheus::Family<prometheus::Counter>& fetches_;
  prometheus::Family<prometheus::Counter>& hand_ins_;
  prometheus::Family<prometheus::Counter>& opt_outs_;
  prometheus::Family<prometheus::Gauge>& mails_;
  prometheus::Gauge& load_seconds_;
  prometheus::Gauge& render_seconds_;
  prometheus::Gauge& revision_;
  prometheus::Gauge& programmes_;
  prometheus::Gauge& people_;
  prometheus::Gauge& feeds_;
  prometheus::Gauge& event_texts_;
  prometheus::Gauge& configuration_good_;
  prometheus::Gauge& connections_;
  prometheus::Gauge& mail_held_;
  prometheus::Gauge& mail_tick_;
  prometheus::Gauge& mail_oldest_due_;
  prometheus::Gauge& mail_last_sent_;
  prometheus::Gauge& mail_paused_since_;
  prometheus::Gauge& mail_expected_;
  prometheus::Gauge& mail_sent_;
  prometheus::Gauge& mail_accounted_;
  std::map<std::string, prometheus::Gauge*> mail_states_;  ///< Those that mails have been in so far.
};

/// Returns the figures of a snapshot that was made in these times.
Metrics::Figures figures_of(const feeds::Snapshot& snapshot, std::chrono::duration<double> load_time,
                            std::chrono::duration<double> render_time);

}  // namespace web
