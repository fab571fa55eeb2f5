// SPDX-License-Identifier: Apache-2.0
#include "service/store/invitations.h"

#include <date/date.h>

#include <sstream>
#include <stdexcept>

#include "service/store/connection.h"
#include "service/store/transaction.h"

namespace store {
namespace {

using programme::Deadline;
using programme::LocalMinute;
using programme::Resolved;
using programme::Session;
using soci::into;
using soci::use;

constexpr const char* moment_form = "%FT%R";

std::string text_of(LocalMinute moment) { return date::format(moment_form, moment); }

/// "2023-06-20T10:00/2023-06-20T13:00" for a session, "2023-06-13" or "2023-06-13T17:00" for a deadline.
std::string text_of(const Resolved& when) {
  if (const auto* session = std::get_if<Session>(&when))
    return text_of(session->start) + "/" + text_of(session->end);
  const auto& deadline = std::get<Deadline>(when);
  return deadline.time ? text_of(LocalMinute{date::local_days{deadline.day}} + *deadline.time)
                       : date::format("%F", deadline.day);
}

template <class Time>
Time parse(const std::string& text, const char* form) {
  std::istringstream in{text};
  Time time{};
  in >> date::parse(form, time);
  if (in.fail()) throw std::runtime_error{"a stored invitation has the time " + text};
  return time;
}

Resolved when_of(const std::string& text) {
  if (const auto slash = text.find('/'); slash != std::string::npos)
    return Session{parse<LocalMinute>(text.substr(0, slash), moment_form),
                   parse<LocalMinute>(text.substr(slash + 1), moment_form)};
  if (text.find('T') == std::string::npos)
    return Deadline{parse<date::year_month_day>(text, "%F"), std::nullopt};
  const auto moment = parse<LocalMinute>(text, moment_form);
  const auto day = date::floor<date::days>(moment);
  return Deadline{date::year_month_day{day}, moment - day};
}

/// One row, as columns take it.
struct Row {
  Invitation invitation;
  long long mail = 0, created = 0;
  int cancelled = 0;
  std::string occurs, language;

  Invitation take() const {
    Invitation all = invitation;
    all.mail = mail;
    all.created = programme::Instant{std::chrono::seconds{created}};
    all.cancelled = cancelled != 0;
    all.when = when_of(occurs);
    all.language = language == "en" ? programme::Language::en : programme::Language::nl;
    return all;
  }
};

const std::string select_rows =
    "SELECT recipient, uid, programme, mail, sequence, cancelled, occurs, zone, title, place, created,"
    " organizer, name, email, address, language FROM invitation";

template <class... Parameters>
std::vector<Invitation> read(soci::session& sql, const std::string& rest, Parameters... parameters) {
  Row row;
  Invitation& all = row.invitation;
  soci::statement query{sql};
  const auto bind = [&](auto&... fields) { (query.exchange(into(fields)), ...); };
  bind(all.recipient, all.uid, all.programme, row.mail, all.sequence, row.cancelled, row.occurs, all.zone,
       all.title, all.place, row.created, all.organizer, all.name, all.email, all.address, row.language);
  (query.exchange(parameters), ...);
  query.alloc();
  query.prepare(select_rows + rest);
  query.define_and_bind();
  std::vector<Invitation> found;
  query.execute();
  while (query.fetch()) found.push_back(row.take());
  return found;
}

}  // namespace

std::vector<Invitation> Invitations::last_sent() {
  return read(store_.connection().sql, " ORDER BY recipient, uid");
}

std::optional<Invitation> Invitations::last_sent(const std::string& recipient, const std::string& uid) {
  auto found = read(store_.connection().sql, " WHERE recipient = :recipient AND uid = :uid",
                    use(recipient, "recipient"), use(uid, "uid"));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

bool Invitations::none_sent() {
  int count = 0;
  store_.connection().sql << "SELECT COUNT(*) FROM (SELECT uid FROM invitation LIMIT 1) AS x", into(count);
  return count == 0;
}

bool Invitations::is_news(const Invitation& invitation) {
  soci::session& sql = store_.connection().sql;
  int before = 0;
  sql << "SELECT sequence FROM invitation WHERE recipient = :recipient AND uid = :uid", into(before),
      use(invitation.recipient, "recipient"), use(invitation.uid, "uid");
  return sql.got_data() ? before == invitation.after : !invitation.after;
}

void Invitations::note(const Invitation& invitation) {
  soci::session& sql = store_.connection().sql;
  sql << "DELETE FROM invitation WHERE recipient = :recipient AND uid = :uid",
      use(invitation.recipient, "recipient"), use(invitation.uid, "uid");
  const long long mail = invitation.mail;
  const long long created = invitation.created.time_since_epoch().count();
  const int cancelled = invitation.cancelled ? 1 : 0;
  const std::string occurs = text_of(invitation.when);
  const std::string language = invitation.language == programme::Language::en ? "en" : "nl";
  sql << "INSERT INTO invitation (recipient, uid, programme, mail, sequence, cancelled, occurs, zone, title,"
         " place, created, organizer, name, email, address, language)"
         " VALUES (:recipient, :uid, :programme, :mail, :sequence, :cancelled, :occurs, :zone, :title,"
         " :place, :created, :organizer, :name, :email, :address, :language)",
      use(invitation.recipient, "recipient"), use(invitation.uid, "uid"),
      use(invitation.programme, "programme"), use(mail, "mail"), use(invitation.sequence, "sequence"),
      use(cancelled, "cancelled"), use(occurs, "occurs"), use(invitation.zone, "zone"),
      use(invitation.title, "title"), use(invitation.place, "place"), use(created, "created"),
      use(invitation.organizer, "organizer"), use(invitation.name, "name"), use(invitation.email, "email"),
      use(invitation.address, "address"), use(language, "language");
}

std::string Invitations::uid_of(std::int64_t mail) {
  const long long wanted = mail;
  std::string uid;
  soci::session& sql = store_.connection().sql;
  sql << "SELECT uid FROM invitation_mail WHERE mail = :mail", into(uid), use(wanted, "mail");
  return sql.got_data() ? uid : std::string{};
}

std::optional<int> Invitations::decided() {
  const std::string text = read_state(store_.connection().sql, "invited");
  return text.empty() ? std::nullopt : std::optional{std::stoi(text)};
}

void Invitations::set_decided(int revision) {
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  write_state(sql, "invited", std::to_string(revision));
  transaction.commit();
}

}  // namespace store
