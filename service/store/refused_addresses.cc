// SPDX-License-Identifier: Apache-2.0
#include "service/store/refused_addresses.h"

#include <algorithm>

#include "service/store/connection.h"
#include "service/store/mail_rows.h"
#include "service/store/transaction.h"

namespace store {
namespace {

using soci::into;
using soci::use;

constexpr const char* refused_by_relay = "relay";
constexpr const char* refused_by_coordinator = "coordinator";

/// `address` empty: all.
std::vector<RefusedAddress> read_refused(soci::session& sql, const std::string& address) {
  std::vector<RefusedAddress> found;
  RefusedAddress row;
  std::string by;
  long long since = 0;
  soci::statement rows =
      (sql.prepare << "SELECT address, since, refused_by, reply,"
                      " (SELECT COUNT(*) FROM mail WHERE mail.state = 'waiting'"
                      " AND mail.waits_for = refused_address.address)"
                      " FROM refused_address WHERE :address = '' OR address = :address"
                      " ORDER BY since, address",
       into(row.address), into(since), into(by), into(row.reply), into(row.waiting), use(address, "address"));
  rows.execute();
  while (rows.fetch()) {
    row.since = instant_of(since);
    row.by = by == refused_by_relay ? RefusedAddress::By::relay : RefusedAddress::By::coordinator;
    found.push_back(row);
  }
  return found;
}

}  // namespace

std::string address_key(std::string_view address) {
  std::string key{address};
  std::transform(key.begin(), key.end(), key.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return key;
}

std::vector<RefusedAddress> RefusedAddresses::all() { return read_refused(store_.connection().sql, ""); }

std::optional<RefusedAddress> RefusedAddresses::find(std::string_view address) {
  if (address.empty()) return std::nullopt;
  auto found = read_refused(store_.connection().sql, address_key(address));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::set<std::string> RefusedAddresses::addresses() {
  std::set<std::string> found;
  std::string address;
  soci::statement rows =
      (store_.connection().sql.prepare << "SELECT address FROM refused_address", into(address));
  rows.execute();
  while (rows.fetch()) found.insert(address);
  return found;
}

void RefusedAddresses::refuse(const RefusedAddress& refused) {
  const std::string address = address_key(refused.address);
  const std::string by = refused.by == RefusedAddress::By::relay ? refused_by_relay : refused_by_coordinator;
  const long long since = seconds_of(refused.since);
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  sql << "INSERT INTO refused_address (address, since, refused_by, reply)"
         " VALUES (:address, :since, :by, :reply)"
         " ON CONFLICT (address) DO UPDATE SET refused_by = :by, reply = :reply",
      use(address, "address"), use(since, "since"), use(by, "by"), use(refused.reply, "reply");
  transaction.commit();
}

std::optional<int> RefusedAddresses::accept(std::string_view address, programme::Instant now) {
  const std::string key = address_key(address);
  const long long at = seconds_of(now);
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  soci::statement remove =
      (sql.prepare << "DELETE FROM refused_address WHERE address = :address", use(key, "address"));
  remove.execute(true);
  if (remove.get_affected_rows() == 0) return std::nullopt;
  soci::statement free =
      (sql.prepare << "UPDATE mail SET waits_for = '', changed = :now,"
                      " state = CASE WHEN attempts > 0 OR resends > 0 THEN 'retry' ELSE 'queued' END"
                      " WHERE state = 'waiting' AND waits_for = :address AND not_after > :now",
       use(at, "now"), use(key, "address"));
  free.execute(true);
  const auto freed = static_cast<int>(free.get_affected_rows());
  transaction.commit();
  return freed;
}

std::vector<RefusedAddresses::Waiting> RefusedAddresses::waiting() {
  std::vector<Waiting> found;
  Waiting row;
  long long id = 0;
  soci::statement rows =
      (store_.connection().sql.prepare << "SELECT id, programme, recipient, waits_for FROM mail"
                                          " WHERE state = 'waiting' AND waits_for <> '' ORDER BY id",
       into(id), into(row.programme), into(row.recipient), into(row.address));
  rows.execute();
  while (rows.fetch()) {
    row.mail = id;
    found.push_back(row);
  }
  return found;
}

void RefusedAddresses::readdress(std::span<const Readdressed> mails, programme::Instant now) {
  if (mails.empty()) return;
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  const long long at = seconds_of(now);
  long long id = 0;
  std::string address;
  soci::statement update =
      (sql.prepare << "UPDATE mail SET waits_for = '', changed = :now,"
                      " address = CASE WHEN :address = '' THEN address ELSE :address END,"
                      " state = CASE WHEN attempts > 0 OR resends > 0 THEN 'retry' ELSE 'queued' END"
                      " WHERE id = :id AND state = 'waiting' AND waits_for <> '' AND not_after > :now",
       use(at, "now"), use(address, "address"), use(id, "id"));
  for (const Readdressed& mail : mails) {
    id = mail.mail;
    address = mail.address;
    update.execute(true);
  }
  transaction.commit();
}

}  // namespace store
