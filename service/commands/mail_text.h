// SPDX-License-Identifier: Apache-2.0
//
// Formats mails of the outbox for the operator.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/store/outbox.h"

namespace commands {

/// Returns the names of all states: "queued, retry, …".
std::string mail_states();

/// Returns the name of a state in that language: "verstuurd", "sent".
std::string state_in_words(store::MailState state, programme::Language language);

/// Describes a mail that has no subject yet by its reminders: "werksessie-morgen: werksessie-1".
std::string about(std::span<const store::Reminder> reminders);

/// Returns one line: id, state, due time (Dutch time), address, subject and last event.
std::string mail_line(const store::Mail& mail);

/// Returns every field of a mail, its reminders and its message, if composed. Lines end in LF.
std::string mail_in_full(const store::Mail& mail, std::span<const store::Reminder> reminders);

/// Returns a JSON array; times are UTC.
std::string mails_as_json(std::span<const store::Mail> mails);

/// Returns a JSON object with the reminders and the message, which is null until the mail is composed.
std::string mail_as_json(const store::Mail& mail, std::span<const store::Reminder> reminders);

/// The state of mail in the store. It is available with and without a running service.
struct MailStatus {
  std::string hold;  ///< Why all mail is held; empty: not held.
  std::optional<store::MailPause> pause{};
  int refused = 0;  ///< Addresses.
  store::Outbox::LastTick last_tick;
  int published = 0;           ///< Latest revision; 0: none.
  int announced = 0;           ///< Latest revision whose change mails are decided; 0: none.
  std::optional<int> invited;  ///< Likewise for invitations; nullopt: never used.
  std::vector<std::pair<store::MailState, std::int64_t>> counts;
};
/// Returns a line for each field; times are Dutch time.
std::string status_text(const MailStatus& status);
/// Returns a JSON object with a count for every state; times are UTC.
std::string status_as_json(const MailStatus& status);

/// Returns why a mail waits that was never tried, or "" when it does not. `held`: all mail is.
std::string why_it_waits(const store::Mail& mail, bool held);

/// Returns the reason why Outbox::retry() refuses the mail, or "" when it accepts the mail.
std::string why_not_again(const store::Mail& mail, store::Instant now);

}  // namespace commands
