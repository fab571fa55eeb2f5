// SPDX-License-Identifier: Apache-2.0
#include "service/store/outbox_statements.h"

namespace store {
namespace {

using soci::use;

// Written so that an index on next_try or not_after does not look useful: nearly every row passes these.
const std::string may_still_go = "not_after - :now > 0";
const std::string may_go = "next_try - :now <= 0 AND " + may_still_go;

const std::string upkeep_times =
    "SELECT MIN(x.t) FROM ("
    "SELECT MIN(leased_until) AS t FROM mail WHERE state = 'leased'"
    " UNION ALL SELECT MIN(changed) + " +
    std::to_string(data_seconds) +
    " FROM mail WHERE state = 'data'"
    " UNION ALL SELECT MIN(next_try) FROM mail WHERE state = 'unknown' AND again = 1"
    " UNION ALL SELECT MIN(not_after) FROM mail WHERE state = 'queued'"
    " UNION ALL SELECT MIN(not_after) FROM mail WHERE state = 'retry'"
    " UNION ALL SELECT MIN(not_after) FROM mail WHERE state = 'waiting') AS x";

const std::string try_times =
    "SELECT MIN(x.t) FROM (SELECT MIN(next_try) AS t FROM mail WHERE state = 'queued'"
    " UNION ALL SELECT MIN(next_try) FROM mail WHERE state = 'retry') AS x";

/// A mail that may have arrived is never said not to have gone: its outcome stays unknown.
const std::string honest_state =
    "CASE WHEN resends > 0 AND :state IN ('expired', 'skipped') THEN 'unknown' ELSE :state END";

}  // namespace

Outbox::Statements::Statements(soci::session& sql)
    : urgent{sql,
             "WHERE urgency = 0 AND state IN ('queued', 'retry') AND due <= :now AND " + may_go +
                 " ORDER BY due, id LIMIT :limit",
             use(now, "now"), use(limit, "limit")},
      accounts{sql,
               "WHERE purpose = 'account' AND state IN ('queued', 'retry') AND due <= :now AND " + may_go +
                   " ORDER BY due, id LIMIT :limit",
               use(now, "now"), use(limit, "limit")},
      queued{sql,
             "WHERE state = 'queued' AND urgency = 1 AND due <= :now AND " + may_go +
                 " ORDER BY due, id LIMIT :limit",
             use(now, "now"), use(limit, "limit")},
      retries{sql,
              "WHERE state = 'retry' AND urgency = 1 AND next_try <= :now AND " + may_still_go +
                  " ORDER BY next_try, id LIMIT :limit",
              use(now, "now"), use(limit, "limit")},
      lease{
          (sql.prepare << "UPDATE mail SET state = 'leased', epoch = epoch + 1, unfinished = unfinished + 1,"
                          " owner = :owner, leased_until = :until, changed = :now WHERE id = :id",
           use(owner, "owner"), use(until, "until"), use(now, "now"), use(id, "id"))},
      poison{
          (sql.prepare << "UPDATE mail SET state = 'poison', changed = :now, detail = :detail WHERE id = :id",
           use(now, "now"), use(detail, "detail"), use(id, "id"))},
      renew{(sql.prepare << "UPDATE mail SET leased_until = :until"
                            " WHERE id = :id AND epoch = :epoch AND state = 'leased'",
             use(until, "until"), use(id, "id"), use(epoch, "epoch"))},
      result{(sql.prepare
                  << "UPDATE mail SET state = " + honest_state +
                         ", next_try = :next_try,"
                         " again = CASE WHEN resends = 0 THEN :again ELSE 0 END,"
                         " attempts = attempts + :tried, unfinished = 0, detail = :detail, changed = :now,"
                         " waits_for = :waits_for"
                         " WHERE id = :id AND epoch = :epoch AND state IN ('leased', 'data')",
              use(state, "state"), use(next_try, "next_try"), use(again, "again"), use(tried, "tried"),
              use(detail, "detail"), use(now, "now"), use(waits_for, "waits_for"), use(id, "id"),
              use(epoch, "epoch"))},
      mark{(sql.prepare << "UPDATE mail SET state = 'data', changed = :now, subject = :subject"
                           " WHERE id = :id AND epoch = :epoch AND state = 'leased' AND not_after > :now",
            use(now, "now"), use(subject, "subject"), use(id, "id"), use(epoch, "epoch"))},
      store_message{
          (sql.prepare << "INSERT INTO mail_message (mail, form, bytes) VALUES (:id, :form, :bytes)",
           use(id, "id"), use(message.form, "form"), use(message.bytes, "bytes"))},
      reminders{sql,
                "WHERE mail = :id ORDER BY due, programme, activity, library, day, rule, round, recipient",
                use(id, "id")},
      later_reminders{
          sql,
          "WHERE reason = '' AND mail IN (SELECT id FROM mail WHERE recipient = :recipient AND due >= :since"
          " AND id <> :id AND ((id > :id AND state IN ('data', 'sent', 'unknown'))"
          " OR (state IN ('queued', 'retry', 'leased') AND " +
              may_still_go + ")))",
          use(recipient, "recipient"),
          use(since, "since"),
          use(id, "id"),
          use(now, "now")},
      select_message_{(sql.prepare << "SELECT form, bytes FROM mail_message WHERE mail = :mail",
                       soci::into(message.form), soci::into(message.bytes), use(bytes_of, "mail"))},
      upkeep_{(sql.prepare << upkeep_times, soci::into(first, found))},
      tries_{(sql.prepare << try_times, soci::into(first, found))},
      account_tries_{(sql.prepare << "SELECT MIN(next_try) FROM mail WHERE purpose = 'account'"
                                     " AND state IN ('queued', 'retry')",
                      soci::into(first, found))} {}

std::string Outbox::Statements::message_of(long long mail) {
  bytes_of = mail;
  std::string bytes;
  select_message_.execute();
  while (select_message_.fetch()) bytes = from_stored(message);
  return bytes;
}

std::optional<Instant> Outbox::Statements::first_of(soci::statement& query) {
  std::optional<Instant> time;
  query.execute();
  while (query.fetch())
    if (found == soci::i_ok) time = instant_of(first);
  return time;
}

}  // namespace store
