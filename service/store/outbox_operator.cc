// SPDX-License-Identifier: Apache-2.0
//
// What the operator sees of the outbox, and may do to it.
#include "service/store/connection.h"
#include "service/store/mail_rows.h"
#include "service/store/outbox.h"
#include "service/store/outbox_statements.h"
#include "service/store/transaction.h"

namespace store {
namespace {

using soci::use;

/// How long a test may take to go.
constexpr std::chrono::hours test_lasts{24};

std::int64_t count_of(soci::session& sql, const std::string& condition) {
  long long count = 0;
  sql << "SELECT COUNT(*) FROM mail WHERE " + condition, soci::into(count);
  return count;
}

}  // namespace

std::vector<Mail> Outbox::list(std::optional<MailState> state, std::size_t limit) {
  soci::session& sql = store_.connection().sql;
  const auto at_most = static_cast<long long>(limit);
  std::vector<Mail> mails;
  if (state) {
    const std::string name{to_string(*state)};
    MailQuery{sql, "WHERE state = :state ORDER BY id DESC LIMIT :limit", use(name, "state"),
              use(at_most, "limit")}
        .append_to(mails);
  } else {
    MailQuery{sql, "ORDER BY id DESC LIMIT :limit", use(at_most, "limit")}.append_to(mails);
  }
  return mails;
}

std::optional<Mail> Outbox::find(std::int64_t id) {
  const long long wanted = id;
  std::vector<Mail> mails;
  MailQuery{store_.connection().sql, "WHERE id = :id", use(wanted, "id")}.append_to(mails);
  if (mails.empty()) return std::nullopt;
  mails.front().message = statements_->message_of(id);
  return mails.front();
}

bool Outbox::retry(std::int64_t id, Instant now) {
  const long long wanted = id, at = seconds_of(now);
  // What was never tried goes back to the queue, in the order of due; a second copy of what may have arrived
  // is counted.
  soci::statement update =
      (store_.connection().sql.prepare
           << "UPDATE mail SET"
              " resends = CASE WHEN state = 'unknown' THEN resends + 1 ELSE resends END,"
              " next_try = CASE WHEN state IN ('queued', 'waiting') THEN next_try ELSE :now END,"
              " state = CASE WHEN state IN ('queued', 'waiting') AND attempts = 0 AND resends = 0 THEN "
              "'queued'"
              " ELSE 'retry' END,"
              " unfinished = 0, again = 0, changed = :now"
              " WHERE id = :id AND not_after > :now AND waits_for = '' AND state IN"
              " ('queued', 'retry', 'waiting', 'failed', 'unknown', 'poison', 'dropped')",
       use(at, "now"), use(wanted, "id"));
  update.execute(true);
  return update.get_affected_rows() > 0;
}

bool Outbox::drop(std::int64_t id, Instant now) {
  const long long wanted = id, at = seconds_of(now);
  // What may have arrived stays unknown, and only does not go again.
  soci::statement update =
      (store_.connection().sql.prepare
           << "UPDATE mail SET"
              " state = CASE WHEN state = 'unknown' OR resends > 0 THEN 'unknown' ELSE 'dropped' END,"
              " again = 0, next_try = :now, changed = :now, waits_for = '',"
              " detail = 'dropped by the operator'"
              " WHERE id = :id AND (state IN ('queued', 'retry', 'waiting', 'poison')"
              " OR (state = 'unknown' AND again = 1))",
       use(at, "now"), use(wanted, "id"));
  update.execute(true);
  return update.get_affected_rows() > 0;
}

std::int64_t Outbox::add_test(const std::string& address, const std::string& key, Instant now) {
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  Mail mail;
  mail.key = key;
  mail.kind = MailKind::trial;
  mail.address = address;
  mail.due = now;
  mail.not_after = now + test_lasts;
  const long long id = MailMaker{sql}.make(mail, now);
  transaction.commit();
  return id;
}

int Outbox::release_waiting(Instant now, std::int64_t last) {
  const long long at = seconds_of(now), up_to = last;
  soci::statement update =
      (store_.connection().sql.prepare
           << "UPDATE mail SET state = CASE WHEN attempts > 0 OR resends > 0 THEN 'retry' ELSE 'queued' END,"
              " changed = :now WHERE state = 'waiting' AND waits_for = '' AND not_after > :now AND id <= "
              ":up_to",
       use(at, "now"), use(up_to, "up_to"));
  update.execute(true);
  return static_cast<int>(update.get_affected_rows());
}

std::int64_t Outbox::waiting_for_word() {
  return count_of(store_.connection().sql, "state = 'waiting' AND waits_for = ''");
}

std::int64_t Outbox::waiting_for_address() {
  return count_of(store_.connection().sql, "state = 'waiting' AND waits_for <> ''");
}

std::vector<std::pair<MailState, std::int64_t>> Outbox::counts() {
  std::vector<std::pair<MailState, std::int64_t>> counts;
  std::string state;
  long long count = 0;
  soci::statement rows =
      (store_.connection().sql.prepare << "SELECT state, COUNT(*) FROM mail GROUP BY state ORDER BY state",
       soci::into(state), soci::into(count));
  rows.execute();
  while (rows.fetch())
    if (const auto named = mail_state_named(state)) counts.emplace_back(*named, count);
  return counts;
}

}  // namespace store
