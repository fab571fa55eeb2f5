// SPDX-License-Identifier: Apache-2.0
//
// Decides which reminders are due and moves their mails to the courier. One thread. Time, facts and mail
// server are arguments, so that a test runs a year in seconds.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/letters/account_letter.h"
#include "service/letters/file_problem_letter.h"
#include "service/mail/edition.h"
#include "service/programme/reminders.h"
#include "service/smtp/courier.h"
#include "service/store/outbox.h"
#include "service/store/participation.h"
#include "service/store/retention.h"

namespace mail {

struct WorkerOptions {
  std::string host;   ///< Name of this machine, which `traject mail status` shows.
  std::string owner;  ///< Of leases; unique among running processes.
  std::chrono::minutes hold_after{6 * 60};
  int ask_above = 50;
  std::chrono::minutes settle{15};  ///< From a publication until its change mails.
  int per_minute = 0;               ///< 0: no limit.
  bool resend_unknown = true;
  std::string message_id_domain = "werktraject.invalid";
  bool steps_freely = false;  ///< Simulated time: accepts any step of the clock.
  /// Absent: everything is kept.
  std::optional<store::RetentionTerms> retention;
  date::days visible{30};    ///< See store::Retention.
  std::string rehearsal_to;  ///< Not empty: recipient of every mail; subjects are marked.
  std::optional<programme::Coordinator> system_operator;  ///< Reads account mails; has no name.
  std::chrono::minutes account_every{10};                 ///< How often late mails are looked for.
  /// Replaces the edition's composer; empty: does not. For tests with very many mails.
  std::function<letters::Message(const letters::Letter&, programme::Instant)> compose;
  std::function<letters::Message(const letters::AccountLetter&, programme::Instant)> compose_account;
};

/// Receives log lines, each once per cause. `error`: a person must act.
struct WorkerLog {
  std::function<void(const std::string&)> info;
  std::function<void(const std::string&)> error;
};

class Worker {
 public:
  Worker(store::Outbox& outbox, store::Participation& participation, smtp::Courier& courier,
         WorkerOptions options, std::function<double()> random, WorkerLog log);
  ~Worker();

  /// Replaces the published edition. Same thread as tick().
  void publish(std::shared_ptr<const Edition> edition, programme::Instant now);

  /// Replaces the errors in the files; before the first call they are unknown. Same thread as tick().
  void note(letters::FileProblems problems);

  /// Decides the mails that are due, begins transfers and handles events of transfers, without waiting.
  /// Returns the time of the next work; events of the courier may come earlier. Throws when the store fails;
  /// the next tick repeats the work that was not committed.
  programme::Instant tick(programme::Instant now);

  /// Handles events of transfers and begins none: for the last moments before a stop.
  void finish(programme::Instant now);

  /// Returns the leases of transfers whose content was not released, so that an orderly stop does not count
  /// as a crash. Discard the courier afterwards.
  void return_leases(programme::Instant now);

  /// Waits until a transfer has an event, `limit` passes or the courier is woken. The next tick() handles the
  /// event.
  void wait(std::chrono::milliseconds limit);

  /// Whether the clock shows an earlier time than before. Same thread as tick().
  bool clock_behind() const;

  /// Of the local day, and of now. Reads the store.
  struct Figures {
    std::optional<programme::Instant> oldest_due;    ///< Of the mails that are due and not sent.
    std::optional<programme::Instant> last_sent;     ///< When the mail server last accepted a mail.
    std::optional<programme::Instant> paused_since;  ///< Since when no mail goes.
    std::int64_t expected = 0;   ///< Mails due today: decided, or planned for the rest of the day.
    std::int64_t sent = 0;       ///< Of them.
    std::int64_t accounted = 0;  ///< Of them: skipped, waiting, or ended otherwise.
  };
  Figures figures(programme::Instant now);

  /// Transfers under way.
  std::size_t under_way() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mail
