// SPDX-License-Identifier: Apache-2.0
//
// Reads and writes rows of the table `reminder`. Each row holds the fields of a mail that is made for it
// later.
#pragma once

#include <soci/soci.h>

#include <optional>
#include <string>
#include <vector>

#include "service/store/outbox.h"

namespace store {

/// A reason as it is stored; empty: none.
std::string reason_text(const std::optional<programme::SkipReason>& reason);
std::optional<programme::SkipReason> reason_from(const std::string& text);

/// The mail that a decision asks for.
Mail mail_of(const Decision& decision, MailState state);

/// A Decision in types that soci::use() and soci::into() take.
struct ReminderFields {
  Decision decision;
  std::string reason;
  long long due = 0, not_after = 0, mail = 0, now = 0;

  void set(const Decision& from);
  Decision get() const;
};

/// A prepared query; as MailQuery.
class ReminderQuery {
 public:
  template <typename... Parameters>
  ReminderQuery(soci::session& sql, const std::string& rest, Parameters... parameters) : statement_{sql} {
    bind_columns();
    (statement_.exchange(parameters), ...);
    statement_.alloc();
    statement_.prepare("SELECT " + columns + " FROM reminder " + rest);
    statement_.define_and_bind();
  }
  ReminderQuery(const ReminderQuery&) = delete;
  ReminderQuery& operator=(const ReminderQuery&) = delete;

  std::vector<Decision> read();

 private:
  static const std::string columns;
  void bind_columns();

  ReminderFields fields_;
  soci::statement statement_;
};

/// Adds reminders; prepared.
class ReminderInsert {
 public:
  explicit ReminderInsert(soci::session& sql);

  /// False when it exists already; the row stays unchanged. `mail` 0: none.
  bool insert(const Decision& decision, long long mail, Instant now);

 private:
  ReminderFields fields_;
  soci::statement statement_;
};

/// Changes mail and reason of a reminder that is there.
void update_reminder(soci::session& sql, const Reminder& reminder, Instant now);

}  // namespace store
