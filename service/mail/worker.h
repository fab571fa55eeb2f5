// SPDX-License-Identifier: Apache-2.0
//
// Decides which reminders are due and moves their mails to the courier. One thread; what it needs to know of
// the time, the world and the mail server comes in through its arguments, so that a year can pass in seconds.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/letters/file_problem_letter.h"
#include "service/mail/edition.h"
#include "service/programme/reminders.h"
#include "service/smtp/courier.h"
#include "service/store/outbox.h"
#include "service/store/participation.h"

namespace mail {

struct WorkerOptions {
  std::string host;   ///< Name of this machine: a store that comes from another one is held.
  std::string owner;  ///< Of leases; unique among running processes.
  std::chrono::minutes hold_after{6 * 60};
  int ask_above = 50;
  std::chrono::minutes settle{15};  ///< From a publication until people are told what changed.
  int per_minute = 0;               ///< 0: no limit.
  bool resend_unknown = true;
  std::string message_id_domain = "werktraject.invalid";
  bool steps_freely = false;  ///< Simulated time: any step of the clock is meant.
  std::string rehearsal_to;   ///< Not empty: every mail goes to this address, marked.
  /// Makes messages of letters; empty: the edition's composer does. For tests of very many mails.
  std::function<letters::Message(const letters::Letter&, programme::Instant)> compose;
};

/// What the worker has to tell; each line once per cause. `error` is for what a person must look at.
struct WorkerLog {
  std::function<void(const std::string&)> info;
  std::function<void(const std::string&)> error;
};

class Worker {
 public:
  Worker(store::Outbox& outbox, store::Participation& participation, smtp::Courier& courier,
         WorkerOptions options, std::function<double()> random, WorkerLog log);
  ~Worker();

  /// What is published from now on. Same thread as tick().
  void publish(std::shared_ptr<const Edition> edition, programme::Instant now);

  /// Somebody handed in or opted out: facts are read again at the next tick. Same thread as tick().
  void facts_changed();

  /// What is wrong in the files from now on; before the first call nobody knows. Same thread as tick().
  void note(letters::FileProblems problems);

  /// Decides what is due, begins transfers, and deals with what happened to those under way, without waiting.
  /// Returns when there is next something to do; events of the courier may come earlier. An exception means
  /// that the store failed: what was not committed is done again by the next tick.
  programme::Instant tick(programme::Instant now);

  /// Deals with what happened to transfers and begins none: for the last moments before a stop.
  void finish(programme::Instant now);

  /// Gives back the leases of transfers whose content was not let go: an orderly stop is no crash. The
  /// courier must be discarded after it.
  void return_leases(programme::Instant now);

  /// Waits until something happens to a transfer, `limit` passes or the courier is woken. The next tick()
  /// deals with it.
  void wait(std::chrono::milliseconds limit);

  /// Transfers under way.
  std::size_t under_way() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mail
