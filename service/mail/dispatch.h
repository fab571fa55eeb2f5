// SPDX-License-Identifier: Apache-2.0
//
// Moves mails from the outbox to the courier and results back: claim, prepare, release the content once its
// mark is stored, record the outcome.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "service/mail/daily_throttle.h"
#include "service/mail/prepare.h"
#include "service/mail/rate_limit.h"
#include "service/mail/relay_watch.h"
#include "service/mail/worker.h"
#include "service/programme/civil_time.h"

namespace mail {

/// When to try again a mail that has been tried `tries` times (1 or more): 1, 2, 5, 15, 30 and 60 minutes
/// after the last try, then hourly, a fifth earlier or later by `random` (0 to 1), so that mails that failed
/// together do not all come back together. Never more than a quarter of the time that is left, so that what
/// is urgent is tried more than once; never less than half a minute. nullopt: there is no time for another
/// try.
std::optional<programme::Instant> next_try(int tries, programme::Instant now, programme::Instant not_after,
                                           double random);

class Dispatcher {
 public:
  Dispatcher(store::Outbox& outbox, smtp::Courier& courier, Announcer& announcer,
             const WorkerOptions& options, std::function<double()> random, const WorkerLog& log);

  /// Waits for an event, at most `limit`; the next handle_events() handles it.
  void wait(std::chrono::milliseconds limit);

  /// Handles events of transfers. One transaction for all results and all marks.
  void handle_events(const WorkerView& at);

  /// Claims and begins as many mails as the courier, the rate limit and the relay allow.
  void send(const WorkerView& at, store::Outbox::Which which);

  /// When send() or handle_events() next has work besides events of the courier; nullopt: only after an
  /// event. `stored` is Outbox::next_time().
  std::optional<programme::Instant> next_time(std::optional<programme::Instant> stored,
                                              programme::Instant now);

  /// See Worker.
  void return_leases(programme::Instant now);

  /// The mail server cannot be reached.

  std::size_t under_way() const { return flights_.size(); }

 private:
  /// A transfer under way. It owns the bytes until the mark has stored them.
  struct Flight {
    std::int64_t mail = 0;
    int epoch = 0;
    int tries = 0;  ///< Before this one.
    int resends = 0;
    store::MailKind kind = store::MailKind::reminder;
    Attempt attempt;
    programme::Instant not_after;
    Prepared prepared;
    int edition = 0;  ///< Number of the edition that it was composed from.
    bool suspect =
        false;  ///< The service stopped while it was under way before: nothing else is begun beside it.
    bool released = false;   ///< Its mark is stored.
    bool withdrawn = false;  ///< Its lease holds, but its text is outdated: it is prepared again.
  };

  void done(const smtp::Event& event, programme::Instant now);
  std::optional<store::Result> result_of(const Flight& flight, const smtp::Event& event,
                                         programme::Instant now);
  store::Result refused(const Flight& flight, const smtp::Event& event, programme::Instant now);
  store::Result soon(const Flight& flight, const smtp::Event& event, programme::Instant now);
  store::Result later(const Flight& flight, const smtp::Event& event, programme::Instant now);
  store::Result wait_for_address(const Flight& flight, const smtp::Event& event, programme::Instant now);
  store::Result unknown(const Flight& flight, const smtp::Event& event, programme::Instant now);
  void asks(const smtp::Event& event);
  void mark_addresses();
  void recall(programme::Instant now);
  void note_pause();
  void correct(programme::Instant now);
  void readdress(const WorkerView& at);
  bool may_go(const Flight& flight, const WorkerView& at) const;
  void answer(const WorkerView& at);
  void renew(programme::Instant now);

  bool is_probing() const;
  std::size_t places(programme::Instant now);
  void begin(store::Mail mail, const WorkerView& at);
  void wait_like_others(const store::Mail& mail, const std::string& address);
  void end_uncomposed(const WorkerView& at);
  void flush(programme::Instant now);

  store::Outbox& outbox_;
  smtp::Courier& courier_;
  const WorkerOptions& options_;
  std::function<double()> random_;
  const WorkerLog& log_;
  Preparer preparer_;
  store::RefusedAddresses addresses_;
  store::MailPauses pauses_;
  std::optional<store::MailPause> pause_;  ///< As stored.
  RelayWatch relay_;
  bool has_sent_ = false;                         ///< send() was called.
  RelayWatch::Undo undo_;                         ///< Not stored yet.
  std::vector<store::RefusedAddress> to_refuse_;  ///< Not stored yet.
  std::set<std::int64_t> postponed_;              ///< Mails that were refused for no reason of their own.
  std::set<std::string> refused_;                 ///< Addresses.
  int readdressed_ = 0;                           ///< The edition by which waiting mails were looked at.
  RateLimit rate_;
  DailyThrottle reported_;
  std::int64_t last_id_ =
      0;  ///< Of a transfer, not of a mail: a mail may be claimed again before its older transfer ends.
  std::map<std::int64_t, Flight> flights_;  ///< By the transfer's id.
  std::vector<smtp::Event> events_;         ///< Not handled yet.
  std::vector<store::Result> results_;      ///< Not recorded yet.
  std::vector<std::int64_t> asks_;          ///< Not answered yet.
  std::vector<store::Result> uncomposed_;   ///< Of reminder mails that failed; not recorded yet.
  programme::Instant renewed_;
};

}  // namespace mail
