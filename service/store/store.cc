// SPDX-License-Identifier: Apache-2.0
#include "service/store/store.h"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <stdexcept>

#include "service/store/connection.h"
#include "service/store/stamps.h"
#include "service/store/transaction.h"

namespace store {

using programme::Content;
using programme::Stamp;

Store::Connection::Connection(const std::string& parameters) : sql{soci::sqlite3, parameters} {}

Store::Store(const std::filesystem::path& data_folder, Use use) {
  std::filesystem::create_directories(data_folder);
  const std::string path = (data_folder / "traject.db").string();
  if (path.find('"') != std::string::npos)
    throw std::runtime_error{"the data folder's name must not hold a quotation mark: " + path};
  try {
    connection_ = std::make_unique<Connection>("db=\"" + path + "\" timeout=5");
    soci::session& sql = connection_->sql;
    sql << "PRAGMA journal_mode=WAL";
    sql << (use == Use::scratch ? "PRAGMA synchronous=OFF" : "PRAGMA synchronous=FULL");
    if (use == Use::beside) sql << "PRAGMA wal_autocheckpoint=0";
    sql << "PRAGMA cache_size=-32768";
    migrate(sql);
  } catch (const soci::soci_error& error) {
    throw std::runtime_error{"cannot use the database " + path + ": " + error.what()};
  }
}

Store::~Store() = default;

std::vector<Stamp> Store::record(std::span<const Content> contents, date::sys_seconds now,
                                 const std::function<void(std::span<const Stamp>)>& use) {
  WriteTransaction transaction{connection_->sql};
  auto stamps = write_stamps(connection_->sql, contents, now);
  if (use) use(stamps);
  transaction.commit();
  return stamps;
}

void write_hold(soci::session& sql, const std::string& why, date::sys_seconds now) {
  write_state(sql, "hold", why);
  write_state(sql, "held since", std::to_string(now.time_since_epoch().count()));
}

ReadView::ReadView(Store& store) : store_{store} { store_.connection().sql << "BEGIN"; }

ReadView::~ReadView() {
  try {
    store_.connection().sql << "ROLLBACK";
  } catch (const soci::soci_error&) {  // the connection is gone, and the view with it
  }
}

std::string read_state(soci::session& sql, const std::string& name) {
  std::string value;
  sql << "SELECT value FROM worker_state WHERE name = :name", soci::into(value), soci::use(name, "name");
  return sql.got_data() ? value : std::string{};
}

void write_state(soci::session& sql, const std::string& name, const std::string& value) {
  sql << "INSERT INTO worker_state (name, value) VALUES (:name, :value)"
         " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      soci::use(name, "name"), soci::use(value, "value");
}

}  // namespace store
