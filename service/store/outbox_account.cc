// SPDX-License-Identifier: Apache-2.0
//
// What of the outbox people must hear of, and figures about it.
#include "service/store/connection.h"
#include "service/store/mail_rows.h"
#include "service/store/outbox.h"
#include "service/store/outbox_statements.h"
#include "service/store/reminder_rows.h"

namespace store {
namespace {

using soci::into;
using soci::use;

const std::string of_somebody = "purpose NOT IN ('account', 'test')";

std::optional<Instant> instant_or_none(long long seconds, soci::indicator found) {
  return found == soci::i_ok ? std::optional{instant_of(seconds)} : std::nullopt;
}

}  // namespace

std::vector<Mail> Outbox::unsettled(Instant since, Instant overdue) {
  const long long from = seconds_of(since), before = seconds_of(overdue);
  std::vector<Mail> mails;
  MailQuery{store_.connection().sql,
            "WHERE " + of_somebody +
                " AND (state = 'waiting' OR (state IN ('queued', 'retry') AND due < :before)"
                " OR (state IN ('failed', 'expired', 'poison') AND changed >= :since)"
                " OR (state = 'unknown' AND again = 0 AND changed >= :since)) ORDER BY due, id",
            use(before, "before"), use(from, "since")}
      .append_to(mails);
  return mails;
}

std::optional<Instant> Outbox::first_due(Instant overdue) {
  const long long from = seconds_of(overdue);
  long long due = 0;
  soci::indicator found = soci::i_null;
  store_.connection().sql << "SELECT MIN(due) FROM mail WHERE " + of_somebody +
                                 " AND state IN ('queued', 'retry') AND due >= :from",
      into(due, found), use(from, "from");
  return instant_or_none(due, found);
}

std::vector<Reminder> Outbox::taken_out_too_late(Instant since) {
  const long long from = seconds_of(since);
  std::vector<Reminder> reminders;
  for (Decision& decision :
       ReminderQuery{store_.connection().sql,
                     "WHERE reason IN ('late', 'begun') AND mail > 0 AND changed >= :since"
                     " ORDER BY due, mail, programme, rule, activity, library, day, round",
                     use(from, "since")}
           .read())
    reminders.push_back(std::move(decision.reminder));
  return reminders;
}

std::vector<ClosedMoment> Outbox::closed_too_late(Instant since) {
  std::vector<ClosedMoment> moments;
  ClosedMoment moment;
  long long due = 0, closed = 0;
  const long long from = seconds_of(since);
  std::string reason;
  programme::MomentKey& key = moment.key;
  soci::statement rows =
      (store_.connection().sql.prepare
           << "SELECT programme, rule, activity, library, day, round, due, reason, closed FROM moment"
              " WHERE reason IN ('late', 'begun') AND closed >= :since ORDER BY due, programme, rule",
       into(key.programme), into(key.rule), into(key.activity), into(key.library), into(key.day),
       into(key.round), into(due), into(reason), into(closed), use(from, "since"));
  rows.execute();
  while (rows.fetch()) {
    moment.due = instant_of(due);
    moment.closed = instant_of(closed);
    moment.reason = reason_from(reason);
    moments.push_back(moment);
  }
  return moments;
}

Outbox::Figures Outbox::figures(Instant from, Instant until, Instant now) {
  soci::session& sql = store_.connection().sql;
  Figures figures;
  const long long begin = seconds_of(from), end = seconds_of(until), at = seconds_of(now);
  long long due = 0, count = 0;
  soci::indicator found = soci::i_null;
  sql << "SELECT MIN(due) FROM mail WHERE " + of_somebody +
             " AND state IN ('queued', 'retry', 'leased', 'data') AND due <= :now",
      into(due, found), use(at, "now");
  figures.oldest_due = instant_or_none(due, found);
  if (const std::string sent = read_state(sql, "last sent"); !sent.empty())
    figures.last_sent = instant_of(std::stoll(sent));
  std::string state;
  soci::statement rows = (sql.prepare << "SELECT state, COUNT(*) FROM mail WHERE " + of_somebody +
                                             " AND due >= :begin AND due < :end GROUP BY state",
                          into(state), into(count), use(begin, "begin"), use(end, "end"));
  rows.execute();
  while (rows.fetch()) {
    const auto named = mail_state_named(state);
    figures.decided += count;
    if (named == MailState::sent) figures.sent += count;
    const bool under_way = named == MailState::queued || named == MailState::retry ||
                           named == MailState::leased || named == MailState::data;
    if (named != MailState::sent && !under_way) figures.accounted += count;
  }
  return figures;
}

}  // namespace store
