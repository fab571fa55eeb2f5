// SPDX-License-Identifier: Apache-2.0
#include "service/store/file_problem_notes.h"

#include "service/store/connection.h"
#include "service/store/mail_rows.h"
#include "service/store/transaction.h"

namespace store {
namespace {

using programme::Instant;

constexpr const char* digest_name = "file problems";
constexpr const char* since_name = "file problems since";
constexpr const char* mailed_name = "file problems told";

Instant read_time(soci::session& sql, const char* name) {
  const std::string text = read_state(sql, name);
  return text.empty() ? Instant{} : instant_of(std::stoll(text));
}

}  // namespace

FileProblemNotes::Note FileProblemNotes::read() {
  soci::session& sql = store_.connection().sql;
  return {read_state(sql, digest_name), read_time(sql, since_name), read_time(sql, mailed_name)};
}

void FileProblemNotes::set(const std::string& digest, Instant since) {
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  write_state(sql, digest_name, digest);
  write_state(sql, since_name, std::to_string(seconds_of(since)));
  transaction.commit();
}

void FileProblemNotes::queue_mails(std::span<const Reader> readers, const std::string& programme, Instant now,
                                   Instant not_after) {
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  const long long at = seconds_of(now);
  sql << "UPDATE mail SET state = 'skipped', changed = :now, detail = 'a later mail tells it'"
         " WHERE purpose = 'files' AND state IN ('queued', 'retry', 'waiting')",
      soci::use(at, "now");
  MailMaker maker{sql};
  for (const Reader& reader : readers)
    maker.make(
        mail_to_reader(MailKind::file_problems, reader.recipient, reader.address, programme, now, not_after),
        now);
  write_state(sql, mailed_name, std::to_string(at));
  transaction.commit();
}

}  // namespace store
