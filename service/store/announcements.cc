// SPDX-License-Identifier: Apache-2.0
#include "service/store/announcements.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "service/store/connection.h"
#include "service/store/mail_rows.h"
#include "service/store/transaction.h"

namespace store {
namespace {

constexpr const char* untold_since = "untold since";
constexpr const char* untold_when = "untold when";

using programme::Instant;
using soci::into;
using soci::use;

int read_number(soci::session& sql, const std::string& name) {
  const std::string text = read_state(sql, name);
  return text.empty() ? 0 : std::stoi(text);
}

/// Change mails that may still say something else: by recipient, mail and since when.
std::map<std::string, std::map<long long, int>> unsent_changes(soci::session& sql) {
  std::map<std::string, std::map<long long, int>> found;
  std::string recipient;
  long long mail = 0;
  int since = 0;
  soci::statement rows = (sql.prepare << "SELECT mail.recipient, mail.id, change_mail.since FROM change_mail"
                                         " JOIN mail ON mail.id = change_mail.mail WHERE "
                                      << is_unwritten,
                          into(recipient), into(mail), into(since));
  rows.execute();
  while (rows.fetch()) found[recipient][mail] = since;
  return found;
}

/// Likewise invitations, by recipient and occurrence.
std::map<std::pair<std::string, std::string>, std::vector<long long>> unsent_invitations(soci::session& sql) {
  std::map<std::pair<std::string, std::string>, std::vector<long long>> found;
  std::string recipient, uid;
  long long mail = 0;
  soci::statement rows =
      (sql.prepare << "SELECT mail.recipient, invitation_mail.uid, mail.id FROM invitation_mail"
                      " JOIN mail ON mail.id = invitation_mail.mail WHERE "
                   << is_unwritten,
       into(recipient), into(uid), into(mail));
  rows.execute();
  while (rows.fetch()) found[{recipient, uid}].push_back(mail);
  return found;
}

void skip(soci::session& sql, long long mail, Instant now) {
  const long long at = seconds_of(now);
  sql << "UPDATE mail SET state = 'skipped', changed = :now, detail = 'a later mail tells it'"
         " WHERE id = :id",
      use(at, "now"), use(mail, "id");
}

}  // namespace

int Announcements::announced() { return read_number(store_.connection().sql, "announced"); }

void Announcements::set_announced(int revision) {
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  write_state(sql, "announced", std::to_string(revision));
  transaction.commit();
}

std::optional<Announcements::Untold> Announcements::untold() {
  soci::session& sql = store_.connection().sql;
  const std::string since = read_state(sql, untold_since), when = read_state(sql, untold_when);
  if (since.empty() || when.empty()) return std::nullopt;
  return Untold{std::stoi(since), instant_of(std::stoll(when))};
}

void Announcements::set_untold(const Untold& untold) {
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  write_state(sql, untold_since, std::to_string(untold.since));
  write_state(sql, untold_when, std::to_string(seconds_of(untold.when)));
  transaction.commit();
}

int Announcements::asked() { return read_number(store_.connection().sql, "announce"); }

void Announcements::ask(int revision) {
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  write_state(sql, "announce", std::to_string(revision));
  transaction.commit();
}

namespace {

/// What both kinds have.
template <typename Wanted>
Mail mail_of(const Wanted& wanted) {
  Mail mail;
  mail.programme = wanted.programme;
  mail.recipient = wanted.recipient;
  mail.address = wanted.address;
  mail.state = wanted.waiting ? MailState::waiting : MailState::queued;
  mail.due = wanted.due;
  return mail;
}

void queue_changes(soci::session& sql, int revision, std::span<const ChangeMail> mails, Instant now,
                   Instant not_after) {
  const int announced = read_number(sql, "announced");
  const auto earlier = unsent_changes(sql);
  MailMaker maker{sql};
  long long id = 0;
  int since = 0;
  soci::statement insert = (sql.prepare << "INSERT INTO change_mail (mail, since) VALUES (:mail, :since)",
                            use(id, "mail"), use(since, "since"));
  for (const ChangeMail& wanted : mails) {
    since = announced;
    if (const auto found = earlier.find(wanted.recipient); found != earlier.end()) {
      for (const auto& [old, from] : found->second) {
        since = std::min(since, from);
        skip(sql, old, now);
      }
    }
    Mail mail = mail_of(wanted);
    mail.key = "change/" + std::to_string(since) + '-' + std::to_string(revision) + '/' + wanted.recipient;
    mail.kind = MailKind::change;
    mail.not_after = not_after;
    id = maker.make(mail, now);
    insert.execute(true);
  }
}

void queue_invitations(soci::session& sql, int revision, std::span<const InvitationMail> invitations,
                       Instant now) {
  const auto earlier = unsent_invitations(sql);
  MailMaker maker{sql};
  long long id = 0;
  std::string uid;
  soci::statement insert = (sql.prepare << "INSERT INTO invitation_mail (mail, uid) VALUES (:mail, :uid)",
                            use(id, "mail"), use(uid, "uid"));
  for (const InvitationMail& wanted : invitations) {
    if (const auto found = earlier.find({wanted.recipient, wanted.uid}); found != earlier.end())
      for (const long long old : found->second) skip(sql, old, now);
    Mail mail = mail_of(wanted);
    mail.key = "invitation/" + std::to_string(revision) + '/' + wanted.uid + '/' + wanted.recipient;
    mail.kind = MailKind::invitation;
    mail.not_after = wanted.not_after;
    id = maker.make(mail, now);
    uid = wanted.uid;
    insert.execute(true);
  }
}

}  // namespace

void Announcements::announce(int revision, std::span<const ChangeMail> mails, Instant now,
                             Instant not_after) {
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  queue_changes(sql, revision, mails, now, not_after);
  write_state(sql, "announced", std::to_string(revision));
  transaction.commit();
}

void Announcements::announce(int revision, std::span<const ChangeMail> mails,
                             std::span<const InvitationMail> invitations, Instant now, Instant not_after) {
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  queue_changes(sql, revision, mails, now, not_after);
  queue_invitations(sql, revision, invitations, now);
  write_state(sql, "announced", std::to_string(revision));
  write_state(sql, "invited", std::to_string(revision));
  transaction.commit();
}

int Announcements::since(std::int64_t mail) {
  const long long wanted = mail;
  int since = 0;
  store_.connection().sql << "SELECT since FROM change_mail WHERE mail = :mail", into(since),
      use(wanted, "mail");
  return store_.connection().sql.got_data() ? since : 0;
}

int Announcements::release(Instant now) {
  const long long at = seconds_of(now);
  soci::statement update =
      (store_.connection().sql.prepare
           << "UPDATE mail SET state = 'queued', changed = :now"
              " WHERE state = 'waiting' AND waits_for = '' AND purpose IN ('change', 'invitation')"
              " AND not_after > :now",
       use(at, "now"));
  update.execute(true);
  return static_cast<int>(update.get_affected_rows());
}

}  // namespace store
