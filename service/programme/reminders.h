// SPDX-License-Identifier: Apache-2.0
//
// Derives reminders from reminder rules and a schedule: time, recipients, and the reason to skip one. Pure:
// the past is in Facts and the time is an argument. The mail worker and `traject reminders` share it, so that
// the forecast matches the mails.
#pragma once

#include <compare>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "service/programme/civil_time.h"
#include "service/programme/programme.h"
#include "service/programme/schedule.h"

namespace programme {

/// One round of one rule about one occurrence on one date. With the recipient it identifies a reminder. Only
/// a moved date makes another reminder; titles and positions in files play no part.
struct MomentKey {
  std::string programme;
  std::string rule;
  std::string activity;  ///< Empty: the rule is about the programme as a whole.
  std::string library;   ///< Empty: the occurrence is for all.
  std::string day;       ///< First local date of the occurrence, ISO 8601; "-" if it has none.
  int round = 0;         ///< 0: the first time; 1, 2, …: repeats.
  auto operator<=>(const MomentKey&) const = default;
};

/// The topics that people can opt out of. Change mails have no topic.
enum class Topic { sessions, deadlines, general };

/// "sessions", "deadlines", "general": as stored and in addresses.
std::string_view to_string(Topic topic);
std::optional<Topic> topic_named(std::string_view name);

/// `sessions` for occurrences with a start and an end, `deadlines` for deadlines; `general` for nullptr.
Topic topic_of(const Occurrence* occurrence);

/// The reason why a reminder is not sent (now).
enum class SkipReason {
  cancelled,    ///< The activity is cancelled.
  unconfirmed,  ///< The date is not confirmed or not known: the reminder waits.
  planned,      ///< The rule is about occurrences without a date, and this one has a date.
  begun,  ///< `now` is at or after the start (or deadline) that the reminder must precede, or so near to it
          ///< that not_after has passed.
  late,   ///< Its moment passed more than ReminderRule::late ago.
  not_known_then,  ///< The rule was added after the moment.
  past_when_set,   ///< It follows an occurrence that was over when its date was published.
  joined_later,    ///< The person was added, or joined, after the moment.
  left,            ///< The person has left, or the rule no longer applies to them.
  handed_in,       ///< The occurrence is handed in.
  opted_out,       ///< The person opted out of this topic.
  superseded,      ///< A later reminder about the same occurrence is sent at the same time.
  moved,           ///< The date changed after the decision to send it.
  no_rule,         ///< The rule was removed.
};
std::string_view to_string(SkipReason reason);  ///< The enumerator's name: as stored and in JSON.
std::optional<SkipReason> reason_named(std::string_view name);

/// A person at the organiser who gets overviews.
struct Coordinator {
  std::string name;
  std::string email;    ///< As written.
  std::string address;  ///< Normalised.
  Language language = Language::nl;
  bool operator==(const Coordinator&) const = default;
};

/// Exactly one of the two is set. Both are owned by the inputs of the moment.
struct Recipient {
  const Person* person = nullptr;
  const Coordinator* coordinator = nullptr;

  /// "person:ID" or "coordinator:ADDRESS": as stored.
  std::string key() const;

  /// The values of the one that is set.
  const std::string& name() const;
  const std::string& email() const;  ///< As written.
  const std::string& address() const;
  Language language() const;
};

/// One round of one rule about one occurrence. Pointers lead into the Programme, the Schedule and its rule.
struct Moment {
  const Programme* programme = nullptr;
  const ReminderRule* rule = nullptr;
  const Occurrence* occurrence = nullptr;  ///< nullptr: about the programme as a whole.
  MomentKey key;
  std::optional<SkipReason> blocked;  ///< unconfirmed, cancelled, planned or begun; absent: not blocked.
  std::optional<Instant> due;         ///< The time to send it; absent if its base date is unknown.
  Instant not_after;  ///< The end (exclusive) of the time to send it. Only meaningful with `due`.
};

/// All moments of the programme, by due (those without one last), then by rule and occurrence in file order.
/// - Days are local days; hours and minutes are exact lengths. to_instant() handles skipped and repeated
///   times.
/// - With `day_off_before` a moment on a day off moves to the working day before, at the same time. A moment
///   after an occurrence never moves to before it.
/// - A moment in the programme's quiet hours moves to their end, unless the activity begins first. With
///   `day_off_before`, if that end is on a day off, it moves to the end of the quiet hours of the working day
///   before.
/// - not_after is at most due + late. Before a session it is at most one hour before the start, or the start
///   if the moment is later than that. Before a deadline it is at most the deadline.
std::vector<Moment> moments(const Programme& programme, const Schedule& schedule);

/// The end of the programme's quiet hours that contain this instant; nullopt: none do.
std::optional<Instant> quiet_until(const Programme& programme, const date::time_zone& zone, Instant instant);

/// The past, as recorded in the store.
struct Facts {
  /// hand_in_key() of each hand-in.
  std::unordered_set<std::string> handed_in;
  /// opt_out_key() of each opt-out.
  std::unordered_set<std::string> opted_out;
  /// The first publication of a rule ("programme/rule") and of a person ("programme/person"). Absent: always
  /// published.
  std::unordered_map<std::string, Instant> rule_since;
  std::unordered_map<std::string, Instant> person_since;
  /// The first publication of the date of an occurrence (date_key()). Absent: always published.
  std::unordered_map<std::string, Instant> date_since;
};
/// `subject` is the id of the person or the library, depending on Activity::hand_in.
std::string hand_in_key(std::string_view programme, std::string_view activity, std::string_view library,
                        std::string_view subject);
std::string opt_out_key(std::string_view recipient, Topic topic);
/// `day` is MomentKey::day.
std::string date_key(std::string_view programme, std::string_view activity, std::string_view library,
                     std::string_view day);

/// True if the moment is after its occurrence, and the occurrence was over at `since`.
bool comes_after_what_was_over(const Moment& moment, Instant since);

/// True if the person, or their library where that hands in, has handed in for the occurrence.
bool handed_in(const Programme& programme, const Occurrence& occurrence, const Person& person,
               const Facts& facts);

/// The recipients of the rule whom the occurrence concerns, each once, in file order.
std::vector<Recipient> recipients(const Moment& moment, std::span<const Coordinator> coordinators);

/// True if the rule of this moment applies to this person and the occurrence concerns them.
bool is_for(const Moment& moment, const Person& person);

/// The names of people or libraries that have not handed in yet, for coordinators. Empty if all have, or if
/// the activity has no hand-in.
std::vector<std::string> missing(const Moment& moment, const Facts& facts);

/// The reason to skip the whole moment at `now`, for all recipients; nullopt: ask per recipient. Returns
/// `moment.blocked`, not_known_then, past_when_set, late or begun.
std::optional<SkipReason> skip_reason(const Moment& moment, const Facts& facts, Instant now);

/// The reason to skip this recipient at `now`; nullopt: send. Requires that the skip_reason() of the whole
/// moment is nullopt. The worker calls it at the decision and again right before sending.
std::optional<SkipReason> skip_reason(const Moment& moment, const Recipient& recipient, const Facts& facts,
                                      Instant now);

}  // namespace programme
