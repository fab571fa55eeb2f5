// SPDX-License-Identifier: Apache-2.0
#include "service/store/store.h"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <stdexcept>
#include <unordered_map>

#include "service/store/connection.h"
#include "service/store/schema.h"
#include "service/store/transaction.h"

namespace store {
namespace {

using programme::Content;
using programme::Stamp;
using std::chrono::seconds;

struct Recorded {
  std::string fingerprint;
  Stamp stamp;
};

date::sys_seconds instant(long long seconds_since_1970) {
  return date::sys_seconds{seconds{seconds_since_1970}};
}

std::unordered_map<std::string, Recorded> read_occurrences(soci::session& sql) {
  std::unordered_map<std::string, Recorded> recorded;
  std::string uid, fingerprint;
  int sequence = 0;
  long long first = 0, last = 0;
  soci::statement rows =
      (sql.prepare << "SELECT uid, fingerprint, sequence, first_published, last_changed FROM occurrence",
       soci::into(uid), soci::into(fingerprint), soci::into(sequence), soci::into(first), soci::into(last));
  rows.execute();
  while (rows.fetch()) recorded[uid] = {fingerprint, {sequence, instant(first), instant(last)}};
  return recorded;
}

/// One prepared statement for many rows.
class OccurrenceWriter {
 public:
  OccurrenceWriter(soci::session& sql, const std::string& text)
      : statement_{(sql.prepare << text, soci::use(fingerprint_, "fingerprint"),
                    soci::use(sequence_, "sequence"), soci::use(first_, "first"), soci::use(last_, "last"),
                    soci::use(uid_, "uid"))} {}

  void write(const Content& content, const Stamp& stamp) {
    uid_ = content.uid;
    fingerprint_ = content.fingerprint;
    sequence_ = stamp.sequence;
    first_ = stamp.first_published.time_since_epoch().count();
    last_ = stamp.last_changed.time_since_epoch().count();
    statement_.execute(true);
  }

 private:
  std::string uid_, fingerprint_;
  int sequence_ = 0;
  long long first_ = 0, last_ = 0;
  soci::statement statement_;
};

}  // namespace

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
  soci::session& sql = connection_->sql;
  WriteTransaction transaction{sql};
  const auto recorded = read_occurrences(sql);
  OccurrenceWriter insert{sql,
                          "INSERT INTO occurrence (fingerprint, sequence, first_published, last_changed, uid)"
                          " VALUES (:fingerprint, :sequence, :first, :last, :uid)"};
  OccurrenceWriter update{sql,
                          "UPDATE occurrence SET fingerprint = :fingerprint, sequence = :sequence,"
                          " first_published = :first, last_changed = :last WHERE uid = :uid"};
  std::vector<Stamp> stamps;
  stamps.reserve(contents.size());
  for (const Content& content : contents) {
    const auto known = recorded.find(content.uid);
    if (known == recorded.end()) {
      stamps.push_back({0, now, now});
      insert.write(content, stamps.back());
    } else if (known->second.fingerprint == content.fingerprint) {
      stamps.push_back(known->second.stamp);
    } else {
      const Stamp& before = known->second.stamp;
      stamps.push_back(
          {before.sequence + 1, before.first_published, std::max(now, before.last_changed + seconds{1})});
      update.write(content, stamps.back());
    }
  }
  if (use) use(stamps);
  transaction.commit();
  return stamps;
}

Store::Generations Store::generations() {
  Generations generations;
  const soci::rowset<soci::row> rows =
      (connection_->sql.prepare << "SELECT kind, id, generation FROM feed_generation");
  for (const soci::row& row : rows)
    generations[{row.get<std::string>(0), row.get<std::string>(1)}] =
        static_cast<std::uint32_t>(row.get<int>(2));
  return generations;
}

std::uint32_t Store::raise_generation(const std::string& kind, const std::string& id) {
  soci::session& sql = connection_->sql;
  WriteTransaction transaction{sql};
  int generation = 1;
  soci::indicator found = soci::i_null;
  sql << "SELECT MAX(generation) FROM feed_generation WHERE kind = :kind AND id = :id",
      soci::into(generation, found), soci::use(kind, "kind"), soci::use(id, "id");
  const int next = (found == soci::i_ok ? generation : 1) + 1;
  sql << (found == soci::i_ok
              ? "UPDATE feed_generation SET generation = :next WHERE kind = :kind AND id = :id"
              : "INSERT INTO feed_generation (generation, kind, id) VALUES (:next, :kind, :id)"),
      soci::use(next, "next"), soci::use(kind, "kind"), soci::use(id, "id");
  transaction.commit();
  return static_cast<std::uint32_t>(next);
}

}  // namespace store
