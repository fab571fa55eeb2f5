// SPDX-License-Identifier: Apache-2.0
//
// What the end of a transfer means for its mail, for its address and for all others.
#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "service/mail/dispatch.h"
#include "service/mail/pause_words.h"

namespace mail {
namespace {

using programme::Instant;
using store::MailState;
using store::RefusedAddress;

constexpr std::chrono::minutes before_resend{15};

}  // namespace

void Dispatcher::asks(const smtp::Event& event) {
  asks_.push_back(event.id);
  const auto found = flights_.find(event.id);
  if (found == flights_.end()) return;
  const Attempt& attempt = found->second.attempt;
  relay_.recipient_accepted(attempt);
  // A test of the operator, whom the mail server refused before.
  if (refused_.contains(store::address_key(attempt.to))) undo_.addresses.push_back(attempt.to);
}

void Dispatcher::done(const smtp::Event& event, Instant now) {
  const auto found = flights_.find(event.id);
  if (found == flights_.end()) return;
  if (auto result = result_of(found->second, event, now)) results_.push_back(std::move(*result));
  flights_.erase(found);
}

/// Returns nullopt when another worker has the lease, and so decides the result.
std::optional<store::Result> Dispatcher::result_of(const Flight& flight, const smtp::Event& event,
                                                   Instant now) {
  switch (event.outcome) {
    case smtp::Outcome::sent:
      relay_.accepted(flight.attempt);
      postponed_.erase(flight.mail);
      break;
    case smtp::Outcome::retry:
    case smtp::Outcome::failed:
      return refused(flight, event, now);
    case smtp::Outcome::unknown:
      return unknown(flight, event, now);
    case smtp::Outcome::fenced:
      if (!flight.withdrawn) return std::nullopt;
      return store::Result{flight.mail, flight.epoch, MailState::retry,
                           now,         false,        "changed while the server was asked"};
  }
  return store::Result{flight.mail, flight.epoch, MailState::sent, {}, false, event.detail};
}

store::Result Dispatcher::refused(const Flight& flight, const smtp::Event& event, Instant now) {
  switch (relay_.refused(flight.attempt, event, now)) {
    case RelayWatch::Verdict::soon:
      return soon(flight, event, now);
    case RelayWatch::Verdict::later:
      return later(flight, event, now);
    case RelayWatch::Verdict::waits:
      if (flight.kind != store::MailKind::trial) return wait_for_address(flight, event, now);
      break;
    case RelayWatch::Verdict::fails:
      break;
  }
  if (reported_.allow(event.detail, now))
    log_.error("mail " + std::to_string(flight.mail) + " to " + flight.attempt.recipient +
               " is refused: " + event.detail);
  return {flight.mail, flight.epoch, MailState::failed, {}, false, event.detail};
}

/// The failure does not concern the mail: it is tried again as after a first failure, and only its own last
/// moment ends that. While mail is paused, RelayWatch limits the tries. Bytes that were released never
/// change, so that try counts.
store::Result Dispatcher::soon(const Flight& flight, const smtp::Event& event, Instant now) {
  const auto next = next_try(1, now, flight.not_after, random_());
  store::Result result{flight.mail, flight.epoch, MailState::retry, next.value_or(flight.not_after),
                       false,       event.detail};
  result.counts = flight.released;
  postponed_.insert(flight.mail);
  return result;
}

store::Result Dispatcher::later(const Flight& flight, const smtp::Event& event, Instant now) {
  store::Result result{flight.mail, flight.epoch, MailState::retry, {}, false, event.detail};
  if (const auto next = next_try(flight.tries + 1, now, flight.not_after, random_())) {
    result.next_try = *next;
  } else {
    result.state = MailState::expired;
    result.detail = "no time is left for another try; the last one: " + event.detail;
  }
  return result;
}

store::Result Dispatcher::wait_for_address(const Flight& flight, const smtp::Event& event, Instant now) {
  std::string address = store::address_key(flight.attempt.to);
  to_refuse_.push_back({.address = address, .since = now, .reply = event.detail});
  refused_.insert(address);
  if (reported_.allow("address " + address, now))
    log_.error(address + " is refused: " + event.detail +
               "; mails to it wait for another address, or for `traject mail accept`");
  return {flight.mail, flight.epoch, MailState::waiting, {}, false, event.detail, std::move(address)};
}

store::Result Dispatcher::unknown(const Flight& flight, const smtp::Event& event, Instant now) {
  const Instant again = now + before_resend;
  const bool resend = options_.resend_unknown && flight.resends == 0 && again < flight.not_after;
  const std::string what = "mail " + std::to_string(flight.mail) + " to " + flight.attempt.recipient +
                           " may or may not have arrived: " + event.detail;
  if (resend)
    log_.info(what + "; it is sent once more in 15 minutes");
  else
    log_.error(what);
  return {flight.mail, flight.epoch, MailState::unknown, again, resend, event.detail};
}

/// Takes back the mails that wait for a connection.
void Dispatcher::recall(Instant now) {
  for (const std::int64_t id : courier_.recall()) {
    const auto found = flights_.find(id);
    if (found == flights_.end()) continue;
    store::Result result{found->second.mail,
                         found->second.epoch,
                         MailState::retry,
                         now,
                         false,
                         "mail was paused before it was sent"};
    result.counts = false;
    results_.push_back(std::move(result));
    flights_.erase(found);
  }
}

/// Before the results that name them.
void Dispatcher::mark_addresses() {
  for (const RefusedAddress& address : to_refuse_) addresses_.refuse(address);
  to_refuse_.clear();
}

/// Takes back what is stored by now and was wrong: refusals that concerned the server. What a coordinator
/// marked stays, for such mail comes back later and is accepted here all the same.
void Dispatcher::correct(Instant now) {
  auto more = relay_.take_undo();
  std::ranges::move(more.addresses, std::back_inserter(undo_.addresses));
  std::ranges::move(more.mails, std::back_inserter(undo_.mails));
  for (const std::string& address : undo_.addresses) {
    const auto refused = addresses_.find(address);
    if (refused && refused->by == RefusedAddress::By::relay) addresses_.accept(address, now);
  }
  for (const std::int64_t mail : undo_.mails) outbox_.retry(mail, now);
  undo_ = {};
  if (relay_.take_ended()) outbox_.hasten(std::exchange(postponed_, {}), now);
}

/// Stores and reports a pause that began, changed or ended.
void Dispatcher::note_pause() {
  const auto& pause = relay_.pause();
  if (pause == pause_) return;
  pause ? pauses_.set(*pause) : pauses_.end();
  if (pause && (!pause_ || pause->reason != pause_->reason))
    log_.error("mail is paused: " + pause_reason(pause->reason).en + ": " + pause->detail +
               "; it goes on by itself at the first mail that is accepted");
  if (!pause) log_.info("mail goes on: the mail server accepts it again");
  pause_ = pause;
}

/// Frees the mails whose recipients have another address by now, and those whose address was accepted by
/// another process while they were under way.
void Dispatcher::readdress(const WorkerView& at) {
  auto refused = addresses_.addresses();
  const bool fewer = !std::ranges::includes(refused, refused_);
  refused_ = std::move(refused);
  if (readdressed_ == at.edition && !fewer) return;
  std::vector<store::RefusedAddresses::Readdressed> mails;
  for (const auto& waiting : addresses_.waiting()) {
    const auto recipient = at.plan.recipient(waiting.programme, waiting.recipient);
    const std::string address = recipient ? recipient->address() : std::string{};
    const bool moved = options_.rehearsal_to.empty() && store::address_key(address) != waiting.address;
    if (moved || !refused_.contains(waiting.address)) mails.push_back({waiting.mail, address});
  }
  addresses_.readdress(mails, at.now);
  readdressed_ = at.edition;
}

}  // namespace mail
