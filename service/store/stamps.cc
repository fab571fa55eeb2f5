// SPDX-License-Identifier: Apache-2.0
#include "service/store/stamps.h"

#include <algorithm>
#include <string>
#include <unordered_map>

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

std::vector<Stamp> write_stamps(soci::session& sql, std::span<const Content> contents, date::sys_seconds now,
                                int floor) {
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
      stamps.push_back({floor, now, now});
      insert.write(content, stamps.back());
    } else if (known->second.fingerprint == content.fingerprint) {
      stamps.push_back(known->second.stamp);
    } else {
      const Stamp& before = known->second.stamp;
      stamps.push_back({std::max(before.sequence + 1, floor), before.first_published,
                        std::max(now, before.last_changed + seconds{1})});
      update.write(content, stamps.back());
    }
  }
  return stamps;
}

}  // namespace store
