// SPDX-License-Identifier: Apache-2.0
#include "service/store/reminder_rows.h"

#include <stdexcept>

#include "service/store/mail_rows.h"

namespace store {

std::string reason_text(const std::optional<programme::SkipReason>& reason) {
  return reason ? std::string{programme::to_string(*reason)} : std::string{};
}

std::optional<programme::SkipReason> reason_from(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto reason = programme::reason_named(text);
  if (!reason) throw std::runtime_error{"the database has the unknown reason " + text};
  return reason;
}

Mail mail_of(const Decision& decision, MailState state) {
  Mail mail;
  mail.key = decision.mail_key;
  mail.kind = MailKind::reminder;
  mail.programme = decision.reminder.key.programme;
  mail.recipient = decision.reminder.recipient;
  mail.address = decision.address;
  mail.state = state;
  mail.due = decision.reminder.due;
  mail.not_after = decision.not_after;
  return mail;
}

void ReminderFields::set(const Decision& from) {
  decision = from;
  reason = reason_text(from.reminder.reason);
  due = seconds_of(from.reminder.due);
  not_after = seconds_of(from.not_after);
}

Decision ReminderFields::get() const {
  Decision result = decision;
  result.reminder.reason = reason_from(reason);
  result.reminder.due = instant_of(due);
  result.reminder.mail = mail;
  result.not_after = instant_of(not_after);
  return result;
}

const std::string ReminderQuery::columns =
    "programme, rule, activity, library, day, round, recipient, due, not_after, mail, reason, mail_key, "
    "address, "
    "subject";

void ReminderQuery::bind_columns() {
  const auto bind = [this](auto&... fields) { (statement_.exchange(soci::into(fields)), ...); };
  auto& [decision, reason, due, not_after, mail, now] = fields_;
  auto& [key, recipient, reminder_due, reminder_mail, reminder_reason] = decision.reminder;
  bind(key.programme, key.rule, key.activity, key.library, key.day, key.round, recipient, due, not_after,
       mail, reason, decision.mail_key, decision.address, decision.subject);
}

std::vector<Decision> ReminderQuery::read() {
  std::vector<Decision> found;
  statement_.execute();
  while (statement_.fetch()) found.push_back(fields_.get());
  return found;
}

ReminderInsert::ReminderInsert(soci::session& sql)
    : statement_{
          (sql.prepare
               << "INSERT INTO reminder (programme, rule, activity, library, day, round, recipient, due,"
                  " not_after, mail, reason, mail_key, address, subject, decided, changed)"
                  " VALUES (:programme, :rule, :activity, :library, :day, :round, :recipient, :due,"
                  " :not_after, :mail, :reason, :mail_key, :address, :subject, :decided, :changed)"
                  " ON CONFLICT (programme, rule, activity, library, day, round, recipient) DO NOTHING",
           soci::use(fields_.decision.reminder.key.programme, "programme"),
           soci::use(fields_.decision.reminder.key.rule, "rule"),
           soci::use(fields_.decision.reminder.key.activity, "activity"),
           soci::use(fields_.decision.reminder.key.library, "library"),
           soci::use(fields_.decision.reminder.key.day, "day"),
           soci::use(fields_.decision.reminder.key.round, "round"),
           soci::use(fields_.decision.reminder.recipient, "recipient"), soci::use(fields_.due, "due"),
           soci::use(fields_.not_after, "not_after"), soci::use(fields_.mail, "mail"),
           soci::use(fields_.reason, "reason"), soci::use(fields_.decision.mail_key, "mail_key"),
           soci::use(fields_.decision.address, "address"), soci::use(fields_.decision.subject, "subject"),
           soci::use(fields_.now, "decided"), soci::use(fields_.now, "changed"))} {}

bool ReminderInsert::insert(const Decision& decision, long long mail, Instant now) {
  fields_.set(decision);
  fields_.mail = mail;
  fields_.now = seconds_of(now);
  statement_.execute(true);
  return statement_.get_affected_rows() > 0;
}

void update_reminder(soci::session& sql, const Reminder& reminder, Instant now) {
  const std::string reason = reason_text(reminder.reason);
  const long long mail = reminder.mail, changed = seconds_of(now);
  const programme::MomentKey& key = reminder.key;
  sql << "UPDATE reminder SET mail = :mail, reason = :reason, changed = :changed WHERE programme = :programme"
         " AND rule = :rule AND activity = :activity AND library = :library AND day = :day AND round = :round"
         " AND recipient = :recipient",
      soci::use(mail, "mail"), soci::use(reason, "reason"), soci::use(changed, "changed"),
      soci::use(key.programme, "programme"), soci::use(key.rule, "rule"), soci::use(key.activity, "activity"),
      soci::use(key.library, "library"), soci::use(key.day, "day"), soci::use(key.round, "round"),
      soci::use(reminder.recipient, "recipient");
}

}  // namespace store
