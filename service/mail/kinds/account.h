// SPDX-License-Identifier: Apache-2.0
//
// Mails coordinators and the operator about every mail that did not go: once a day at most, and at once when
// mail works again. docs/mail.md, "What the coordinators hear".
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "service/mail/account_items.h"

namespace mail {

class Accountant {
 public:
  /// From one account mail to the next. Less than a day, so that with the tries of a server that greylists
  /// everything is said within a day.
  static constexpr std::chrono::hours a_day{22};
  /// Time from the first thing to say until the mail, so that it is one mail.
  static constexpr std::chrono::minutes gathers{15};
  static constexpr std::chrono::hours again_after{24 * 7};

  Accountant(store::Outbox& outbox, const WorkerOptions& options, const WorkerLog& log);

  /// Lets the next run() read the store, whatever Outbox::troubles() says.
  void look() { looked_.reset(); }

  /// Queues a mail to each reader for whom there is something new.
  void run(const WorkerView& at);

  /// When run() next has work.
  std::optional<programme::Instant> next_due() const { return next_; }

  /// What a reader hears now; nullopt: nothing is new. Only the content is filled.
  struct Account {
    std::vector<store::AccountEntry> entries;
    letters::AccountLetter letter;
  };
  std::optional<Account> account_for(const std::string& reader, const WorkerView& at) const;

 private:
  std::optional<programme::Instant> due(const store::AccountNotes::Reader& reader, const AccountState& state,
                                        programme::Instant now) const;

  store::Outbox& outbox_;
  const WorkerOptions& options_;
  const WorkerLog& log_;
  std::optional<std::uint64_t> looked_;  ///< Outbox::troubles() at the last look.
  int edition_ = 0;
  DailyThrottle reported_;
  programme::Instant look_again_;  ///< For what other processes write.
  std::optional<programme::Instant> next_;
};

}  // namespace mail
