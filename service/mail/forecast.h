// SPDX-License-Identifier: Apache-2.0
//
// Every reminder, before anything is sent: when it goes and to whom, or why it does not, as things stand.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "service/programme/reminders.h"
#include "service/store/outbox.h"

namespace mail {

/// What was decided and sent so far; empty for a service that never ran.
struct ReminderHistory {
  programme::Facts facts;
  std::vector<store::ClosedMoment> closed;
  std::vector<store::Reminder> reminders;
  std::vector<store::Mail> mails;
};

/// Changes nothing.
ReminderHistory read_history(store::Store& store);

enum class ForecastState {
  will_send,   ///< It will go, or waits for a coordinator's word.
  sent,        ///< The mail server has it.
  suppressed,  ///< It does not go.
};
std::string_view to_string(ForecastState state);

/// One moment and one recipient.
struct ForecastRow {
  const programme::Moment* moment = nullptr;
  programme::Recipient recipient;
  std::optional<programme::Instant>
      when;  ///< Of going, or when it would have gone; absent: its date is not known.
  std::optional<programme::SkipReason> reason;  ///< Why it does not go.
  bool whole_moment = false;                    ///< The reason is not about this recipient.
  std::optional<store::MailState> state;        ///< Of its mail, once that is decided.
  std::string mail;  ///< The same for all that go in one mail; empty: it does not go.

  ForecastState forecast_state() const;

  /// Ten characters that lead back to it, in every run: a moved date changes them, nothing else does.
  std::string reference() const;
};

/// By when (those without last), then recipient. Rules and people that the history does not know yet count as
/// added now, as they will be when the service reads the files. `moments` of all programmes, in the order of
/// moments().
std::vector<ForecastRow> forecast(std::span<const programme::Moment> moments,
                                  std::span<const programme::Coordinator> coordinators,
                                  const ReminderHistory& history, programme::Instant now);

}  // namespace mail
