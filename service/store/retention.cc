// SPDX-License-Identifier: Apache-2.0
#include "service/store/retention.h"

#include <algorithm>
#include <vector>

#include "service/store/connection.h"
#include "service/store/mail_rows.h"
#include "service/store/stamps.h"
#include "service/store/transaction.h"
#include "service/store/withdrawn_rows.h"

namespace store {
namespace {

using changes::Withdrawn;
using changes::WithdrawnKind;
using programme::Instant;
using soci::into;
using soci::use;

/// SQL condition: no state of a mail leads out of this one, except by an operator before not_after.
constexpr const char* has_ended = "mail.state NOT IN ('queued', 'retry', 'waiting', 'leased', 'data')";

/// SQL condition: nothing is decided about the moment of this reminder any more. The closed moment stays, and
/// prevents a second reminder.
constexpr const char* is_closed =
    "EXISTS (SELECT 1 FROM moment WHERE moment.programme = reminder.programme"
    " AND moment.rule = reminder.rule AND moment.activity = reminder.activity"
    " AND moment.library = reminder.library AND moment.day = reminder.day"
    " AND moment.round = reminder.round)";

std::vector<long long> ids(soci::session& sql, const std::string& query, long long cutoff, int limit) {
  std::vector<long long> found;
  long long id = 0;
  soci::statement rows = (sql.prepare << query, into(id), use(cutoff, "cutoff"), use(limit, "limit"));
  rows.execute();
  while (rows.fetch()) found.push_back(id);
  return found;
}

int removed(soci::statement& statement) {
  statement.execute(true);
  return static_cast<int>(statement.get_affected_rows());
}

/// Removes the rows of `table` that are as old as `cutoff`, oldest first, and all of the time of the last one
/// within the limit.
int remove_old(soci::session& sql, const std::string& table, const std::string& time,
               const std::string& condition, long long cutoff, int limit) {
  const int others = limit - 1;
  long long last = 0;
  sql << "SELECT " + time + " FROM " + table + " WHERE " + time + " <= :cutoff AND " + condition +
             " ORDER BY " + time + " LIMIT 1 OFFSET :others",
      into(last), use(cutoff, "cutoff"), use(others, "others");
  if (sql.got_data()) cutoff = last;
  soci::statement rows =
      (sql.prepare << "DELETE FROM " + table + " WHERE " + time + " <= :cutoff AND " + condition,
       use(cutoff, "cutoff"));
  return removed(rows);
}

/// Removes the rows of one programme, or of one person in it.
int remove_of(soci::session& sql, const std::string& table, const std::string& column,
              const std::string& programme, const std::string& person) {
  soci::statement rows =
      (sql.prepare << "DELETE FROM " + table + " WHERE programme = :programme AND " + column + " = :person",
       use(programme, "programme"), use(person, "person"));
  return removed(rows);
}

/// A later time of a hand-in or a language is above those that are removed.
void keep_latest_time(soci::session& sql, const std::string& table, const std::string& programme) {
  long long latest = 0;
  sql << "SELECT COALESCE(MAX(changed), 0) FROM " + table + " WHERE programme = :programme", into(latest),
      use(programme, "programme");
  note_published(sql, instant_of(latest));
}

int latest_revision(soci::session& sql) {
  int number = 0;
  sql << "SELECT COALESCE(MAX(number), 0) FROM revision", into(number);
  return number;
}

std::vector<std::string> texts(soci::session& sql, const std::string& query, long long cutoff) {
  std::vector<std::string> found;
  std::string text;
  soci::statement rows = (sql.prepare << query, into(text), use(cutoff, "cutoff"));
  rows.execute();
  while (rows.fetch()) found.push_back(text);
  return found;
}

/// Programmes with something to remove, in which nothing happened since `cutoff`.
std::vector<std::string> ended_programmes(soci::session& sql, long long cutoff) {
  return texts(sql,
               "SELECT programme FROM (SELECT programme, changed AS latest FROM hand_in"
               " UNION ALL SELECT programme, changed FROM language_change"
               " UNION ALL SELECT programme, since FROM known WHERE kind = 'person') AS said"
               " GROUP BY programme HAVING MAX(latest) <= :cutoff AND NOT EXISTS"
               " (SELECT 1 FROM moment WHERE moment.programme = said.programme AND moment.due > :cutoff)",
               cutoff);
}

date::sys_days day_of(const Withdrawn& row) { return date::sys_days{std::max(row.since, row.last)}; }

}  // namespace

Retention::Retention(Store& store, RetentionTerms terms, date::days visible)
    : store_{store}, terms_{terms}, visible_{visible} {
  // Removed rows are overwritten with zeros: free pages hold no secret links.
  store_.connection().sql << "PRAGMA secure_delete=ON";
}

bool Retention::remove(const PublishedPeople& published, Instant now, int limit) {
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  const bool is_current = published.revision == latest_revision(sql);
  int left = limit;
  for (constexpr int steps = 9; step_ < steps; ++step_) {
    switch (step_) {
      case 0:
        left -= messages(now, left);
        break;
      case 1:
        left -= reminders(now, left);
        break;
      case 2:
        left -= mails(now, left);
        break;
      case 3:
        left -= invitations(now, left);
        break;
      case 4:
        left -= fetches(now, left);
        break;
      case 5:
        left -= refused_addresses(now, left);
        break;
      case 6:
        if (is_current) left -= people(published, now, left);
        break;
      case 7:
        if (is_current) left -= programmes(published, now);
        break;
      default:
        if (is_current) left -= opt_outs(published, now);
    }
    if (left > 0) continue;
    transaction.commit();
    return false;
  }
  transaction.commit();
  step_ = 0;
  empty_wal();
  return true;
}

/// The same bytes may go once more until not_after, except those of a mail that was sent.
int Retention::messages(Instant now, int limit) {
  soci::session& sql = store_.connection().sql;
  const auto mails = ids(
      sql,
      std::string{"SELECT mail.id FROM mail_message JOIN mail ON mail.id = mail_message.mail"
                  " WHERE mail.changed <= :cutoff AND "} +
          has_ended + " AND (mail.state = 'sent' OR mail.not_after <= " + std::to_string(seconds_of(now)) +
          ") LIMIT :limit",
      seconds_of(now - terms_.messages), limit);
  for (const long long mail : mails) sql << "DELETE FROM mail_message WHERE mail = :mail", use(mail, "mail");
  return static_cast<int>(mails.size());
}

/// Of reminders that are in no mail.
int Retention::reminders(Instant now, int limit) {
  return remove_old(store_.connection().sql, "reminder", "not_after",
                    std::string{"mail = 0 AND "} + is_closed, seconds_of(now - terms_.mails), limit);
}

/// A mail goes with its reminders. Ids are not used again.
int Retention::mails(Instant now, int limit) {
  soci::session& sql = store_.connection().sql;
  const auto mails = ids(sql,
                         std::string{"SELECT mail.id FROM mail WHERE mail.changed <= :cutoff"
                                     " AND mail.not_after <= :cutoff AND "} +
                             has_ended +
                             " AND NOT EXISTS (SELECT 1 FROM mail_message WHERE mail_message.mail = mail.id)"
                             " AND NOT EXISTS (SELECT 1 FROM reminder WHERE reminder.mail = mail.id"
                             " AND (reminder.not_after > :cutoff OR NOT " +
                             is_closed + ")) LIMIT :limit",
                         seconds_of(now - terms_.mails), limit);
  if (mails.empty()) return 0;
  keep_last_mail_id(sql);
  for (const long long mail : mails)
    for (const char* from : {"reminder WHERE mail", "change_mail WHERE mail", "invitation_mail WHERE mail",
                             "account_line WHERE mail", "mail WHERE id"})
      sql << std::string{"DELETE FROM "} + from + " = :mail", use(mail, "mail");
  return static_cast<int>(mails.size());
}

/// An address that is refused again is marked again.
int Retention::refused_addresses(Instant now, int limit) {
  return remove_old(store_.connection().sql, "refused_address", "since",
                    "NOT EXISTS (SELECT 1 FROM mail WHERE mail.waits_for = refused_address.address)",
                    seconds_of(now - people_term()), limit);
}

/// What calendars were told of what is over. `occurs` begins with a day.
int Retention::invitations(Instant now, int limit) {
  soci::session& sql = store_.connection().sql;
  const std::string before = date::format("%F", date::floor<date::days>(now - terms_.mails) - date::days{1});
  std::string last;
  const int others = limit - 1;
  sql << "SELECT occurs FROM invitation WHERE occurs < :before ORDER BY occurs LIMIT 1 OFFSET :others",
      into(last), use(before, "before"), use(others, "others");
  if (!sql.got_data()) last = before;
  soci::statement rows = (sql.prepare << "DELETE FROM invitation WHERE occurs < :before AND occurs <= :last",
                          use(before, "before"), use(last, "last"));
  return removed(rows);
}

int Retention::fetches(Instant now, int limit) {
  return remove_old(store_.connection().sql, "feed_fetch", "fetched", "1 = 1",
                    seconds_of(now - terms_.fetches), limit);
}

/// Of people who were taken out of the files: that they left, since when they were known, and what they said.
int Retention::people(const PublishedPeople& published, Instant now, int limit) {
  soci::session& sql = store_.connection().sql;
  int count = 0;
  for (const Withdrawn& row : WithdrawnRows{store_}.all()) {
    if (count >= limit) break;
    if (row.kind != WithdrawnKind::person || !is_past(day_of(row), now)) continue;
    if (published.people.contains({row.programme, row.id})) continue;
    keep_latest_time(sql, "language_change", row.programme);
    keep_latest_time(sql, "hand_in", row.programme);
    count += remove_of(sql, "withdrawn", "kind = 'person' AND id", row.programme, row.id);
    count += remove_of(sql, "known", "kind = 'person' AND id", row.programme, row.id);
    count += remove_of(sql, "language_change", "person", row.programme, row.id);
    if (!published.libraries.contains({row.programme, row.id}))
      count += remove_of(sql, "hand_in", "subject", row.programme, row.id);
  }
  return count;
}

/// Of programmes that are in the files no more, and whose people are all gone.
int Retention::programmes(const PublishedPeople& published, Instant now) {
  soci::session& sql = store_.connection().sql;
  std::set<std::string> shown;
  for (const Withdrawn& row : WithdrawnRows{store_}.all())
    if (row.kind == WithdrawnKind::person || !is_past(day_of(row), now)) shown.insert(row.programme);
  int count = 0;
  for (const std::string& programme : ended_programmes(sql, seconds_of(now - people_term()))) {
    if (published.programmes.contains(programme) || shown.contains(programme)) continue;
    keep_latest_time(sql, "language_change", programme);
    keep_latest_time(sql, "hand_in", programme);
    for (const char* from : {"language_change WHERE", "hand_in WHERE", "known WHERE kind = 'person' AND"}) {
      soci::statement rows = (sql.prepare << std::string{"DELETE FROM "} + from + " programme = :programme",
                              use(programme, "programme"));
      count += removed(rows);
    }
  }
  return count;
}

/// Of people who are in no file and whose feeds have gone.
int Retention::opt_outs(const PublishedPeople& published, Instant now) {
  soci::session& sql = store_.connection().sql;
  std::set<std::string> present;
  for (const auto& [programme, person] : published.people) present.insert("person:" + person);
  for (const Withdrawn& row : WithdrawnRows{store_}.all())
    if (row.kind == WithdrawnKind::person) present.insert("person:" + row.id);
  const long long cutoff = seconds_of(now - people_term());
  int count = 0;
  for (const std::string& recipient :
       texts(sql, "SELECT recipient FROM opt_out GROUP BY recipient HAVING MAX(since) <= :cutoff", cutoff)) {
    if (present.contains(recipient)) continue;
    soci::statement rows =
        (sql.prepare << "DELETE FROM opt_out WHERE recipient = :recipient", use(recipient, "recipient"));
    count += removed(rows);
  }
  return count;
}

date::days Retention::people_term() const { return std::max(terms_.people, visible_ + date::days{1}); }

bool Retention::is_past(date::sys_days day, Instant now) const {
  return day + people_term() < date::floor<date::days>(now);
}

/// Moves the overwritten pages into the database and cuts off the WAL, which has the former ones. While
/// another connection reads, that waits for the next time.
void Retention::empty_wal() {
  soci::session& sql = store_.connection().sql;
  sql << "PRAGMA busy_timeout=0";
  int busy = 0, pages = 0, moved = 0;
  sql << "PRAGMA wal_checkpoint(TRUNCATE)", into(busy), into(pages), into(moved);
  sql << "PRAGMA busy_timeout=5000";
}

}  // namespace store
