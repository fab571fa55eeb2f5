// SPDX-License-Identifier: Apache-2.0
//
// The way of a mail from the queue to its outcome.
#include <algorithm>

#include "service/store/connection.h"
#include "service/store/outbox.h"
#include "service/store/outbox_statements.h"
#include "service/store/transaction.h"

namespace store {
namespace {

constexpr long long lease_seconds = 60;
constexpr long long resend_seconds = 15 * 60;
constexpr int crashes_allowed = 3;
constexpr std::size_t most_at_once = 10'000;
constexpr std::size_t enough_to_choose = 1'000;

/// A transfer was begun and ended in this.
bool was_tried(MailState result) {
  return result == MailState::sent || result == MailState::retry || result == MailState::failed ||
         result == MailState::unknown;
}

long long affected(soci::session& sql, const std::string& text, long long now) {
  soci::statement update = (sql.prepare << text, soci::use(now, "now"));
  update.execute(true);
  return update.get_affected_rows();
}

}  // namespace

std::vector<Mail> Outbox::claim(std::size_t limit, const std::string& owner, Instant now,
                                const std::set<std::string>& avoid, Which which) {
  Statements& s = *statements_;
  const auto next = which == Which::accounts ? s.account_time() : s.try_time();
  if (!next || *next > now) return {};
  WriteTransaction transaction{store_.connection().sql};
  s.now = seconds_of(now);
  s.until = s.now + lease_seconds;
  s.owner = owner;
  std::vector<Mail> claimed;
  bool alone = false;  // so that what stops the service a third time is sure to be what stops it
  while (!alone && claimed.size() < limit) {
    const std::size_t room = limit - claimed.size();
    s.limit =
        static_cast<int>(std::min(avoid.empty() ? room : std::max(room, enough_to_choose), most_at_once));
    std::vector<Mail> found;
    (which == Which::accounts ? s.accounts : s.urgent).append_to(found);
    if (which == Which::all && found.size() < room) {
      const auto tests = static_cast<std::ptrdiff_t>(found.size());
      s.queued.append_to(found);
      s.retries.append_to(found);
      // What was tried comes after what could go before it.
      std::stable_sort(found.begin() + tests, found.end(),
                       [](const Mail& a, const Mail& b) { return a.next_try < b.next_try; });
    }
    if (!avoid.empty())
      std::stable_partition(found.begin(), found.end(), [&](const Mail& mail) {
        return !avoid.contains(mail.recipient.empty() ? mail.address : mail.recipient);
      });
    found.resize(std::min(found.size(), room));
    if (found.empty()) break;
    for (Mail& mail : found) {
      s.id = mail.id;
      if (mail.unfinished >= crashes_allowed) {
        s.detail = "the service stopped " + std::to_string(mail.unfinished) +
                   " times while it was being sent; last: " + mail.detail;
        s.poison.execute(true);
        ++troubles_;
        continue;
      }
      alone = mail.unfinished > 0;
      if (alone && !claimed.empty()) break;
      s.lease.execute(true);
      mail.state = MailState::leased;
      ++mail.epoch;
      ++mail.unfinished;
      mail.changed = now;
      mail.message = s.message_of(mail.id);
      claimed.push_back(std::move(mail));
      if (alone) break;
    }
  }
  transaction.commit();
  return claimed;
}

std::vector<bool> Outbox::record(std::span<const Result> results, std::span<const Mark> marks, Instant now) {
  std::vector<bool> held;
  if (results.empty() && marks.empty()) return held;
  Statements& s = *statements_;
  WriteTransaction transaction{store_.connection().sql};
  s.now = seconds_of(now);
  for (const Result& result : results) {
    s.id = result.id;
    s.epoch = result.epoch;
    s.state = to_string(result.state);
    const bool again = result.state == MailState::unknown && result.again;
    s.again = again ? 1 : 0;
    s.next_try = again || result.state == MailState::retry ? seconds_of(result.next_try) : s.now;
    s.tried = was_tried(result.state) && result.counts ? 1 : 0;
    s.detail = result.detail;
    s.waits_for = result.waits_for;
    s.result.execute(true);
    if (result.state == MailState::sent)
      write_state(store_.connection().sql, "last sent", std::to_string(s.now));
    if (result.state != MailState::sent && result.state != MailState::skipped &&
        result.state != MailState::retry)
      ++troubles_;
  }
  for (const Mark& mark : marks) {
    Invitations invitations{store_};
    const bool news = mark.invitation == nullptr || invitations.is_news(*mark.invitation);
    held.push_back(news && s.hold_to(mark));
    if (held.back() && mark.invitation != nullptr) invitations.note(*mark.invitation);
  }
  transaction.commit();
  return held;
}

bool Outbox::Statements::hold_to(const Mark& asked) {
  const std::string stored = message_of(asked.id);
  const bool given = asked.message != nullptr && !asked.message->empty();
  if (stored.empty() ? !given : given && *asked.message != stored) return false;
  id = asked.id;
  epoch = asked.epoch;
  subject = asked.subject != nullptr ? *asked.subject : std::string{};
  mark.execute(true);
  if (mark.get_affected_rows() == 0) return false;
  if (stored.empty()) {
    message = to_stored(*asked.message);
    store_message.execute(true);
  }
  return true;
}

void Outbox::renew(std::span<const Lease> leases, Instant now) {
  if (leases.empty()) return;
  Statements& s = *statements_;
  WriteTransaction transaction{store_.connection().sql};
  s.until = seconds_of(now) + lease_seconds;
  for (const Lease& lease : leases) {
    s.id = lease.id;
    s.epoch = lease.epoch;
    s.renew.execute(true);
  }
  transaction.commit();
}

void Outbox::hasten(const std::set<std::int64_t>& mails, Instant now) {
  if (mails.empty()) return;
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  const long long at = seconds_of(now);
  long long id = 0;
  soci::statement update = (sql.prepare << "UPDATE mail SET next_try = :now"
                                           " WHERE id = :id AND state = 'retry' AND next_try > :now",
                            soci::use(at, "now"), soci::use(id, "id"));
  for (const std::int64_t mail : mails) {
    id = mail;
    update.execute(true);
  }
  transaction.commit();
}

Outbox::Tended Outbox::tend(Instant now, bool resend_unknown) {
  const auto due = statements_->upkeep_time();
  if (!due || *due > now) return {};
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  const long long at = seconds_of(now);
  const std::string resend = std::to_string(resend_seconds);
  Tended tended;
  tended.unknown = static_cast<int>(
      affected(sql,
               "UPDATE mail SET state = 'unknown', next_try = CAST(:now AS BIGINT) + " + resend +
                   ", again = " + (resend_unknown ? "CASE WHEN resends = 0 THEN 1 ELSE 0 END" : "0") +
                   ", changed = :now, detail = 'its content was let go, and no outcome was recorded'"
                   " WHERE state = 'data' AND changed + " +
                   std::to_string(data_seconds) + " <= :now",
               at));
  tended.returned = static_cast<int>(
      affected(sql,
               "UPDATE mail SET state = CASE WHEN attempts > 0 OR resends > 0 THEN 'retry' ELSE 'queued' END,"
               " changed = :now WHERE state = 'leased' AND leased_until <= :now",
               at));
  // What may not go again any more stays unknown for good.
  const std::string hopeless = resend_unknown ? " AND not_after <= :now" : "";
  const auto given_up = affected(
      sql, "UPDATE mail SET again = 0, next_try = :now WHERE state = 'unknown' AND again = 1" + hopeless, at);
  tended.resent = static_cast<int>(
      affected(sql,
               "UPDATE mail SET state = 'retry', resends = resends + 1, again = 0, changed = :now"
               " WHERE state = 'unknown' AND again = 1 AND next_try <= :now",
               at));
  std::string why =
      "CASE WHEN detail = '' THEN 'it did not go before its time was over'"
      " ELSE 'its time was over; before that: ' || detail END";
  if (pauses().read()) why = "'mail was paused until its time was over'";
  if (!read_state(sql, "hold").empty()) why = "'all mail was held until its time was over'";
  tended.expired = static_cast<int>(affected(
      sql,
      "UPDATE mail SET state = CASE WHEN resends > 0 THEN 'unknown' ELSE 'expired' END, changed = :now,"
      " detail = CASE WHEN state <> 'waiting' THEN " +
          why +
          " WHEN waits_for = '' THEN 'nobody released it before its time was over'"
          " ELSE 'it waited for another address until its time was over: ' || detail END"
          " WHERE state IN ('queued', 'retry', 'waiting') AND not_after <= :now",
      at));
  transaction.commit();
  if (tended.expired > 0 || tended.unknown > 0 || given_up > 0) ++troubles_;
  return tended;
}

std::optional<Instant> Outbox::next_time(Which which) {
  if (which == Which::accounts) return statements_->account_time();
  const auto upkeep = statements_->upkeep_time();
  const auto next = statements_->try_time();
  if (!upkeep || !next) return upkeep ? upkeep : next;
  return std::min(*upkeep, *next);
}

}  // namespace store
