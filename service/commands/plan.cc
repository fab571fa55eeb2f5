// SPDX-License-Identifier: Apache-2.0
#include "service/commands/plan.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "service/programme/audience.h"

namespace commands {

struct Plan::Sides {
  Sides(std::vector<programme::Programme> old, std::vector<programme::Programme> fresh)
      : before(std::move(old)), after(std::move(fresh)) {}

  const std::vector<programme::Programme> before;
  const std::vector<programme::Programme> after;
  const feeds::Draft draft_before{before};
  const feeds::Draft draft_after{after};
};

namespace {

using programme::Difference;

std::vector<Difference> differences(const feeds::Draft& before, const feeds::Draft& after) {
  static const programme::Programme no_programme;
  static const programme::Schedule no_schedule;
  std::map<std::string_view, std::pair<const feeds::Part*, const feeds::Part*>> parts;
  for (const feeds::Part& part : before.parts()) parts[part.programme->id].first = &part;
  for (const feeds::Part& part : after.parts()) parts[part.programme->id].second = &part;
  const auto programme_of = [&](const feeds::Part* part) -> const programme::Programme& {
    return part != nullptr ? *part->programme : no_programme;
  };
  const auto schedule_of = [&](const feeds::Part* part) -> const programme::Schedule& {
    return part != nullptr ? part->schedule : no_schedule;
  };
  std::vector<Difference> found;
  for (const auto& [id, pair] : parts) {
    const auto& [old, fresh] = pair;
    found.push_back(
        programme::difference(programme_of(old), schedule_of(old), programme_of(fresh), schedule_of(fresh)));
  }
  return found;
}

programme::Text group_of(const programme::Programme& programme, const programme::Person& person) {
  const auto role = std::find_if(programme.roles.begin(), programme.roles.end(), [&](const auto& candidate) {
    return !person.roles.empty() && candidate.id == person.roles.front();
  });
  return role == programme.roles.end() ? programme::Text{} : role->title;
}

using Addressees = std::map<std::string, Addressee>;

void add_people(ProgrammePlan& part, programme::Instant now, Addressees& addressees) {
  const Difference& difference = part.difference;
  const auto today = programme::today_in(latest(difference), now);
  for (const programme::Concern& concern : programme::concerned(difference)) {
    if (concern.before == nullptr || concern.after == nullptr) continue;
    const programme::Person& person = *concern.after;
    if (programme::gets_mail(concern, difference, today))
      addressees.try_emplace(person.id, Addressee{person.id, programme::Recipient{&person, nullptr}.key(),
                                                  person.name, group_of(*difference.after, person)});
    Reassigned other{person.id, programme::to_come(concern.gained, today),
                     programme::to_come(concern.lost, today)};
    if (!other.gained.empty() || !other.lost.empty()) part.reassigned.push_back(std::move(other));
  }
}

}  // namespace

Plan changes_between(const feeds::Draft& before, const feeds::Draft& after, programme::Instant now,
                     int notice) {
  Plan plan;
  plan.now = now;
  std::vector<Difference> all = differences(before, after);
  const auto warnings = programme::change_warnings(all, now, notice);
  Addressees addressees;
  for (Difference& difference : all) {
    if (difference.empty()) continue;
    ProgrammePlan& part = plan.programmes.emplace_back();
    part.reminders = programme::reminder_changes(difference, now);
    std::copy_if(warnings.begin(), warnings.end(), std::back_inserter(part.warnings),
                 [&](const auto& warning) { return warning.programme == difference.programme; });
    part.difference = std::move(difference);
    add_people(part, now, addressees);
  }
  for (auto& [id, addressee] : addressees) plan.mails.push_back(std::move(addressee));
  return plan;
}

Plan make_plan(std::vector<programme::Programme> before, std::vector<programme::Programme> after,
               programme::Instant now, const PlanOptions& options) {
  const auto sides = std::make_shared<const Plan::Sides>(std::move(before), std::move(after));
  Plan plan = changes_between(sides->draft_before, sides->draft_after, now, options.notice);
  plan.sides = sides;
  plan.mails_wait = plan.mails.size() > options.ask_above ||
                    (!plan.mails.empty() &&
                     std::any_of(plan.programmes.begin(), plan.programmes.end(),
                                 [](const ProgrammePlan& part) { return latest(part.difference).ask; }));
  plan.feeds = feeds::feed_changes(sides->draft_before, sides->draft_after, options.hand_ins);
  return plan;
}

}  // namespace commands
