// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "service/daemon/clock.h"
#include "service/mail/worker.h"
#include "service/store/continuity.h"
#include "service/store/outbox.h"
#include "service/store/participation.h"
#include "service/web/metrics.h"

namespace service {

/// The state of the mail worker, for metrics and the status.
struct MailReport {
  web::Metrics::Mails mails;
  bool counted = false;                     ///< `hold` and the numbers of mails are known.
  std::int64_t waiting = 0;                 ///< Mails that wait for a coordinator's word.
  std::int64_t refused = 0;                 ///< Mails that wait for another address.
  std::string hold{};                       ///< Why all mail is held; empty: it is not.
  std::string failure{};                    ///< Why the last turn failed; empty: it did not.
  std::optional<programme::Text> clock{};   ///< Why the clock cannot be right: there was no turn.
  bool clock_behind = false;                ///< The clock is behind the last time that mail was looked at.
  std::optional<store::MailPause> pause{};  ///< The mail server refuses us or cannot be reached.
  std::string courier_problem{};            ///< Why mail cannot be sent at all; empty: it can.
};

/// What the store alone says of mails.
MailReport report_of(store::Outbox& outbox);

/// Runs the mail worker on its own thread, with its own connection to the store. The thread logs exceptions,
/// reports them as MailReport::failure and tries again after five seconds.
class MailThread {
 public:
  struct Setup {
    std::filesystem::path data_folder;
    mail::WorkerOptions worker;
    std::unique_ptr<smtp::Courier> courier;
    std::function<std::string()> courier_problem{};  ///< As LateCourier::problem(); may be absent.
    Clock clock;
    programme::Instant built{};  ///< As in publishing::clock_problem().
    store::Use use = store::Use::worker;
    const store::Continuity& continuity;   ///< Of the same database; mail waits while it is broken.
    std::function<std::string()> refusal;  ///< Why nothing may be recorded now; empty: it may.
    std::function<void()> store_failed;    ///< Called on the mail thread after the store failed.
    /// Called on the mail thread, about every five seconds while mail works and after every failed turn.
    std::function<void(const MailReport&)> report;
  };
  /// Starts the thread. Throws when the store cannot be opened.
  explicit MailThread(Setup setup);
  /// Stops the thread. Waits up to ten seconds for transfers that have begun.
  ~MailThread();
  MailThread(const MailThread&) = delete;
  MailThread& operator=(const MailThread&) = delete;

  /// Replaces the edition that mails are made from. Thread-safe; returns at once.
  void publish(std::shared_ptr<const mail::Edition> edition);

  /// Replaces the list of problems in the files. Thread-safe; returns at once.
  void note(letters::FileProblems problems);

  /// Ends the present wait, so that the worker reads the store now. Thread-safe.
  void wake();

  /// Counts the turns of the thread. The watchdog compares two readings. Thread-safe.
  std::uint64_t turns() const { return turns_.load(); }

 private:
  void run();
  std::chrono::milliseconds turn();
  bool store_is_open();
  void report_failure(const std::string& why);
  bool clock_is_right(programme::Instant now);
  void publish_to_worker(const std::shared_ptr<const mail::Edition>& edition, programme::Instant now);
  void report(programme::Instant now);
  void clean_files(programme::Instant now);
  void drain();

  Setup setup_;
  store::Store store_;
  store::Outbox outbox_;
  store::Participation participation_;
  mail::Worker worker_;
  std::chrono::steady_clock::time_point next_report_{};
  programme::Instant published_{};  ///< Time of the latest revision.
  programme::Instant next_cleaning_{};
  std::string clock_problem_;  ///< The text last logged; empty: none.
  std::string failure_;        ///< Likewise, of the last turn that failed.
  std::int64_t poisoned_ = 0;  ///< Number of poison mails at the last report.
  std::atomic<bool> stopping_{false};
  std::atomic<std::uint64_t> turns_{0};
  std::mutex mutex_;  ///< Guards next_edition_ and next_problems_.
  std::shared_ptr<const mail::Edition> next_edition_;
  std::optional<letters::FileProblems> next_problems_;
  std::thread thread_;
};

}  // namespace service
