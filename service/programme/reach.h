// SPDX-License-Identifier: Apache-2.0
//
// Finds reminder rules that reach nobody, before their moments pass in silence.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "service/programme/programme.h"
#include "service/programme/reminders.h"
#include "service/programme/schedule.h"
#include "service/programme/text.h"

namespace programme {

enum class NoRecipients {
  no_activity,  ///< No activity has a kind or an id of `about`.
  nobody,       ///< Nobody has a role of `to` and takes part.
  past,         ///< Every moment passed before the rule was published.
};
/// The name of the enumerator, as in JSON.
std::string_view to_string(NoRecipients reason);
Text in_words(NoRecipients reason);

/// Points into the programme.
struct RuleWithoutRecipients {
  const ReminderRule* rule = nullptr;
  NoRecipients reason = NoRecipients::nobody;
};

/// Returns the rules of which no reminder can go, in file order. A rule that `facts` do not know is published
/// now. What is past does not count when the programme is over. Without facts about the programme, it does
/// not count once an activity has begun either: the programme may have run for long. Rules of which
/// activities are cancelled, or wait for a date, may still reach somebody.
std::vector<RuleWithoutRecipients> rules_without_recipients(const Programme& programme,
                                                            const Schedule& schedule,
                                                            std::span<const Coordinator> coordinators,
                                                            const Facts& facts, Instant now);

}  // namespace programme
