// SPDX-License-Identifier: Apache-2.0
#include "service/mail/dispatch.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <utility>

#include "service/mail/kinds/reminder.h"

namespace mail {
namespace {

using programme::Instant;
using std::chrono::minutes;
using std::chrono::seconds;
using store::MailState;

constexpr seconds renew_every{20};  // leases last a minute
/// Mails that turn out to have nothing left to say free their places at once; this many times a tick.
constexpr int most_rounds = 256;

constexpr std::array<minutes, 6> steps{minutes{1},  minutes{2},  minutes{5},
                                       minutes{15}, minutes{30}, minutes{60}};
constexpr seconds shortest{30};

}  // namespace

Dispatcher::Dispatcher(store::Outbox& outbox, smtp::Courier& courier, Announcer& announcer,
                       const WorkerOptions& options, std::function<double()> random, const WorkerLog& log)
    : outbox_{outbox},
      courier_{courier},
      options_{options},
      random_{std::move(random)},
      log_{log},
      preparer_{outbox, announcer, options, log},
      addresses_{outbox.refused_addresses()},
      pauses_{outbox.pauses()},
      pause_{pauses_.read()},
      relay_{pause_},
      rate_{options.per_minute} {}

void Dispatcher::wait(std::chrono::milliseconds limit) {
  auto events = courier_.wait(limit);
  std::move(events.begin(), events.end(), std::back_inserter(events_));
}

/// Nothing in the loop uses the store: when that fails, no event is lost.
void Dispatcher::handle_events(const WorkerView& at) {
  wait(std::chrono::milliseconds{0});
  for (const smtp::Event& event : std::exchange(events_, {})) {
    if (event.kind == smtp::Event::Kind::asks)
      asks(event);
    else
      done(event, at.now);
  }
  if (relay_.pause() && !pause_) recall(at.now);
  mark_addresses();
  if (!asks_.empty()) answer(at);
  flush(at.now);
  correct(at.now);
  note_pause();
  renew(at.now);
}

/// Returns false for a mail composed from an older edition, which may contain another time or place. Only
/// bytes that were released before may be sent again.
bool Dispatcher::may_go(const Flight& flight, const WorkerView& at) const {
  const Prepared& prepared = flight.prepared;
  if (!prepared.resent && flight.edition != at.edition) return false;
  return still_applies(at, prepared.reminders, flight.attempt.recipient, prepared.resent);
}

/// When the store fails, results and asks are kept for the next time.
void Dispatcher::answer(const WorkerView& at) {
  std::erase_if(asks_, [this](std::int64_t id) { return !flights_.contains(id); });
  std::vector<std::int64_t> marked, outdated;
  std::vector<store::Outbox::Mark> marks;
  for (const std::int64_t id : asks_) {
    const Flight& flight = flights_.at(id);
    const Prepared& prepared = flight.prepared;
    if (may_go(flight, at)) {
      marked.push_back(id);
      marks.push_back({flight.mail, flight.epoch, &prepared.message.bytes, &prepared.message.subject,
                       prepared.invitation ? &*prepared.invitation : nullptr});
    } else {
      outdated.push_back(id);
    }
  }
  const std::vector<bool> holds = outbox_.record(results_, marks, at.now);
  results_.clear();
  asks_.clear();
  for (std::size_t i = 0; i < marked.size(); ++i) {
    flights_.at(marked[i]).released = holds[i];
    holds[i] ? courier_.release(marked[i]) : courier_.withhold(marked[i]);
  }
  for (const std::int64_t id : outdated) {
    flights_.at(id).withdrawn = true;
    courier_.withhold(id);
  }
}

/// Renews leases, so that a slow server does not look like a crash. Released mails have a longer limit
/// instead.
void Dispatcher::renew(Instant now) {
  if (now >= renewed_ && now < renewed_ + renew_every) return;
  renewed_ = now;
  std::vector<store::Outbox::Lease> leases;
  for (const auto& [id, flight] : flights_)
    if (!flight.released) leases.push_back({flight.mail, flight.epoch});
  if (!leases.empty()) outbox_.renew(leases, now);
}

void Dispatcher::send(const WorkerView& at, store::Outbox::Which which) {
  if (!std::exchange(has_sent_, true)) relay_.probe_at(at.now);
  if (pause_) relay_.compare(pauses_.read());
  note_pause();
  correct(at.now);
  readdress(at);
  for (int round = 0; round < most_rounds; ++round) {
    const std::size_t limit = places(at.now);
    if (limit == 0) break;
    auto mails = outbox_.claim(limit, options_.owner, at.now, relay_.suspects(), which);
    if (mails.empty()) break;
    for (store::Mail& mail : mails) begin(std::move(mail), at);
    flush(at.now);
    end_uncomposed(at);
  }
}

/// Queues what gave way to each mail before its failure is recorded: a crash in between repeats both. One by
/// one, so that the last of several that fail together counts the others as failed. The other results of the
/// round are recorded before, so that what gave way in the same round is found.
void Dispatcher::end_uncomposed(const WorkerView& at) {
  while (!uncomposed_.empty()) {
    reinstate_superseded(outbox_, at, uncomposed_.back().id);
    outbox_.record({&uncomposed_.back(), 1}, {}, at.now);
    uncomposed_.pop_back();
  }
}

bool Dispatcher::is_probing() const {
  return std::any_of(flights_.begin(), flights_.end(),
                     [](const auto& flight) { return flight.second.attempt.probe; });
}

std::size_t Dispatcher::places(Instant now) {
  const auto suspect = [](const auto& flight) { return flight.second.suspect; };
  if (std::any_of(flights_.begin(), flights_.end(), suspect)) return 0;
  const std::size_t free = std::min(courier_.room(), rate_.allowance(now));
  if (!relay_.pause()) return free;
  return !is_probing() && now >= relay_.pause()->next_probe ? std::min<std::size_t>(free, 1) : 0;
}

void Dispatcher::begin(store::Mail mail, const WorkerView& at) {
  auto prepared = preparer_.prepare(mail, at);
  if (auto* ended = std::get_if<Ended>(&prepared)) {
    const bool uncomposed = ended->state == MailState::failed && mail.kind == store::MailKind::reminder;
    (uncomposed ? uncomposed_ : results_)
        .push_back({mail.id, mail.epoch, ended->state, ended->next_try, false, std::move(ended->detail)});
    return;
  }
  auto& ready = std::get<Prepared>(prepared);
  if (mail.kind != store::MailKind::trial && refused_.contains(store::address_key(ready.message.to))) {
    wait_like_others(mail, ready.message.to);
    return;
  }
  const std::int64_t id = ++last_id_;
  Flight& flight = flights_[id];
  flight = {.mail = mail.id,
            .epoch = mail.epoch,
            .tries = mail.attempts,
            .resends = mail.resends,
            .kind = mail.kind,
            .attempt = {.mail = mail.id,
                        .from = ready.message.from,
                        .to = ready.message.to,
                        .recipient = mail.recipient.empty() ? mail.address : std::move(mail.recipient),
                        .probe = relay_.pause().has_value()},
            .not_after = mail.not_after,
            .prepared = std::move(ready),
            .edition = at.edition,
            .suspect = mail.unfinished > 1};
  const letters::Message& message = flight.prepared.message;
  rate_.count(at.now);
  courier_.start({id, message.from, message.to, message.bytes});
}

void Dispatcher::wait_like_others(const store::Mail& mail, const std::string& address) {
  store::Result result{mail.id, mail.epoch, MailState::waiting, {}, false, "", store::address_key(address)};
  if (const auto refused = addresses_.find(address)) result.detail = refused->reply;
  results_.push_back(std::move(result));
}

void Dispatcher::return_leases(Instant now) {
  for (const auto& [id, flight] : flights_)
    if (!flight.released)
      results_.push_back({flight.mail, flight.epoch, MailState::retry, now, false,
                          "the service stopped before it was sent"});
  flush(now);
  std::erase_if(flights_, [](const auto& flight) { return !flight.second.released; });
}

void Dispatcher::flush(Instant now) {
  if (results_.empty()) return;
  outbox_.record(results_, {}, now);
  results_.clear();
}

std::optional<Instant> Dispatcher::next_time(std::optional<Instant> stored, Instant now) {
  std::optional<Instant> next;
  if (!flights_.empty()) next = renewed_ + renew_every;
  if (!stored) return next;
  Instant sending = std::max(*stored, now);
  if (relay_.pause()) {
    if (is_probing()) return next;
    sending = std::max(sending, relay_.pause()->next_probe);
  } else if (rate_.allowance(now) == 0) {
    sending = std::max(sending, rate_.next_allowance());
  } else if (courier_.room() == 0) {
    return next;
  }
  return next ? std::min(*next, sending) : sending;
}

std::optional<programme::Instant> next_try(int tries, programme::Instant now, programme::Instant not_after,
                                           double random) {
  const auto index = std::min(static_cast<std::size_t>(std::max(tries, 1)), steps.size()) - 1;
  const double factor = 0.8 + 0.4 * std::clamp(random, 0.0, 1.0);
  const auto step = std::chrono::duration_cast<seconds>(seconds{steps[index]} * factor);
  const seconds delay = std::max(std::min(step, (not_after - now) / 4), shortest);
  if (now + delay >= not_after) return std::nullopt;
  return now + delay;
}

}  // namespace mail
