// SPDX-License-Identifier: Apache-2.0
#include "service/store/store.h"

#include <fcntl.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

#include "service/store/connection.h"
#include "service/store/database_copy.h"
#include "service/store/failure.h"
#include "service/store/stamps.h"
#include "service/store/transaction.h"

namespace store {

using programme::Content;
using programme::Stamp;

namespace {

/// SQLite gives the files beside the database its mode. Opens no file that exists: closing it would release
/// the locks of this process's other connections.
void make_for_owner_alone(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor >= 0) ::close(descriptor);
}

void prepare(soci::session& sql, Use use) {
  sqlite_api::sqlite3_extended_result_codes(handle(sql), 1);
  sql << "PRAGMA journal_mode=WAL";
  sql << (use == Use::scratch ? "PRAGMA synchronous=OFF" : "PRAGMA synchronous=FULL");
  if (use == Use::beside) sql << "PRAGMA wal_autocheckpoint=0";
  sql << "PRAGMA cache_size=-32768";
}

}  // namespace

Store::Connection::Connection(const std::string& parameters) : sql{soci::sqlite3, parameters} {}

sqlite_api::sqlite3* handle(soci::session& sql) {
  return static_cast<soci::sqlite3_session_backend*>(sql.get_backend())->conn_;
}

Store::Store(const std::filesystem::path& data_folder, Use use) {
  const std::string path = (data_folder / "traject.db").string();
  try {
    if (use == Use::copy) {
      connection_ = std::make_unique<Connection>("db=:memory:");
      copy_database(path, connection_->sql);
    } else {
      std::filesystem::create_directories(data_folder);
      if (path.find('"') != std::string::npos)
        throw std::runtime_error{"the data folder's name must not hold a quotation mark: " + path};
      make_for_owner_alone(path);
      connection_ = std::make_unique<Connection>("db=\"" + path + "\" timeout=5");
    }
    prepare(connection_->sql, use);
    migrate(connection_->sql, std::filesystem::exists(data_folder / "feed.key"));
  } catch (const soci::soci_error& error) {
    throw DatabaseError{failure_of(error), "cannot use the database " + path + ": " + in_words(error),
                        reason_of(error)};
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

std::string random_name() {
  std::array<unsigned char, 16> bits{};
  randombytes_buf(bits.data(), bits.size());
  std::array<char, 2 * bits.size() + 1> text{};
  return sodium_bin2hex(text.data(), text.size(), bits.data(), bits.size());
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
