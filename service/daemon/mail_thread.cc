// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/mail_thread.h"

#include <sodium.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <utility>

#include "service/daemon/mail_files.h"
#include "service/publishing/clock_check.h"
#include "service/store/failure.h"

namespace service {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// The worker reads hand-ins and opt-outs of other connections at least this often.
constexpr milliseconds longest_mail_wait{1'000};
constexpr milliseconds report_interval{5'000};
constexpr milliseconds wait_after_mail_failure{5'000};
constexpr milliseconds mail_drain_limit{10'000};
constexpr std::chrono::hours cleaning_interval{24};

double random_fraction() {
  constexpr std::uint32_t parts = 1U << 24U;
  return static_cast<double>(randombytes_uniform(parts)) / parts;
}

}  // namespace

MailReport report_of(store::Outbox& outbox) {
  MailReport report;
  report.counted = true;
  report.hold = outbox.hold();
  report.pause = outbox.pauses().read();
  for (const auto& [state, count] : outbox.counts())
    report.mails.by_state[std::string{to_string(state)}] = count;
  report.waiting = outbox.waiting_for_word();
  report.refused = outbox.waiting_for_address();
  report.mails.held = !report.hold.empty() || report.waiting > 0;
  return report;
}

MailThread::MailThread(Setup setup)
    : setup_{std::move(setup)},
      store_{setup_.data_folder, setup_.use},
      outbox_{store_},
      participation_{store_},
      worker_{outbox_,
              participation_,
              *setup_.courier,
              setup_.worker,
              random_fraction,
              {.info = [](const std::string& line) { spdlog::info("{}", line); },
               .error = [](const std::string& line) { spdlog::error("{}", line); }}},
      thread_{[this] { run(); }} {}

MailThread::~MailThread() {
  stopping_ = true;
  wake();
  thread_.join();
}

void MailThread::publish(std::shared_ptr<const mail::Edition> edition) {
  {
    const std::scoped_lock lock{mutex_};
    next_edition_.swap(edition);
  }
  wake();
}

void MailThread::note(letters::FileProblems problems) {
  {
    const std::scoped_lock lock{mutex_};
    next_problems_ = std::move(problems);
  }
  wake();
}

void MailThread::wake() { setup_.courier->wake(); }

void MailThread::run() {
  while (!stopping_) {
    milliseconds wait = longest_mail_wait;
    try {
      wait = std::min(wait, turn());
      failure_.clear();
    } catch (const std::exception& error) {
      // The next turn repeats all work that was not committed.
      const std::string why = store::in_words(error);
      if (why != failure_) spdlog::error("mail: {}", why);
      failure_ = why;
      if (store::failure_of(error) != store::Failure::none) setup_.store_failed();
      report_failure(why);
      wait = wait_after_mail_failure;
    }
    ++turns_;
    worker_.wait(wait);
  }
  drain();
}

milliseconds MailThread::turn() {
  const programme::Instant now = setup_.clock.now();
  if (!store_is_open() || !clock_is_right(now)) return longest_mail_wait;
  std::shared_ptr<const mail::Edition> edition;
  std::optional<letters::FileProblems> problems;
  {
    const std::scoped_lock lock{mutex_};
    edition.swap(next_edition_);
    problems.swap(next_problems_);
  }
  if (problems) worker_.note(std::move(*problems));
  if (edition) publish_to_worker(edition, now);
  const auto next = worker_.tick(now);
  report(now);
  clean_files(now);
  return setup_.clock.until(next);
}

/// Editions and file problems remain queued until the store is open. A database that came back in an earlier
/// state has mails that were sent since: none goes before the publisher has held them.
bool MailThread::store_is_open() {
  const std::string why = setup_.refusal();
  if (why.empty()) return !setup_.continuity.is_broken(store_);
  report_failure(why);
  return false;
}

void MailThread::report_failure(const std::string& why) {
  MailReport broken;
  broken.failure = why;
  setup_.report(broken);
  next_report_ = {};
}

/// Editions and file problems remain queued until the clock is right.
bool MailThread::clock_is_right(programme::Instant now) {
  std::optional<programme::Text> problem;
  {
    const std::scoped_lock lock{mutex_};
    if (next_edition_) published_ = next_edition_->snapshot->published;
    problem = publishing::clock_problem(now, setup_.built, published_);
  }
  if (!problem) {
    clock_problem_.clear();
    return true;
  }
  if (problem->en != clock_problem_) spdlog::error("mail: {}", problem->en);
  clock_problem_ = problem->en;
  MailReport report;
  report.clock = problem;
  report.mails.held = true;
  setup_.report(report);
  return false;
}

/// Keeps the edition for the next turn when the store fails. No mail is decided before that: the previous
/// edition may contain rules and people that no longer exist.
void MailThread::publish_to_worker(const std::shared_ptr<const mail::Edition>& edition,
                                   programme::Instant now) {
  try {
    worker_.publish(edition, now);
  } catch (...) {
    const std::scoped_lock lock{mutex_};
    if (!next_edition_) next_edition_ = edition;
    throw;
  }
}

void MailThread::report(programme::Instant now) {
  if (steady_clock::now() < next_report_) return;
  next_report_ = steady_clock::now() + report_interval;
  MailReport report = report_of(outbox_);
  report.clock_behind = worker_.clock_behind();
  if (setup_.courier_problem) report.courier_problem = setup_.courier_problem();
  report.mails.last_tick = now;
  const auto figures = worker_.figures(now);
  if (figures.oldest_due) report.mails.oldest_due = now - *figures.oldest_due;
  report.mails.last_sent = figures.last_sent.value_or(programme::Instant{});
  report.mails.paused_since = figures.paused_since.value_or(programme::Instant{});
  report.mails.expected_today = figures.expected;
  report.mails.sent_today = figures.sent;
  report.mails.accounted_today = figures.accounted;
  const auto poison = report.mails.by_state.find(std::string{to_string(store::MailState::poison)});
  const std::int64_t poisoned = poison == report.mails.by_state.end() ? poisoned_ : poison->second;
  if (poisoned > poisoned_)
    spdlog::error("mail: {} set apart after three crashes: traject mail list --state poison", poisoned);
  poisoned_ = poisoned;
  setup_.report(report);
}

/// Removes old mails that became files. A rehearsal's clock says nothing about the age of a file.
void MailThread::clean_files(programme::Instant now) {
  const auto& terms = setup_.worker.retention;
  if (!terms || !setup_.clock.is_the_machines() || now < next_cleaning_ || !outbox_.hold().empty()) return;
  next_cleaning_ = now + cleaning_interval;
  remove_old_mails(mail_folder(setup_.data_folder), now - terms->messages);
}

/// Waits for the server's replies to transferred messages, so that fewer mails end as unknown.
void MailThread::drain() {
  const auto limit = steady_clock::now() + mail_drain_limit;
  try {
    while (worker_.under_way() > 0 && steady_clock::now() < limit) {
      worker_.finish(setup_.clock.now());
      worker_.wait(milliseconds{100});
    }
    worker_.return_leases(setup_.clock.now());
  } catch (const std::exception& error) {
    spdlog::error("mail: {}", error.what());
  }
}

}  // namespace service
