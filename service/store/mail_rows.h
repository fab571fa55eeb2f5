// SPDX-License-Identifier: Apache-2.0
//
// Rows of the table `mail`: reading them, and making them.
#pragma once

#include <soci/soci.h>

#include <string>
#include <unordered_map>
#include <vector>

#include "service/store/outbox.h"

namespace store {

inline long long seconds_of(Instant instant) { return instant.time_since_epoch().count(); }
inline Instant instant_of(long long seconds) { return Instant{std::chrono::seconds{seconds}}; }

/// Of mails that may still say something else: neither on their way nor, from a try that failed, with bytes.
inline constexpr const char* is_unwritten =
    "mail.state IN ('queued', 'retry', 'waiting')"
    " AND NOT EXISTS (SELECT 1 FROM mail_message WHERE mail_message.mail = mail.id)";

/// A prepared query for whole rows, without their bytes. `rest` is everything after "FROM mail"; `parameters`
/// are soci::use() elements by name, whose variables must live as long as the query.
class MailQuery {
 public:
  template <typename... Parameters>
  MailQuery(soci::session& sql, const std::string& rest, Parameters... parameters) : statement_{sql} {
    bind_columns();
    (statement_.exchange(parameters), ...);
    statement_.alloc();
    statement_.prepare("SELECT " + columns + " FROM mail " + rest);
    statement_.define_and_bind();
  }
  MailQuery(const MailQuery&) = delete;
  MailQuery& operator=(const MailQuery&) = delete;

  /// Appends what it finds. Reads to the end, so that no read transaction stays open.
  void append_to(std::vector<Mail>& mails);

 private:
  static const std::string columns;
  void bind_columns();

  Mail mail_;
  std::string kind_, state_;
  long long id_ = 0, due_ = 0, not_after_ = 0, next_try_ = 0, changed_ = 0;
  soci::statement statement_;
};

/// Makes mails within a transaction of the caller's, which it must not outlive.
class MailMaker {
 public:
  explicit MailMaker(soci::session& sql);

  /// The id that the next new mail will have.
  long long next_id() const { return next_id_; }

  /// Joins the mail with this key when that can still take a reminder, else makes one: with this key, or when
  /// there was one already, with one that follows from it. `mail` tells key, kind, programme, recipient,
  /// address, state, due and not_after. Returns its id.
  long long join_or_make(const Mail& mail, Instant now);

  /// As above, without joining.
  long long make(const Mail& mail, Instant now);

 private:
  bool insert(const Mail& mail, const std::string& key, Instant now);
  bool join(const std::string& key, const Mail& mail);

  soci::session& sql_;
  long long next_id_ = 0;
  std::unordered_map<std::string, long long> made_;  // by the key asked for
  Mail row_;
  std::string kind_, state_;
  long long id_ = 0, due_ = 0, not_after_ = 0, now_ = 0, joined_ = 0;
  int urgency_ = 0;
  soci::statement insert_, widen_;
};

}  // namespace store
