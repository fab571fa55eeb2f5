// SPDX-License-Identifier: Apache-2.0
//
// Reads and inserts rows of the table `mail`.
#pragma once

#include <soci/soci.h>

#include <string>
#include <unordered_map>
#include <vector>

#include "service/store/outbox.h"

namespace store {

inline long long seconds_of(Instant instant) { return instant.time_since_epoch().count(); }
inline Instant instant_of(long long time) { return Instant{std::chrono::seconds{time}}; }

/// SQL condition: the mail's text can still change, because it is not under way and has no bytes of an
/// earlier try.
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

  /// Runs the query and appends its rows. Reads to the end, so that no read transaction stays open.
  void append_to(std::vector<Mail>& mails);

 private:
  static const std::string columns;
  void bind_columns();

  Mail mail_;
  std::string kind_, state_;
  long long id_ = 0, due_ = 0, not_after_ = 0, next_try_ = 0, changed_ = 0;
  soci::statement statement_;
};

/// The highest id that a mail has or had.
long long last_mail_id(soci::session& sql);
/// Before mails are removed: their ids are not given to others.
void keep_last_mail_id(soci::session& sql);

/// Inserts mails within a transaction of the caller, which it must not outlive.
/// A mail of the service itself to somebody who reads such mails, due now. Its key has its kind, the time and
/// the recipient.
Mail mail_to_reader(MailKind kind, const std::string& recipient, const std::string& address,
                    const std::string& programme, Instant now, Instant not_after);

class MailMaker {
 public:
  explicit MailMaker(soci::session& sql);

  /// The id that the next new mail will have.
  long long next_id() const { return next_id_; }

  /// Returns the id of the mail with this key if that can still take a reminder. Otherwise inserts one, under
  /// a derived key when the key is taken. Uses key, kind, programme, recipient, address, state, due and
  /// not_after of `mail`.
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

/// A message as a text column holds it: not every database accepts every octet there.
struct StoredMessage {
  std::string form;  ///< "plain": as it is, which messages in 7 bits are; "base64": anything else.
  std::string bytes;
};

StoredMessage to_stored(const std::string& message);
std::string from_stored(const StoredMessage& stored);

}  // namespace store
