// SPDX-License-Identifier: Apache-2.0
#include "service/mail/worker.h"

#include <algorithm>
#include <utility>

#include "service/mail/announce.h"
#include "service/mail/cleaner.h"
#include "service/mail/clock_guard.h"
#include "service/mail/decide.h"
#include "service/mail/dispatch.h"
#include "service/mail/kinds/account.h"
#include "service/mail/kinds/file_problems.h"
#include "service/mail/kinds/reminder.h"

namespace mail {
namespace {

using programme::Instant;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr hours longest_pause{1};
constexpr hours longest_simulated_pause{24 * 7};
constexpr seconds shortest_pause{1};
constexpr minutes last_tick_every{1};

std::string utc_text(Instant instant) { return date::format("%F %R UTC", instant); }

std::string length_text(seconds length) {
  const auto whole = std::chrono::duration_cast<hours>(length).count();
  return whole > 0 ? std::to_string(whole) + " hours"
                   : std::to_string(std::chrono::duration_cast<minutes>(length).count()) + " minutes";
}

}  // namespace

struct Worker::State {
  State(store::Outbox& box, store::Participation& part, smtp::Courier& bringer, WorkerOptions how,
        std::function<double()> random, WorkerLog worker_log)
      : outbox{box},
        participation{part},
        courier{bringer},
        options{std::move(how)},
        log{std::move(worker_log)},
        decider{outbox, options, log},
        announcer{outbox.announcements(), options, log},
        file_problems{outbox.file_problem_notes(), options, log},
        accountant{outbox, options, log},
        dispatcher{outbox, courier, announcer, options, std::move(random), log} {
    if (options.retention) cleaner.emplace(outbox.retention(*options.retention, options.visible));
  }

  Instant tick(Instant now);
  void first_look(Instant now);
  bool clock_is_fine(Instant now);
  void wait_for_clock(Instant now);
  bool held();
  void hold(const std::string& why, Instant now);
  void refresh_facts();
  void note_tick(Instant now);
  void tend(Instant now);
  void run(Instant now);
  Instant next_time(Instant now, bool is_held);
  Figures figures(Instant now);
  WorkerView present(Instant now) const {
    return {*plan, facts, now, edition, file_problems.problems(), &accountant};
  }

  store::Outbox& outbox;
  store::Participation& participation;
  smtp::Courier& courier;
  const WorkerOptions options;
  const WorkerLog log;

  std::shared_ptr<const PlannedMoments> plan;
  int edition = 0;
  programme::Facts facts;
  std::optional<std::int64_t> facts_version;  ///< Absent: they are to be read again.
  bool look_again = true;                     ///< Files or facts changed: skipped mails may apply again.
  Decider decider;
  Announcer announcer;
  FileProblemReporter file_problems;
  Accountant accountant;
  Dispatcher dispatcher;
  std::optional<Cleaner> cleaner;

  std::optional<ClockGuard> clock;  ///< Absent before the first tick.
  bool reported_behind = false;
  bool held_for_clock = false;
  bool reported_held = false;
  std::optional<Instant> ticked;  ///< The last one, unless it was left out.
  std::optional<Instant> noted;   ///< The last one that is stored.
  std::optional<Instant> tended;

  /// Of figures(): what the rest of a day leads to is looked at again when moments were decided, and now and
  /// then.
  struct Planned {
    int edition = 0;
    std::size_t open = 0;
    Instant until, since;
    std::size_t mails = 0;
  };
  Planned planned;
};

Worker::Worker(store::Outbox& outbox, store::Participation& participation, smtp::Courier& courier,
               WorkerOptions options, std::function<double()> random, WorkerLog log)
    : state_{std::make_unique<State>(outbox, participation, courier, std::move(options), std::move(random),
                                     std::move(log))} {}

Worker::~Worker() = default;

void Worker::publish(std::shared_ptr<const Edition> edition, Instant now) {
  State& state = *state_;
  state.announcer.publish(edition);
  auto plan = std::make_shared<const PlannedMoments>(std::move(edition));
  state.participation.note_known(plan->known(state.plan.get()), now);
  const Instant since = state.outbox.plan_changed(plan->digest(), now);
  state.decider.plan(plan, since);
  state.plan = std::move(plan);
  ++state.edition;
  state.facts_version.reset();
}

void Worker::note(letters::FileProblems problems) { state_->file_problems.note(std::move(problems)); }

Instant Worker::tick(Instant now) { return state_->tick(now); }

void Worker::finish(Instant now) {
  if (!state_->plan) return;
  state_->refresh_facts();
  state_->dispatcher.handle_events(state_->present(now));
}

void Worker::return_leases(Instant now) { state_->dispatcher.return_leases(now); }

void Worker::wait(std::chrono::milliseconds limit) { state_->dispatcher.wait(limit); }

bool Worker::clock_behind() const { return state_->reported_behind; }

Worker::Figures Worker::figures(Instant now) { return state_->figures(now); }

std::size_t Worker::under_way() const { return state_->dispatcher.under_way(); }

Instant Worker::State::tick(Instant now) {
  if (!plan) return now + longest_pause;
  if (!clock) first_look(now);
  refresh_facts();
  dispatcher.handle_events(present(now));
  if (!clock_is_fine(now)) return now + shortest_pause;
  if (std::exchange(look_again, false)) reinstate(outbox, present(now));
  decider.run(facts, now, [&] { dispatcher.handle_events(present(now)); });
  const bool pending = announcer.next_due().has_value();
  announcer.run(now);
  if (pending && !announcer.next_due()) accountant.look();
  file_problems.run(plan->edition(), now);
  tend(now);
  const bool is_held = held();
  accountant.run(present(now));
  dispatcher.send(present(now), is_held ? store::Outbox::Which::accounts : store::Outbox::Which::all);
  note_tick(now);
  // Not while mail is held: the clock may be wrong by years.
  if (cleaner && !is_held && cleaner->run(plan->edition(), now)) facts_version.reset();
  return next_time(now, is_held);
}

void Worker::State::first_look(Instant now) {
  const auto last = outbox.last_tick();
  if (last.host.empty()) {
    clock.emplace(std::nullopt);
    return;
  }
  if (!options.steps_freely && now - last.time > options.hold_after) {
    hold("this store was last used " + length_text(now - last.time) + " ago, at " + utc_text(last.time), now);
  }
  clock.emplace(last.time);
}

bool Worker::State::clock_is_fine(Instant now) {
  if (options.steps_freely) return true;
  switch (clock->step(now)) {
    case ClockGuard::Step::behind:
      wait_for_clock(now);
      return false;
    case ClockGuard::Step::forward:
      if (ticked && now - *ticked > options.hold_after)
        hold("the clock jumped forward by " + length_text(now - *ticked) + ", from " + utc_text(*ticked),
             now);
      return false;
    case ClockGuard::Step::steady:
      break;
  }
  ticked = now;
  reported_behind = held_for_clock = false;
  return true;
}

/// Reports a clock that is behind. If the earlier time was wrong, the clock may never catch up, so an
/// operator decides.
void Worker::State::wait_for_clock(Instant now) {
  const Instant furthest = *clock->furthest();
  if (!reported_behind)
    log.error("the clock is " + length_text(furthest - now) +
              " behind the last time that mail was looked at, " + utc_text(furthest) +
              "; nothing is decided or sent until it has caught up");
  reported_behind = true;
  if (furthest - now <= options.hold_after) return;
  if (held_for_clock && outbox.hold().empty()) {
    clock.emplace(now);
    outbox.set_last_tick({options.host, now});
    noted = now;
    log.info("the clock is taken as it is: " + utc_text(now));
  } else if (!held_for_clock) {
    hold("the clock is " + length_text(furthest - now) + " behind " + utc_text(furthest), now);
    held_for_clock = true;
  }
}

void Worker::State::hold(const std::string& why, Instant now) {
  if (!outbox.hold().empty()) return;
  outbox.set_hold(why + store::until_release, now);
}

bool Worker::State::held() {
  const std::string why = outbox.hold();
  if (!why.empty() && !reported_held) log.error("mail is held: " + why);
  if (why.empty() && reported_held) log.info("mail is no longer held");
  reported_held = !why.empty();
  return reported_held;
}

/// Also notices writes of other processes.
void Worker::State::refresh_facts() {
  const auto version = participation.version();
  if (facts_version == version) return;
  if (const auto known = std::exchange(facts_version, std::nullopt)) {
    look_again = participation.update(facts, *known) || look_again;
  } else {
    facts = participation.facts();
    look_again = true;
  }
  facts_version = version;
}

void Worker::State::tend(Instant now) {
  if (tended == now) return;
  const auto done = outbox.tend(now, options.resend_unknown);
  tended = now;
  if (done.returned > 0)
    log.info(std::to_string(done.returned) + " mails were left unfinished and are taken up again");
  if (done.unknown > 0)
    log.error(std::to_string(done.unknown) +
              " mails were cut off while they were sent: they may or may not have arrived");
}

void Worker::State::note_tick(Instant now) {
  if (noted && now >= *noted && now < *noted + last_tick_every) return;
  outbox.set_last_tick({options.host, now});
  noted = now;
}

Worker::Figures Worker::State::figures(Instant now) {
  constexpr minutes look_every{10};
  Instant from = date::floor<date::days>(now), until = from + hours{24};
  if (plan && !plan->edition().programmes.empty()) {
    const std::string& zone = plan->edition().programmes.front().zone;
    const auto day = date::local_days{programme::local_day(now, zone)};
    const auto* found = programme::find_zone(zone);
    from = programme::to_instant(day, *found);
    until = programme::to_instant(day + date::days{1}, *found);
  }
  const auto stored = outbox.figures(from, until, now);
  if (planned.edition != edition || planned.open != decider.open() || planned.until != until ||
      now >= planned.since + look_every)
    planned = {edition, decider.open(), until, now, decider.planned(facts, until)};
  Figures figures{.oldest_due = stored.oldest_due,
                  .last_sent = stored.last_sent,
                  .paused_since = {},
                  .expected = stored.decided + static_cast<std::int64_t>(planned.mails),
                  .sent = stored.sent,
                  .accounted = stored.accounted};
  if (!outbox.hold().empty()) figures.paused_since = outbox.held_since();
  if (const auto pause = outbox.pauses().read())
    figures.paused_since = std::min(figures.paused_since.value_or(pause->since), pause->since);
  return figures;
}

Instant Worker::State::next_time(Instant now, bool is_held) {
  Instant next = now + (options.steps_freely ? longest_simulated_pause : longest_pause);
  const auto consider = [&](std::optional<Instant> time) {
    if (time) next = std::min(next, *time);
  };
  consider(decider.next_due());
  consider(announcer.next_due());
  consider(file_problems.next_due());
  if (cleaner && !is_held) consider(cleaner->next_due());
  consider(accountant.next_due());
  const auto which = is_held ? store::Outbox::Which::accounts : store::Outbox::Which::all;
  consider(dispatcher.next_time(outbox.next_time(which), now));
  return std::max(next, now + shortest_pause);
}

}  // namespace mail
