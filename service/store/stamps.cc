// SPDX-License-Identifier: Apache-2.0
#include "service/store/stamps.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "service/store/connection.h"

namespace store {
namespace {

using programme::Content;
using programme::next_change_time;
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
  long long first = 0, last = 0;
  soci::statement rows =
      (sql.prepare << "SELECT uid, fingerprint, first_published, last_changed FROM occurrence",
       soci::into(uid), soci::into(fingerprint), soci::into(first), soci::into(last));
  rows.execute();
  while (rows.fetch()) recorded[uid] = {fingerprint, {instant(first), instant(last)}};
  return recorded;
}

date::sys_seconds latest(soci::session& sql, const std::string& column, const std::string& table) {
  long long seconds_since_1970 = 0;
  sql << "SELECT COALESCE(MAX(" + column + "), 0) FROM " + table, soci::into(seconds_since_1970);
  return instant(seconds_since_1970);
}

/// Of all people and occurrences: later than that of one occurrence only if the clock went back, and then as
/// good.
date::sys_seconds latest_personal(soci::session& sql) {
  return std::max(latest(sql, "changed", "hand_in"), latest(sql, "changed", "language_change"));
}

/// One prepared statement for many rows.
class OccurrenceWriter {
 public:
  OccurrenceWriter(soci::session& sql, const std::string& text)
      : statement_{(sql.prepare << text, soci::use(fingerprint_, "fingerprint"), soci::use(first_, "first"),
                    soci::use(last_, "last"), soci::use(uid_, "uid"))} {}

  void write(const Content& content, const Stamp& stamp) {
    uid_ = content.uid;
    fingerprint_ = content.fingerprint;
    first_ = stamp.first_published.time_since_epoch().count();
    last_ = stamp.last_changed.time_since_epoch().count();
    statement_.execute(true);
  }

 private:
  std::string uid_, fingerprint_;
  long long first_ = 0, last_ = 0;
  soci::statement statement_;
};

constexpr const char* published_name = "personal times published";

}  // namespace

std::vector<Stamp> write_stamps(soci::session& sql, std::span<const Content> contents,
                                date::sys_seconds now) {
  const auto recorded = read_occurrences(sql);
  const auto personal = latest_personal(sql);
  OccurrenceWriter insert{sql,
                          "INSERT INTO occurrence (fingerprint, first_published, last_changed, uid)"
                          " VALUES (:fingerprint, :first, :last, :uid)"};
  OccurrenceWriter update{sql,
                          "UPDATE occurrence SET fingerprint = :fingerprint,"
                          " first_published = :first, last_changed = :last WHERE uid = :uid"};
  std::vector<Stamp> stamps;
  stamps.reserve(contents.size());
  for (const Content& content : contents) {
    const auto known = recorded.find(content.uid);
    if (known == recorded.end()) {
      stamps.push_back({now, next_change_time(now, personal)});
      insert.write(content, stamps.back());
    } else if (known->second.fingerprint == content.fingerprint) {
      stamps.push_back(known->second.stamp);
    } else {
      const Stamp& before = known->second.stamp;
      stamps.push_back(
          {before.first_published, next_change_time(now, std::max(before.last_changed, personal))});
      update.write(content, stamps.back());
    }
  }
  return stamps;
}

date::sys_seconds latest_stamp(soci::session& sql) { return latest(sql, "last_changed", "occurrence"); }

date::sys_seconds latest_shown(soci::session& sql) {
  return std::max(latest_stamp(sql), latest_personal(sql));
}

date::sys_seconds published_personal(soci::session& sql) {
  const std::string known = read_state(sql, published_name);
  return known.empty() ? date::sys_seconds{} : instant(std::stoll(known));
}

void note_published(soci::session& sql, date::sys_seconds latest) {
  if (latest > published_personal(sql))
    write_state(sql, published_name, std::to_string(latest.time_since_epoch().count()));
}

void raise_stamps(soci::session& sql, date::sys_seconds now) {
  const auto raised =
      static_cast<long long>(next_change_time(now, latest_shown(sql)).time_since_epoch().count());
  sql << "UPDATE occurrence SET last_changed = :raised", soci::use(raised, "raised");
}

}  // namespace store
