// SPDX-License-Identifier: Apache-2.0
//
// Deciding, and what is kept about it. Sending: outbox_sending.cc; the operator's part: outbox_operator.cc.
#include "service/store/outbox.h"

#include <algorithm>

#include "service/store/connection.h"
#include "service/store/mail_rows.h"
#include "service/store/outbox_statements.h"
#include "service/store/reminder_rows.h"
#include "service/store/transaction.h"

namespace store {
namespace {

/// SQL condition: no mail that left, or may have left, holds the reminder. What was skipped never arrived. A
/// reason is set before the mail is composed, or when its bytes are there from a try that failed: so what has
/// no bytes, or was sent at the first try, does not say it.
const std::string not_said =
    "EXISTS (SELECT 1 FROM mail WHERE mail.id = reminder.mail AND mail.not_after > :now"
    " AND (state = 'skipped' OR (state = 'sent' AND attempts = 1 AND resends = 0)"
    " OR (" +
    std::string{is_unwritten} + ")))";

bool is_too_late(const std::optional<programme::SkipReason>& reason) {
  return reason == programme::SkipReason::late || reason == programme::SkipReason::begun;
}

const std::string in_order = " ORDER BY due, programme, rule, activity, library, day, round, recipient";

std::vector<Reminder> reminders_in(const std::vector<Decision>& decisions) {
  std::vector<Reminder> reminders;
  reminders.reserve(decisions.size());
  for (const Decision& decision : decisions) reminders.push_back(decision.reminder);
  return reminders;
}

}  // namespace

Outbox::Outbox(Store& store)
    : store_{store}, statements_{std::make_unique<Statements>(store.connection().sql)} {}

Outbox::~Outbox() = default;

std::vector<ClosedMoment> Outbox::closed_moments() {
  std::vector<ClosedMoment> moments;
  ClosedMoment moment;
  long long due = 0;
  std::string reason;
  programme::MomentKey& key = moment.key;
  soci::statement rows =
      (store_.connection().sql.prepare
           << "SELECT programme, rule, activity, library, day, round, due, reason FROM moment",
       soci::into(key.programme), soci::into(key.rule), soci::into(key.activity), soci::into(key.library),
       soci::into(key.day), soci::into(key.round), soci::into(due), soci::into(reason));
  rows.execute();
  while (rows.fetch()) {
    moment.due = instant_of(due);
    moment.reason = reason_from(reason);
    moments.push_back(moment);
  }
  return moments;
}

void Outbox::decide(std::span<const Decision> decisions, Instant now) {
  if (decisions.empty()) return;
  if (std::ranges::any_of(decisions, &Decision::waiting)) ++troubles_;
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  ReminderInsert reminders{sql};
  MailMaker mails{sql};
  for (const Decision& decision : decisions) {
    if (decision.reminder.reason) {
      reminders.insert(decision, 0, now);
      continue;
    }
    // Nearly always the mail is new, so its id is known before it is made.
    const long long expected = mails.next_id();
    if (!reminders.insert(decision, expected, now)) continue;
    const long long mail =
        mails.join_or_make(mail_of(decision, decision.waiting ? MailState::waiting : MailState::queued), now);
    if (mail != expected) {
      Reminder joined = decision.reminder;
      joined.mail = mail;
      update_reminder(sql, joined, now);
    }
  }
  transaction.commit();
}

void Outbox::close(std::span<const ClosedMoment> moments, Instant now) {
  if (moments.empty()) return;
  if (std::ranges::any_of(moments, [](const auto& moment) { return is_too_late(moment.reason); }))
    ++troubles_;
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  programme::MomentKey key;
  std::string reason;
  long long due = 0;
  const long long closed = seconds_of(now);
  soci::statement insert =
      (sql.prepare
           << "INSERT INTO moment (programme, rule, activity, library, day, round, due, reason, closed)"
              " VALUES (:programme, :rule, :activity, :library, :day, :round, :due, :reason, :closed)"
              " ON CONFLICT (programme, rule, activity, library, day, round) DO NOTHING",
       soci::use(key.programme, "programme"), soci::use(key.rule, "rule"),
       soci::use(key.activity, "activity"), soci::use(key.library, "library"), soci::use(key.day, "day"),
       soci::use(key.round, "round"), soci::use(due, "due"), soci::use(reason, "reason"),
       soci::use(closed, "closed"));
  for (const ClosedMoment& moment : moments) {
    key = moment.key;
    due = seconds_of(moment.due);
    reason = reason_text(moment.reason);
    insert.execute(true);
  }
  transaction.commit();
}

std::vector<Reminder> Outbox::reminders_of(std::int64_t mail) {
  statements_->id = mail;
  return reminders_in(statements_->reminders.read());
}

std::vector<Reminder> Outbox::reminders() {
  ReminderQuery all{store_.connection().sql,
                    "ORDER BY decided, due, mail, programme, rule, activity, library, day, round, recipient"};
  return reminders_in(all.read());
}

void Outbox::set_reason(const Reminder& reminder, programme::SkipReason reason, Instant now) {
  if (is_too_late(reason)) ++troubles_;
  Reminder changed = reminder;
  changed.reason = reason;
  update_reminder(store_.connection().sql, changed, now);
}

std::vector<Reminder> Outbox::later_reminders(const Mail& mail, Instant now) {
  Statements& s = *statements_;
  s.id = mail.id;
  s.recipient = mail.recipient;
  s.since = seconds_of(mail.due);
  s.now = seconds_of(now);
  return reminders_in(s.later_reminders.read());
}

std::vector<Decision> Outbox::superseded_by(std::int64_t mail, Instant now) {
  const long long at = seconds_of(now), id = mail;
  const auto same = [](const std::string& other) {
    return other + ".recipient = reminder.recipient AND " + other + ".programme = reminder.programme AND " +
           other + ".activity = reminder.activity AND " + other + ".library = reminder.library AND (" +
           other + ".activity <> '' OR " + other + ".rule = reminder.rule) AND " + other +
           ".reason = '' AND " + other + ".due >= reminder.due";
  };
  return ReminderQuery{
      store_.connection().sql,
      "WHERE reason = 'superseded' AND not_after > :now AND (reminder.mail = 0 OR " + not_said +
          ") AND EXISTS (SELECT 1 FROM reminder AS winner WHERE winner.mail = :id AND " + same("winner") +
          ") AND NOT EXISTS (SELECT 1 FROM reminder AS rival, mail WHERE mail.id = rival.mail"
          " AND rival.mail <> :id AND " +
          same("rival") +
          " AND (mail.state IN ('leased', 'data', 'sent', 'unknown')"
          " OR (mail.state IN ('queued', 'retry', 'waiting') AND mail.not_after > :now)))" +
          in_order,
      soci::use(at, "now"), soci::use(id, "id")}
      .read();
}

std::vector<Decision> Outbox::reinstatable(Instant now) {
  const long long at = seconds_of(now);
  return ReminderQuery{store_.connection().sql,
                       "WHERE reason IN ('cancelled', 'unconfirmed', 'planned', 'left', 'opted_out', 'moved',"
                       " 'no_rule') AND not_after > :now AND " +
                           not_said + in_order,
                       soci::use(at, "now")}
      .read();
}

void Outbox::reinstate(std::span<const Decision> decisions, Instant now) {
  if (decisions.empty()) return;
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  MailMaker mails{sql};
  for (const Decision& decision : decisions) {
    Reminder reminder = decision.reminder;
    reminder.mail = mails.join_or_make(mail_of(decision, MailState::queued), now);
    reminder.reason.reset();
    update_reminder(sql, reminder, now);
  }
  transaction.commit();
}

std::string Outbox::hold() { return read_state(store_.connection().sql, "hold"); }

Instant Outbox::held_since() {
  const std::string time = read_state(store_.connection().sql, "held since");
  return time.empty() ? Instant{} : instant_of(std::stoll(time));
}

void Outbox::set_hold(const std::string& why, Instant now) {
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  ++troubles_;
  write_hold(sql, why, now);
  transaction.commit();
}

void Outbox::release_hold(Instant now) { set_hold("", now); }

Outbox::LastTick Outbox::last_tick() {
  soci::session& sql = store_.connection().sql;
  const std::string time = read_state(sql, "ticked");
  return {read_state(sql, "host"), time.empty() ? Instant{} : instant_of(std::stoll(time))};
}

void Outbox::set_last_tick(const LastTick& tick) {
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  write_state(sql, "host", tick.host);
  write_state(sql, "ticked", std::to_string(seconds_of(tick.time)));
  transaction.commit();
}

Instant Outbox::plan_changed(const std::string& digest, Instant now) {
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  if (read_state(sql, "plan") == digest) {
    const std::string since = read_state(sql, "planned since");
    if (!since.empty()) return instant_of(std::stoll(since));
  }
  write_state(sql, "plan", digest);
  write_state(sql, "planned since", std::to_string(seconds_of(now)));
  transaction.commit();
  return now;
}

}  // namespace store
