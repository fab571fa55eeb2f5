// SPDX-License-Identifier: Apache-2.0
//
// Removes what has been kept for long enough. docs/privacy.md lists every table with its term.
//
// Nothing is removed that can still matter: what prevents a second mail (closed moments), what decides which
// address opens a feed (generations), the times of occurrences, and what people of the present files said.
#pragma once

#include <date/date.h>

#include <set>
#include <string>
#include <utility>

#include "service/programme/civil_time.h"
#include "service/store/store.h"

namespace store {

/// `[retention]` in service.toml.
struct RetentionTerms {
  date::days messages{7};  ///< Texts of mails that have ended, with the secret links in them.
  date::days mails{730};   ///< Records of mails, reminders and invitations.
  date::days fetches{396};
  /// What people said, after they or their programme were taken out of the files.
  date::days people{730};
  bool operator==(const RetentionTerms&) const = default;
};

/// What the published files have. When another revision has been published since, nothing is removed that
/// depends on it.
struct PublishedPeople {
  int revision = 0;
  std::set<std::string> programmes;                         ///< Ids.
  std::set<std::pair<std::string, std::string>> people;     ///< Programme and person.
  std::set<std::pair<std::string, std::string>> libraries;  ///< Programme and library.
};

/// On the store's connection and thread, which is the worker's: it also moves what was overwritten out of the
/// WAL. Every function throws std::runtime_error when the database fails.
class Retention {
 public:
  /// `visible`: how long feeds show what was taken out of the files (programme::FeedSettings). Terms for
  /// people are at least as long.
  Retention(Store& store, RetentionTerms terms, date::days visible);

  /// Removes at most about `limit` rows, in one transaction, and continues where the last call stopped.
  /// Returns true when all that is due has been removed; the next call begins again.
  bool remove(const PublishedPeople& published, programme::Instant now, int limit);

 private:
  int messages(programme::Instant now, int limit);
  int reminders(programme::Instant now, int limit);
  int mails(programme::Instant now, int limit);
  int invitations(programme::Instant now, int limit);
  int fetches(programme::Instant now, int limit);
  int refused_addresses(programme::Instant now, int limit);
  int people(const PublishedPeople& published, programme::Instant now, int limit);
  int programmes(const PublishedPeople& published, programme::Instant now);
  int opt_outs(const PublishedPeople& published, programme::Instant now);
  date::days people_term() const;
  bool is_past(date::sys_days day, programme::Instant now) const;
  void empty_wal();

  Store& store_;
  const RetentionTerms terms_;
  const date::days visible_;
  int step_ = 0;  ///< Of remove(): the next kind of rows.
};

}  // namespace store
