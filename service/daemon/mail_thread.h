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
#include "service/store/outbox.h"
#include "service/store/participation.h"
#include "service/web/metrics.h"

namespace service {

/// How mail is doing.
struct MailReport {
  web::Metrics::Mails mails;
  std::string held;  ///< Why mail waits for a person; empty: it does not.
};

/// Runs the mail worker on a thread of its own, with its own connection to the store.
class MailThread {
 public:
  struct Setup {
    std::filesystem::path data_folder;
    mail::WorkerOptions worker;
    std::unique_ptr<smtp::Courier> courier;
    Clock clock;
    programme::Instant built{};  ///< As in publishing::clock_problem().
    /// Called on the mail thread now and then.
    std::function<void(const MailReport&)> report;
  };
  explicit MailThread(Setup setup);
  /// Stops: transfers under way get a while to finish.
  ~MailThread();
  MailThread(const MailThread&) = delete;
  MailThread& operator=(const MailThread&) = delete;

  /// Any thread. What is published from now on.
  void publish(std::shared_ptr<const mail::Edition> edition);

  /// Any thread. What is wrong in the files from now on.
  void note(letters::FileProblems problems);

  /// Any thread. Something was recorded that the worker should look at now.
  void wake();

  /// Any thread. Grows for as long as the thread turns: for the watchdog.
  std::uint64_t turns() const { return turns_.load(); }

 private:
  void run();
  std::chrono::milliseconds turn();
  bool clock_is_right(programme::Instant now);
  void publish_to_worker(const std::shared_ptr<const mail::Edition>& edition, programme::Instant now);
  void report(programme::Instant now);
  void drain();

  Setup setup_;
  store::Store store_;
  store::Outbox outbox_;
  store::Participation participation_;
  mail::Worker worker_;
  std::chrono::steady_clock::time_point next_report_{};
  programme::Instant published_{};  ///< The latest revision.
  std::string clock_problem_;       ///< As it was logged; empty: none.
  std::int64_t poisoned_ = 0;       ///< Mails that were poison at the last report.
  std::atomic<bool> stopping_{false};
  std::atomic<std::uint64_t> turns_{0};
  std::mutex mutex_;  ///< Guards the next ones.
  std::shared_ptr<const mail::Edition> next_edition_;
  std::optional<letters::FileProblems> next_problems_;
  std::thread thread_;
};

}  // namespace service
