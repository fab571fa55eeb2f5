// SPDX-License-Identifier: Apache-2.0
#include "service/store/account_notes.h"

#include "service/store/connection.h"
#include "service/store/mail_rows.h"
#include "service/store/transaction.h"

namespace store {

using programme::Instant;
using soci::into;
using soci::use;

Instant AccountNotes::begin(Instant now) {
  constexpr const char* name = "accounted since";
  soci::session& sql = store_.connection().sql;
  if (const std::string since = read_state(sql, name); !since.empty())
    if (const Instant begun = instant_of(std::stoll(since)); begun <= now) return begun;
  WriteTransaction transaction{sql};
  write_state(sql, name, std::to_string(seconds_of(now)));
  transaction.commit();
  return now;
}

std::vector<AccountNotes::Said> AccountNotes::said_to(const std::string& recipient) {
  std::vector<Said> all;
  Said said;
  long long when = 0;
  soci::statement rows =
      (store_.connection().sql.prepare
           << "SELECT item, account_line.state, MAX(composed) FROM account_line, mail"
              " WHERE mail.id = account_line.mail AND mail.recipient = :recipient AND mail.purpose = "
              "'account'"
              " AND mail.state = 'sent' GROUP BY item, account_line.state",
       into(said.entry.item), into(said.entry.state), into(when), use(recipient, "recipient"));
  rows.execute();
  while (rows.fetch()) {
    said.when = instant_of(when);
    all.push_back(said);
  }
  return all;
}

AccountNotes::Standing AccountNotes::standing(const std::string& recipient) {
  long long last = 0;
  int pending = 0;
  store_.connection().sql
      << "SELECT COALESCE(MAX(CASE WHEN state IN ('queued', 'retry', 'leased', 'data', 'skipped') THEN 0"
         " WHEN state = 'sent' THEN COALESCE((SELECT MAX(composed) FROM account_line WHERE mail = mail.id), "
         "due)"
         " ELSE due END), 0),"
         " COALESCE(MAX(CASE WHEN state IN ('queued', 'retry', 'leased', 'data') THEN 1 ELSE 0 END), 0)"
         " FROM mail WHERE recipient = :recipient AND purpose = 'account'",
      into(last), into(pending), use(recipient, "recipient");
  return {instant_of(last), pending != 0};
}

void AccountNotes::queue(const Reader& reader, const std::string& programme, Instant now, Instant not_after) {
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  MailMaker{sql}.make(
      mail_to_reader(MailKind::account, reader.recipient, reader.address, programme, now, not_after), now);
  transaction.commit();
}

void AccountNotes::set_entries(std::int64_t mail, std::span<const AccountEntry> entries, Instant now) {
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  const long long of = mail, at = seconds_of(now);
  sql << "DELETE FROM account_line WHERE mail = :mail", use(of, "mail");
  AccountEntry entry;
  soci::statement insert =
      (sql.prepare << "INSERT INTO account_line (mail, item, state, composed)"
                      " VALUES (:mail, :item, :state, :now)",
       use(of, "mail"), use(entry.item, "item"), use(entry.state, "state"), use(at, "now"));
  for (const AccountEntry& each : entries) {
    entry = each;
    insert.execute(true);
  }
  transaction.commit();
}

}  // namespace store
