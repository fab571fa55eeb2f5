// SPDX-License-Identifier: Apache-2.0
//
// From reminder rules and a schedule to reminders: which mail should go when, to whom, and why one does not.
// Pure: what happened so far comes in as Facts, the time as an argument. The mail worker and `traject
// reminders` both ask here, so that what is shown beforehand is what happens.
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

/// What a rule says at one of its rounds about one occurrence on one date. Together with the recipient this
/// is a reminder's identity: a moved date makes another reminder, nothing else does. No part is a position or
/// a title.
struct MomentKey {
  std::string programme;
  std::string rule;
  std::string activity;  ///< Empty: the rule is about the programme as a whole.
  std::string library;   ///< Empty: the occurrence is for all.
  std::string
      day;        ///< Local date of the occurrence (the first, when it has several), ISO 8601; "-" when none.
  int round = 0;  ///< 0: the first time; 1, 2, …: repeats.
  auto operator<=>(const MomentKey&) const = default;
};

/// What people can opt out of; notices of changes are none of these.
enum class Topic { sessions, deadlines, general };

/// "sessions", "deadlines", "general": as stored and in addresses.
std::string_view to_string(Topic topic);
std::optional<Topic> topic_named(std::string_view name);

/// Sessions are what has a start and an end (or will have); deadlines what is due. No occurrence: general.
Topic topic_of(const Occurrence* occurrence);

/// Why a reminder does not go (now).
enum class SkipReason {
  cancelled,    ///< The activity is cancelled.
  unconfirmed,  ///< Its date is not confirmed, or not known at all: the reminder waits.
  planned,      ///< The rule is about what has no date yet, and it has one.
  begun,        ///< It would come at or after the start (or the deadline) that it should come before, or when
                ///< that is so near that its not_after has passed.
  late,         ///< Its moment passed longer ago than the rule allows.
  not_known_then,  ///< The rule was added after the moment.
  past_when_set,  ///< It comes after something that was over when its date was published: nobody could act in
                  ///< time.
  joined_later,   ///< The person was added, or joined, after the moment.
  left,           ///< The person has left, or is no longer somebody whom the rule is for.
  handed_in,      ///< It is handed in.
  opted_out,      ///< The person does not want reminders of this topic.
  superseded,     ///< A later reminder about the same goes at the same time.
  moved,          ///< The date changed after it was decided on.
  no_rule,        ///< The rule is no longer there.
};
std::string_view to_string(SkipReason reason);  ///< The enumerator's name: as stored and in JSON.
std::optional<SkipReason> reason_named(std::string_view name);

/// Somebody at the organiser who gets the overviews.
struct Coordinator {
  std::string name;
  std::string email;    ///< As written.
  std::string address;  ///< Normalised.
  Language language = Language::nl;
  bool operator==(const Coordinator&) const = default;
};

/// Exactly one of the two is set; both live in what the moment was made from.
struct Recipient {
  const Person* person = nullptr;
  const Coordinator* coordinator = nullptr;

  /// "person:ID" or "coordinator:ADDRESS": as stored.
  std::string key() const;

  /// Of whichever of the two it is.
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
  std::optional<SkipReason>
      blocked;                 ///< unconfirmed, cancelled, planned or begun: it does not go as things stand.
  std::optional<Instant> due;  ///< When it should go; absent when the date it counts from is not known.
  Instant not_after;           ///< It may go before this, not at or after it. Only meaningful with `due`.
};

/// Every moment of the programme, by due (those without one last), then by rule and occurrence in file order.
/// - Days are local days; hours and minutes are exact lengths. What the clock skips or repeats: to_instant().
/// - A rule with `day_off` moves from a day that is no working day to the working day before, at the same
///   time; what comes after something never to before that.
/// - In the programme's quiet hours it moves to their end, unless the activity begins first; with `day_off`,
///   when that is on a day that is no working day, to the end of the quiet hours of the working day before.
/// - not_after is due + late; for what comes before a session also one hour before its start (the start
///   itself when the moment is later than that), for what comes before a deadline the deadline.
std::vector<Moment> moments(const Programme& programme, const Schedule& schedule);

/// When the programme's quiet hours end that this instant is in; nullopt: it is in none.
std::optional<Instant> quiet_until(const Programme& programme, const date::time_zone& zone, Instant instant);

/// What happened, as the store knows it.
struct Facts {
  /// hand_in_key() of what is handed in.
  std::unordered_set<std::string> handed_in;
  /// opt_out_key() of what people do not want.
  std::unordered_set<std::string> opted_out;
  /// When a rule ("programme/rule") and a person ("programme/person") were first published. Absent: always
  /// there.
  std::unordered_map<std::string, Instant> rule_since;
  std::unordered_map<std::string, Instant> person_since;
  /// When the date of an occurrence (date_key()) was first published. Absent: always known.
  std::unordered_map<std::string, Instant> date_since;
};
/// `subject` is the person's or the library's id, as the activity's hand_in says.
std::string hand_in_key(std::string_view programme, std::string_view activity, std::string_view library,
                        std::string_view subject);
std::string opt_out_key(std::string_view recipient, Topic topic);
/// The local day that an occurrence is on; `day` as MomentKey has it.
std::string date_key(std::string_view programme, std::string_view activity, std::string_view library,
                     std::string_view day);

/// True when the moment comes after what it is about, and that was over at `since`.
bool comes_after_what_was_over(const Moment& moment, Instant since);

/// True when the occurrence is handed in for this person (per person, or by the person's library).
bool handed_in(const Programme& programme, const Occurrence& occurrence, const Person& person,
               const Facts& facts);

/// Those whom the rule is for, each once, in file order; whoever the occurrence does not concern is left out.
std::vector<Recipient> recipients(const Moment& moment, std::span<const Coordinator> coordinators);

/// True when the rule of this moment is for this person and the occurrence concerns them.
bool is_for(const Moment& moment, const Person& person);

/// For a coordinator: what of the occurrence still misses: names of people or libraries that have not handed
/// in. Empty when nothing does, or when nothing is handed in for it at all.
std::vector<std::string> missing(const Moment& moment, const Facts& facts);

/// Why the whole moment does not go at `now`, whoever it is for; nullopt: ask per recipient.
/// Answers blocked, not_known_then, past_when_set, late and begun.
std::optional<SkipReason> skip_reason(const Moment& moment, const Facts& facts, Instant now);

/// Why this recipient does not get it at `now`; nullopt: the mail goes. Assumes that reason_against(moment)
/// is nullopt; is asked when deciding and again right before sending.
std::optional<SkipReason> skip_reason(const Moment& moment, const Recipient& recipient, const Facts& facts,
                                      Instant now);

}  // namespace programme
