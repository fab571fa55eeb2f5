// SPDX-License-Identifier: Apache-2.0
//
// Predicts every reminder by the published state: when and to whom it will be sent, or why it will not.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "service/programme/reminders.h"
#include "service/store/outbox.h"

namespace mail {

/// Everything decided and sent so far; empty for a service that never ran.
struct ReminderHistory {
  programme::Facts facts;
  std::vector<store::ClosedMoment> closed;
  std::vector<store::Reminder> reminders;
  std::vector<store::Mail> mails;
};

/// Changes nothing.
ReminderHistory read_history(store::Store& store);

enum class ForecastState {
  will_send,   ///< It will be sent, or waits for a coordinator.
  sent,        ///< The mail server accepted it.
  suppressed,  ///< It will not be sent.
};
std::string_view to_string(ForecastState state);

/// One moment and one recipient.
struct ForecastRow {
  const programme::Moment* moment = nullptr;
  programme::Recipient recipient;
  std::optional<programme::Instant>
      when;  ///< When it is sent, or would have been; absent: its date is not known.
  std::optional<programme::SkipReason> reason;  ///< Why it is not sent.
  bool whole_moment = false;                    ///< The reason is not about this recipient.
  std::optional<store::MailState> state;        ///< Of its mail, once that is decided.
  std::string mail;  ///< Equal for all reminders of one mail; empty: it is not sent.

  ForecastState forecast_state() const;

  /// Ten characters that identify the reminder across runs. Only a moved date changes them.
  std::string reference() const;
};

/// By when (those without last), then recipient. Rules and people that the history does not know yet count as
/// added now, as they will be when the service reads the files. `moments` of all programmes, in the order of
/// moments().
std::vector<ForecastRow> forecast(std::span<const programme::Moment> moments,
                                  std::span<const programme::Coordinator> coordinators,
                                  const ReminderHistory& history, programme::Instant now);

}  // namespace mail
