// SPDX-License-Identifier: Apache-2.0
//
// The effects of a difference on reminders: moved, sent again, lapsed or new.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/changes/difference.h"
#include "service/programme/reminders.h"

namespace changes {

enum class ReminderEffect {
  moved,        ///< Not sent yet; will be sent at another time.
  armed_again,  ///< Its time had passed, so it may have been sent; the new date sends it again.
  lapsed,       ///< Would have been sent; no longer will.
  added,        ///< Would not have been sent; now will.
};
std::string_view to_string(ReminderEffect effect);  ///< The enumerator's name, as in JSON.

/// The change of one round of one rule about one occurrence.
struct ReminderChange {
  std::string rule;
  std::string activity;  ///< Empty: about the programme as a whole.
  std::string library;
  int round = 0;
  ReminderEffect effect = ReminderEffect::moved;
  std::optional<programme::Instant> before;  ///< The old time; absent: added.
  std::optional<programme::Instant> after;   ///< The new time; absent: lapsed.
  bool at_once = false;  ///< `after` has passed, but is not too late: sent right after publishing.
  std::optional<programme::SkipReason> reason;  ///< Why it lapsed; absent: its subject was removed.
  bool operator==(const ReminderChange&) const = default;
};

/// The reminder changes by activity, library, rule and round; recipients play no part.
/// - Decisions before `now` are final. Only a new date sends a reminder again (reminders.h).
/// - A new rule sends no reminders whose time has passed.
/// - A reminder after an occurrence (a deadline, for example) is not sent if that was over when its date was
///   published. `facts` has the dates that were published before.
/// - If several reminders to one person about one occurrence are overdue, only the latest is sent
///   (mail/verdicts.h).
std::vector<ReminderChange> reminder_changes(const Difference& difference, programme::Instant now,
                                             const programme::Facts* facts = nullptr);

}  // namespace changes
