// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/change_plan.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "service/programme/audience.h"

namespace publishing {

namespace {

using changes::Difference;

programme::Text group_of(const programme::Programme& programme, const programme::Person& person) {
  const auto role = std::find_if(programme.roles.begin(), programme.roles.end(), [&](const auto& candidate) {
    return !person.roles.empty() && candidate.id == person.roles.front();
  });
  return role == programme.roles.end() ? programme::Text{} : role->title;
}

using Addressees = std::map<std::string, Addressee>;

void add_people(ProgrammePlan& part, programme::Instant now, Addressees& addressees) {
  const Difference& difference = part.difference;
  const auto today = programme::local_day(now, latest(difference).zone);
  for (const changes::Affected& concern : changes::affected_people(difference)) {
    if (concern.before == nullptr || concern.after == nullptr) continue;
    const programme::Person& person = *concern.after;
    if (changes::gets_mail(concern, difference, today))
      addressees.try_emplace(person.id, Addressee{person.id, programme::Recipient{&person, nullptr}.key(),
                                                  person.name, group_of(*difference.after, person)});
    Reassigned other{person.id, changes::to_come(concern.gained, today),
                     changes::to_come(concern.lost, today)};
    if (!other.gained.empty() || !other.lost.empty()) part.reassigned.push_back(std::move(other));
  }
}

std::vector<PlannedInvitation> invitations(const feeds::Timetable& timetable,
                                           std::span<const store::Invitation> last_sent,
                                           programme::Instant now) {
  std::vector<PlannedInvitation> planned;
  const mail::Invitees invitees{timetable};
  if (invitees.empty() && last_sent.empty()) return planned;
  for (const auto& step : invitees.steps(last_sent, now))
    planned.push_back({.recipient = step.recipient,
                       .name = step.person != nullptr ? step.person->name : step.last_sent->name,
                       .uid = step.uid,
                       .kind = step.kind});
  return planned;
}

}  // namespace

ChangePlan changes_between(const feeds::Timetable& before, const feeds::Timetable& after,
                           programme::Instant now, const PlanOptions& options) {
  ChangePlan plan;
  plan.now = now;
  std::vector<Difference> all = feeds::differences(before, after);
  const auto warnings = changes::change_warnings(all, now, options.notice);
  Addressees addressees;
  for (Difference& difference : all) {
    if (difference.empty()) continue;
    ProgrammePlan& part = plan.programmes.emplace_back();
    part.reminders = changes::reminder_changes(difference, now, options.facts);
    std::copy_if(warnings.begin(), warnings.end(), std::back_inserter(part.warnings),
                 [&](const auto& warning) { return warning.programme == difference.programme; });
    part.difference = std::move(difference);
    add_people(part, now, addressees);
  }
  for (auto& [id, addressee] : addressees) plan.mails.push_back(std::move(addressee));
  return plan;
}

ChangePlan make_plan(std::shared_ptr<const feeds::Timetables> before,
                     std::shared_ptr<const feeds::Timetables> after, programme::Instant now,
                     const PlanOptions& options) {
  ChangePlan plan = changes_between(before->written(), after->written(), now, options);
  for (ProgrammePlan& part : plan.programmes) {
    if (part.difference.after->id.empty()) continue;
    part.unreached = programme::rules_without_recipients(
        *part.difference.after, *part.difference.schedule_after, options.coordinators,
        options.facts != nullptr ? *options.facts : programme::Facts{}, now);
  }
  plan.invitations = invitations(after->shown(), options.last_sent, now);
  std::set<std::string> recipients;
  for (const Addressee& each : plan.mails) recipients.insert(each.recipient);
  for (const PlannedInvitation& each : plan.invitations) recipients.insert(each.recipient);
  plan.mails_wait = recipients.size() > options.ask_above ||
                    (!recipients.empty() &&
                     std::any_of(plan.programmes.begin(), plan.programmes.end(),
                                 [](const ProgrammePlan& part) { return latest(part.difference).ask; }));
  feeds::FeedInputs inputs = options.inputs;
  inputs.now = now;
  const auto raised = feeds::raised_hand_ins(before->written_programmes(), after->written_programmes(),
                                             inputs.hand_ins, {}, now);
  plan.feeds = feeds::feed_changes(before->shown(), after->shown(), inputs, raised);
  plan.before = std::move(before);
  plan.after = std::move(after);
  return plan;
}

}  // namespace publishing
