// SPDX-License-Identifier: Apache-2.0
#include "service/programme/reach.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include "service/programme/civil_time.h"

namespace programme {
namespace {

bool is_known(const Programme& programme, const Facts& facts) {
  return std::any_of(programme.reminders.begin(), programme.reminders.end(), [&](const ReminderRule& rule) {
    return facts.rule_since.contains(programme.id + "/" + rule.id);
  });
}

bool has_begun(const Schedule& schedule, year_month_day today) {
  return std::any_of(schedule.occurrences.begin(), schedule.occurrences.end(),
                     [&](const Occurrence& occurrence) {
                       const auto day = fixed_day(occurrence.when);
                       return day && *day <= today;
                     });
}

/// The last day on which it may take place; nullopt: it has no date.
std::optional<year_month_day> last_day(const Resolved& when) {
  if (const auto* open = std::get_if<ToBeConfirmed>(&when)) return open->days.last;
  return fixed_day(when);
}

bool is_over(const Schedule& schedule, year_month_day today) {
  return std::none_of(schedule.occurrences.begin(), schedule.occurrences.end(),
                      [&](const Occurrence& occurrence) {
                        const auto day = last_day(occurrence.when);
                        return day && *day >= today;
                      });
}

/// The rules of a programme that are published now, with what is known of the others.
Facts with_new_rules(const Programme& programme, Facts facts, Instant now) {
  for (const ReminderRule& rule : programme.reminders)
    facts.rule_since.try_emplace(programme.id + "/" + rule.id, now);
  return facts;
}

/// Whatever happens, its time is over.
bool has_passed(const Moment& moment, const Facts& facts, Instant now) {
  const auto reason = skip_reason(moment, facts, moment.due.value_or(now));
  return reason == SkipReason::not_known_then || reason == SkipReason::past_when_set ||
         reason == SkipReason::begun || reason == SkipReason::late;
}

struct Seen {
  bool any = false, past = false, reaches = false;
  const Occurrence* without = nullptr;  ///< The last one that concerns no recipient.
};

}  // namespace

std::string_view to_string(NoRecipients reason) {
  switch (reason) {
    case NoRecipients::no_activity:
      return "no_activity";
    case NoRecipients::nobody:
      return "nobody";
    case NoRecipients::past:
      break;
  }
  return "past";
}

Text in_words(NoRecipients reason) {
  switch (reason) {
    case NoRecipients::no_activity:
      return say("geen activiteit hoort bij \"about\"", "no activity belongs to \"about\"");
    case NoRecipients::nobody:
      return say("niemand heeft een rol uit \"to\" en doet mee",
                 "nobody has a role of \"to\" and takes part");
    case NoRecipients::past:
      break;
  }
  return say("elk moment is al voorbij", "every moment is past already");
}

std::vector<RuleWithoutRecipients> rules_without_recipients(const Programme& programme,
                                                            const Schedule& schedule,
                                                            std::span<const Coordinator> coordinators,
                                                            const Facts& facts, Instant now) {
  if (find_zone(programme.zone) == nullptr) return {};
  const year_month_day today = local_day(now, programme.zone);
  const bool knows_past =
      !is_over(schedule, today) && (is_known(programme, facts) || !has_begun(schedule, today));
  const Facts after = with_new_rules(programme, facts, now);
  std::unordered_map<const ReminderRule*, Seen> seen;
  for (const Moment& moment : moments(programme, schedule)) {
    Seen& rule = seen[moment.rule];
    if (rule.reaches) continue;
    const bool is_past = knows_past && has_passed(moment, after, now);
    // All rounds about one occurrence have the same recipients.
    const bool is_repeat = rule.any && moment.key.round > 0 && moment.occurrence == rule.without;
    rule.any = true;
    rule.past = rule.past || is_past;
    if (is_past || is_repeat) continue;
    rule.reaches = !recipients(moment, coordinators).empty();
    rule.without = moment.occurrence;
  }
  std::vector<RuleWithoutRecipients> found;
  for (const ReminderRule& rule : programme.reminders) {
    const Seen& of = seen[&rule];
    if (of.reaches) continue;
    found.push_back({&rule, of.past  ? NoRecipients::past
                            : of.any ? NoRecipients::nobody
                                     : NoRecipients::no_activity});
  }
  return found;
}

}  // namespace programme
