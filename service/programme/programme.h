// SPDX-License-Identifier: Apache-2.0
//
// A programme (werktraject) as plain values, as a coordinator wrote them. check.h checks them; schedule.h
// resolves the dates. All times are local to the programme's zone.
#pragma once

#include <date/date.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "service/programme/shared_list.h"
#include "service/programme/text.h"

namespace programme {

using date::year_month_day;
using std::chrono::minutes;

/// Local civil time to the minute, in the programme's zone. A different type from an instant
/// (date::sys_seconds), so that mixing them does not compile; to_instant() in civil_time.h converts.
using LocalMinute = date::local_time<minutes>;

/// The way in which a person gets activities into a calendar: a feed or invitation mails, never both.
enum class Delivery { feed, invitations };

/// Days from `first` up to and including `last`.
struct DayRange {
  year_month_day first;
  year_month_day last;
  bool operator==(const DayRange&) const = default;
};

/// A part of one day: minutes since local midnight, from < to <= 24 h.
struct TimeRange {
  minutes from{};
  minutes to{};
  bool operator==(const TimeRange&) const = default;
};

// --- The date of an activity, as written; schedule.h resolves it ---

/// `date = 2023-06-20`, `time = "10:00-13:00"`.
struct OnDay {
  year_month_day day;
  TimeRange time;
  bool operator==(const OnDay&) const = default;
};

/// To be confirmed: `date = "2024-01"` (a month), `date = "2024-01-08/2024-01-26"` (a range), or a date whose
/// time is not known yet (first == last).
struct Between {
  DayRange days;
  bool operator==(const Between&) const = default;
};

/// `follows = "werksessie-1"`, `duration = "45 min"`: starts when that session ends.
struct Follows {
  std::string activity;
  minutes duration{};
  bool operator==(const Follows&) const = default;
};

/// `per = "library"`, `duration = "45 min"`: libraries.csv has the date of each library.
struct PerLibrary {
  minutes duration{};
  bool operator==(const PerLibrary&) const = default;
};

/// `due = 2023-05-09`, or with a time: `due = 2023-05-09T17:00`.
struct DueOn {
  year_month_day day;
  std::optional<minutes> time;  ///< Since local midnight; absent: the whole day counts.
  bool operator==(const DueOn&) const = default;
};

enum class DayUnit { days, working_days };
enum class Side { before, after };

/// `due = "7 days before werksessie-1"`, `due = "5 working days before werksessie-1 at 17:00"`. A week is
/// seven days. "after" counts from the day on which the session ends.
struct DueRelative {
  int count = 0;
  DayUnit unit = DayUnit::days;
  Side side = Side::before;
  std::string activity;
  std::optional<minutes> time;
  bool operator==(const DueRelative&) const = default;
};

/// No date yet, not even a month.
struct Undated {
  bool operator==(const Undated&) const = default;
};

using When = std::variant<Undated, OnDay, Between, Follows, PerLibrary, DueOn, DueRelative>;

// --- The parts of a programme ---

enum class RoleType { participant, manager };

struct Role {
  std::string id;
  Text title;
  RoleType type = RoleType::participant;
  std::optional<minutes> promised;  ///< Announced hours; the planned hours must add up to them.
  bool operator==(const Role&) const = default;
};

enum class ActivityKind { quickscan, intake, kickoff, workshop, lunch, wrap_up, assignment, other };

/// Who hands in for a deadline.
enum class HandIn { none, person, library };

struct Activity {
  std::string id;
  ActivityKind kind = ActivityKind::other;
  Text title;
  Text description;
  When when;
  std::vector<std::string> roles;        ///< Role ids, sorted, each once.
  std::string place;                     ///< Empty: none.
  std::string online;                    ///< Meeting link (https), or empty.
  std::string page;                      ///< Public page about this activity (https), or empty.
  std::map<std::string, minutes> spent;  ///< Planned time per role id.
  HandIn hand_in = HandIn::none;
  std::optional<Text> cancelled;  ///< The reason; absent: not cancelled.
  bool operator==(const Activity&) const = default;

  bool is_deadline() const {
    return std::holds_alternative<DueOn>(when) || std::holds_alternative<DueRelative>(when);
  }
};

/// The date of one per-library activity in libraries.csv.
struct LibraryDate {
  std::variant<Undated, OnDay, Between> when;
  std::string place;  ///< Empty: the place of the activity.
  bool operator==(const LibraryDate&) const = default;
};

struct Library {
  std::string id;
  std::string name;
  std::map<std::string, LibraryDate> dates;  ///< By activity id; absent: not planned yet.
  bool operator==(const Library&) const = default;
};

struct Person {
  std::string id;  ///< As written, else `address`. The same in every programme.
  std::string name;
  std::string email;    ///< As written, for the To header.
  std::string address;  ///< Normalised, for comparisons.
  std::string library;
  std::vector<std::string> roles;  ///< Sorted, each once.
  Language language = Language::nl;
  Delivery delivery = Delivery::feed;    ///< Own choice, else the programme's; equal in all programmes.
  std::optional<year_month_day> joined;  ///< First day that counts; absent: from the start.
  std::optional<year_month_day> left;    ///< First day that no longer counts; absent: never.
  bool operator==(const Person&) const = default;
};

// --- Reminder rules ---

enum class Anchor { start, end, due };
enum class OffsetUnit { minute, hour, day, working_day };

/// "14 days before at 09:00", "2 hours before end", "1 day after at 09:00". Minutes and hours are exact
/// lengths of time; days are local days and always have a time of day.
struct Offset {
  int count = 0;
  OffsetUnit unit = OffsetUnit::day;
  Side side = Side::before;
  Anchor anchor = Anchor::start;  ///< For a deadline always `due`.
  std::optional<minutes> at;      ///< Since local midnight; present exactly for (working) days.
  bool operator==(const Offset&) const = default;
};

/// "every 3 working days, at most 3 times".
struct Repeat {
  int every = 0;
  DayUnit unit = DayUnit::days;
  int at_most = 0;
  bool operator==(const Repeat&) const = default;
};

struct ReminderRule {
  std::string id;
  std::vector<ActivityKind> kinds;      ///< The rule is about every activity of these kinds,
  std::vector<std::string> activities;  ///< and about these activities.
  std::variant<Offset, LocalMinute> when;
  std::vector<std::string> to;  ///< Role ids, "participants", "managers", "coordinators".
  bool unless_handed_in = false;
  bool only_unplanned = false;  ///< To coordinators: only about occurrences without a date.
  std::optional<Repeat> repeat;
  bool day_off_before = false;  ///< Moves from a day off to the working day before.
  minutes late{};               ///< The longest delay after its moment.
  std::string template_name;
  bool operator==(const ReminderRule&) const = default;
};

struct Programme {
  std::string id;  ///< The folder's name.
  Text title;
  Text description;
  std::string zone;  ///< IANA name, e.g. Europe/Amsterdam.
  std::string organiser;
  std::string contact;             ///< Address for questions.
  std::string website;             ///< Public page (https), or empty.
  std::vector<DayRange> closed;    ///< Days off, besides weekends and public holidays.
  std::optional<TimeRange> quiet;  ///< No mails at these times of day; from > to: across midnight.
  std::string bundle;  ///< Template for several reminders to one person at one moment; empty: one mail each.
  bool ask = false;    ///< Change mails wait for a coordinator's consent.
  Delivery delivery = Delivery::feed;  ///< For people without a choice of their own.
  std::vector<Role> roles;
  std::vector<Activity> activities;
  std::vector<ReminderRule> reminders;
  std::vector<Library> libraries;
  SharedList<Person> people;
  bool operator==(const Programme&) const = default;
};

}  // namespace programme
