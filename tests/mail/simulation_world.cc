// SPDX-License-Identifier: Apache-2.0
#include "tests/mail/simulation_world.h"

#include <algorithm>

#include "tests/support/example.h"

namespace simulation {
namespace {

using namespace programme;
using date::days;
using date::local_days;
using date::year_month_day;
using std::chrono::hours;

const std::vector<std::string> role_ids = {"deelnemer", "manager"};

class Maker {
 public:
  Maker(Dice& dice, local_days first, int span) : dice_{dice}, first_{first}, span_{span} {}

  local_days day() { return first_ + days{dice_.between(-5, span_ + 10)}; }
  year_month_day date() { return year_month_day{day()}; }

  OnDay session_time() {
    static const std::vector<int> starts = {9, 10, 13, 23};
    const hours start{dice_.one_of(starts)};
    return {date(), {start, start + hours{1}}};
  }

  Between open() {
    const local_days from = day();
    return {{year_month_day{from}, year_month_day{from + days{dice_.between(0, 30)}}}};
  }

  Activity activity(const Programme& so_far, int index);
  ReminderRule rule(const Programme& programme, int index);
  Person person(const Programme& programme, int index);
  Programme programme(const std::string& id);

 private:
  std::vector<std::string> roles() {
    if (dice_.chance(40)) return role_ids;
    return {dice_.one_of(role_ids)};
  }
  std::variant<Offset, LocalMinute> when(bool about_deadline);

  Dice& dice_;
  local_days first_;
  int span_;
};

Activity Maker::activity(const Programme& so_far, int index) {
  Activity out =
      example::activity("a" + std::to_string(index), ActivityKind::workshop, "Activiteit", Undated{});
  out.roles = roles();
  const int form = dice_.roll(10);
  if (form < 4 || so_far.activities.empty()) {
    out.when = session_time();
  } else if (form == 4) {
    out.when = open();
  } else if (form == 5) {
    out.when = PerLibrary{minutes{45}};
    out.kind = ActivityKind::intake;
  } else if (form == 6) {
    const Activity& before = so_far.activities.front();
    out.when = Follows{before.id, minutes{45}};
    out.kind = ActivityKind::lunch;
  } else {
    out.kind = ActivityKind::assignment;
    out.hand_in = dice_.chance(70) ? HandIn::person : HandIn::library;
    if (form < 9)
      out.when = DueOn{date(), dice_.chance(50) ? std::optional<minutes>{hours{17}} : std::nullopt};
    else
      out.when = DueRelative{dice_.between(0, 7),
                             dice_.chance(50) ? DayUnit::days : DayUnit::working_days,
                             Side::before,
                             so_far.activities.front().id,
                             {}};
  }
  return out;
}

std::variant<Offset, LocalMinute> Maker::when(bool about_deadline) {
  static const std::vector<minutes> times = {hours{7}, hours{9}, hours{16} + minutes{30}, hours{23}};
  if (dice_.chance(10)) return LocalMinute{day() + dice_.one_of(times)};
  Offset offset;
  const int form = dice_.roll(10);
  offset.unit = form < 5   ? OffsetUnit::day
                : form < 7 ? OffsetUnit::working_day
                : form < 9 ? OffsetUnit::hour
                           : OffsetUnit::minute;
  offset.side = dice_.chance(70) ? Side::before : Side::after;
  offset.anchor = about_deadline ? Anchor::due : dice_.chance(80) ? Anchor::start : Anchor::end;
  const bool in_days = offset.unit == OffsetUnit::day || offset.unit == OffsetUnit::working_day;
  offset.count = offset.unit == OffsetUnit::minute ? dice_.between(10, 90) : dice_.between(0, 14);
  if (in_days) offset.at = dice_.one_of(times);
  return offset;
}

ReminderRule Maker::rule(const Programme& programme, int index) {
  static const std::vector<minutes> lates = {minutes{30}, hours{2}, hours{24}, hours{48}, hours{168}};
  ReminderRule out;
  out.id = "r" + std::to_string(index);
  const Activity& about =
      programme
          .activities[static_cast<std::size_t>(dice_.roll(static_cast<int>(programme.activities.size())))];
  if (dice_.chance(30))
    out.kinds = {about.kind};
  else
    out.activities = {about.id};
  out.when = when(about.is_deadline());
  const int to = dice_.roll(10);
  out.to = to < 5   ? std::vector<std::string>{"participants"}
           : to < 7 ? std::vector<std::string>{"participants", "managers"}
           : to < 8 ? std::vector<std::string>{"manager"}
                    : std::vector<std::string>{"coordinators"};
  out.unless_handed_in = about.hand_in != HandIn::none && dice_.chance(70);
  out.only_unplanned = to >= 8 && !out.unless_handed_in && dice_.chance(40);
  if (dice_.chance(25))
    out.repeat = Repeat{dice_.between(1, 4), dice_.chance(50) ? DayUnit::days : DayUnit::working_days,
                        dice_.between(1, 3)};
  out.day_off_before = dice_.chance(30);
  out.late = dice_.one_of(lates);
  out.template_name = "tekst";
  return out;
}

Person Maker::person(const Programme& programme, int index) {
  const auto& library =
      programme.libraries[static_cast<std::size_t>(dice_.roll(static_cast<int>(programme.libraries.size())))];
  Person out = example::person("p" + std::to_string(index), library.id, "deelnemer");
  out.roles = roles();
  if (dice_.chance(10)) out.joined = date();
  if (dice_.chance(10)) out.left = date();
  return out;
}

Programme Maker::programme(const std::string& id) {
  Programme out = example::programme();
  out.id = id;
  out.activities.clear();
  out.people.clear();
  for (auto& library : out.libraries) library.dates.clear();
  if (dice_.chance(30)) out.quiet = TimeRange{hours{22}, hours{8}};
  if (dice_.chance(40)) out.bundle = "bundel";
  const int activities = dice_.between(3, 6), rules = dice_.between(3, 6), people = dice_.between(2, 4);
  for (int i = 0; i < activities; ++i) out.activities.push_back(activity(out, i));
  for (const auto& each : out.activities)
    if (std::holds_alternative<PerLibrary>(each.when))
      for (auto& library : out.libraries)
        if (dice_.chance(70)) library.dates[each.id] = {session_time(), ""};
  for (int i = 0; i < rules; ++i) out.reminders.push_back(rule(out, i));
  for (int i = 0; i < people; ++i) out.people.push_back(person(out, i));
  return out;
}

void move(Activity& activity, Maker& maker) {
  if (std::holds_alternative<OnDay>(activity.when))
    activity.when = maker.session_time();
  else if (auto* due = std::get_if<DueOn>(&activity.when))
    due->day = maker.date();
  else if (std::holds_alternative<Between>(activity.when))
    activity.when = maker.session_time();  // confirmed
}

}  // namespace

World random_world(Dice& dice, local_days first, int span) {
  World world;
  Maker maker{dice, first, span};
  world.programmes.push_back(maker.programme("nu"));
  if (dice.chance(15)) {
    Maker of_last_year{dice, first - days{2 * span + 400}, span};
    world.programmes.push_back(of_last_year.programme("vroeger"));
    for (auto& rule : world.programmes.back().reminders)
      if (std::holds_alternative<LocalMinute>(rule.when))
        rule.when = Offset{1, OffsetUnit::day, Side::before, Anchor::start, hours{9}};
  }
  if (dice.chance(60)) world.coordinators.push_back({"Co", "co@example.org", "co@example.org", Language::nl});
  return world;
}

std::string change(World& world, Dice& dice, local_days first, int span) {
  Programme& programme = world.programmes.front();
  Maker maker{dice, first, span};
  Activity& activity = dice.one_of(programme.activities);
  switch (dice.roll(12)) {
    case 0:
    case 1:
      move(activity, maker);
      return "moved " + activity.id;
    case 2:  // the same day, another time
      if (auto* on = std::get_if<OnDay>(&activity.when)) {
        const hours start{dice.between(8, 20)};
        on->time = {start, start + hours{1}};
      }
      return "another time for " + activity.id;
    case 3:
      if (std::holds_alternative<OnDay>(activity.when)) activity.when = maker.open();
      return "not confirmed any more: " + activity.id;
    case 4:
      if (activity.cancelled)
        activity.cancelled.reset();
      else
        activity.cancelled = Text{"gaat niet door", ""};
      return "cancelled or not: " + activity.id;
    case 5: {
      Library& library = dice.one_of(programme.libraries);
      if (dice.chance(20))
        library.dates.erase(activity.id);
      else if (std::holds_alternative<PerLibrary>(activity.when))
        library.dates[activity.id] = {maker.session_time(), ""};
      return "a library's date of " + activity.id;
    }
    case 6:
      programme.people.push_back(maker.person(programme, ++world.last_index));
      return "somebody new";
    case 7:
      if (programme.people.size() > 1) programme.people.pop_back();
      return "somebody is taken out";
    case 8:
      dice.one_of(programme.people.edit()).left = maker.date();
      return "somebody leaves on a day";
    case 9:
      programme.reminders.push_back(maker.rule(programme, ++world.last_index));
      return "a new rule";
    case 10:
      if (programme.reminders.size() > 1) programme.reminders.erase(programme.reminders.begin());
      return "a rule is taken out";
    default:
      std::reverse(programme.reminders.begin(), programme.reminders.end());
      std::ranges::reverse(programme.people.edit());
      return "everything in another order";
  }
}

}  // namespace simulation
