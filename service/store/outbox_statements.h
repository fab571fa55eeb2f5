// SPDX-License-Identifier: Apache-2.0
//
// The outbox' frequent statements, prepared once and kept between calls. The members are their parameters and
// results.
#pragma once

#include <soci/soci.h>

#include <string>

#include "service/store/mail_rows.h"
#include "service/store/outbox.h"
#include "service/store/reminder_rows.h"

namespace store {

struct Outbox::Statements {
  explicit Statements(soci::session& sql);
  Statements(const Statements&) = delete;
  Statements& operator=(const Statements&) = delete;

  // Parameters and results of the statements below.
  long long id = 0, now = 0, until = 0, next_try = 0, since = 0, first = 0, bytes_of = 0;
  int epoch = 0, limit = 0, again = 0, tried = 0;
  std::string owner, state, detail, subject, recipient, waits_for;
  StoredMessage message;
  soci::indicator found = soci::i_null;

  // Each reads no more than :limit rows of its index.
  MailQuery urgent;  ///< Tests of the operator.
  MailQuery accounts;
  MailQuery queued;   ///< Never tried, by due.
  MailQuery retries;  ///< To be tried again, by when.
  soci::statement lease, poison, renew;

  soci::statement result, mark, store_message;
  ReminderQuery reminders;        ///< Of `id`.
  ReminderQuery later_reminders;  ///< Of the other mails to `recipient` due from `since` on.

  std::string message_of(long long mail);  ///< Empty: none is stored.
  bool hold_to(const Mark& asked);         ///< Marks at `now`; false when the lease no longer holds.
  /// When tend() and claim() have something to do; nullopt: nothing is under way.
  std::optional<Instant> upkeep_time() { return first_of(upkeep_); }
  std::optional<Instant> try_time() { return first_of(tries_); }
  std::optional<Instant> account_time() { return first_of(account_tries_); }

 private:
  std::optional<Instant> first_of(soci::statement& query);

  soci::statement select_message_, upkeep_, tries_, account_tries_;
};

/// A mail whose content was let go is not touched for this long, unless its outcome comes.
inline constexpr long long data_seconds = 1200;

}  // namespace store
