// SPDX-License-Identifier: Apache-2.0
//
// What a difference does to reminders: which move, go once more, do not go any more, or are new.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/changes/difference.h"
#include "service/programme/reminders.h"

namespace changes {

enum class ReminderEffect {
  moved,        ///< Had not gone yet, goes at another time.
  armed_again,  ///< Its time was past, so it may have gone; for the new date it goes once more.
  lapsed,       ///< Would have gone, does not any more.
  added,        ///< Would not have gone, goes now.
};
std::string_view to_string(ReminderEffect effect);  ///< The enumerator's name, as in JSON.

/// Of one round of one rule about one occurrence.
struct ReminderChange {
  std::string rule;
  std::string activity;  ///< Empty: about the programme as a whole.
  std::string library;
  int round = 0;
  ReminderEffect effect = ReminderEffect::moved;
  std::optional<programme::Instant> before;  ///< When it went, or would have gone; absent: added.
  std::optional<programme::Instant> after;   ///< When it goes now; absent: lapsed.
  bool at_once = false;  ///< `after` is past, but not for too long: it goes right after publishing.
  std::optional<programme::SkipReason> reason;  ///< Why it lapsed; absent: what it was about is gone.
  bool operator==(const ReminderChange&) const = default;
};

/// By activity, library, rule and round. Who gets each is not looked at.
/// What was decided before `now` stays decided: only a new date lets it go again (reminders.h). A new rule
/// does not reach back to what is past, nor does what comes after something (a deadline, say) that is over
/// already when its date is published; a date that `facts` know was published before. Of several about the
/// same, to the same, whose new time is past, the latest goes (mail/candidates.h).
std::vector<ReminderChange> reminder_changes(const Difference& difference, programme::Instant now,
                                             const programme::Facts* facts = nullptr);

}  // namespace changes
