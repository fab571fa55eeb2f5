// SPDX-License-Identifier: Apache-2.0
//
// Mails of the outbox as text for the operator.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/store/outbox.h"

namespace commands {

/// "queued, retry, …": every state that there is.
std::string mail_states();

/// The state of a mail in words: "verstuurd", "sent".
std::string state_in_words(store::MailState state, programme::Language language);

/// What a mail that has no subject yet is about: "werksessie-morgen: werksessie-1".
std::string about(std::span<const store::Reminder> reminders);

/// Id, state, when it was due (Dutch time), to whom, subject and what happened last; one line.
std::string mail_line(const store::Mail& mail);

/// Everything about one mail, and its message when it has one. Lines end in LF.
std::string mail_in_full(const store::Mail& mail, std::span<const store::Reminder> reminders);

/// Times are UTC.
std::string mails_as_json(std::span<const store::Mail> mails);

/// The same of one mail, with its reminders and its message; that is null before content was let go.
std::string mail_as_json(const store::Mail& mail, std::span<const store::Reminder> reminders);

/// How mail is doing, by what the store says: known beside a running service and without one.
struct MailStatus {
  std::string hold;  ///< Why all mail is held; empty: it is not.
  store::Outbox::LastTick last_tick;
  int published = 0;           ///< Latest revision; 0: none.
  int announced = 0;           ///< Change mails are decided up to this revision; 0: none.
  std::optional<int> invited;  ///< Likewise invitations; nullopt: nobody ever had any.
  std::vector<std::pair<store::MailState, std::int64_t>> counts;
};
std::string status_text(const MailStatus& status);
/// Every state has a count. Times are UTC.
std::string status_as_json(const MailStatus& status);

/// Why Outbox::retry() refuses it; empty: it does not.
std::string why_not_again(const store::Mail& mail, store::Instant now);

}  // namespace commands
