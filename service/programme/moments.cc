// SPDX-License-Identifier: Apache-2.0
//
// Computes moments from rules and dates.
#include <algorithm>
#include <utility>

#include "service/programme/civil_time.h"
#include "service/programme/reminders.h"
#include "service/programme/working_days.h"

namespace programme {
namespace {

using date::days;
using date::floor;
using date::local_days;
using std::chrono::hours;

/// A mail in the last hour before a session reaches its reader too late.
constexpr hours before_session{1};

/// The times that an offset counts from.
struct Anchors {
  bool known = false;    ///< It has a date; if not, its first possible day is used.
  bool session = false;  ///< It has a start and an end; a deadline is one instant.
  year_month_day first_day;
  year_month_day last_day;
  Instant start;
  Instant end;
};

/// The time to send: a local time, and an instant if the offset is in minutes or hours.
struct SendTime {
  LocalMinute local;
  std::optional<Instant> exact;
};

class Maker {
 public:
  Maker(const Programme& programme, const date::time_zone& zone)
      : programme_(programme), zone_(zone), working_days_(programme.closed) {}

  void add(const ReminderRule& rule, const Occurrence* occurrence);
  std::vector<Moment> take() { return std::move(moments_); }

 private:
  std::optional<Anchors> anchors(const Occurrence& occurrence) const;
  std::optional<SendTime> first_slot(const ReminderRule& rule, const std::optional<Anchors>& anchors) const;
  SendTime count_from(const Offset& offset, const Anchors& anchors) const;
  SendTime next(const SendTime& slot, const Repeat& repeat) const;
  SendTime off_day_off(const ReminderRule& rule, const SendTime& slot,
                       const std::optional<Anchors>& anchors) const;
  Instant settle(const ReminderRule& rule, const SendTime& slot, const std::optional<Anchors>& anchors) const;
  year_month_day shift(year_month_day day, int count, bool working, Side side) const;

  const Programme& programme_;
  const date::time_zone& zone_;
  WorkingDays working_days_;
  std::vector<Moment> moments_;
};

bool comes_before(const ReminderRule& rule) {
  const auto* offset = std::get_if<Offset>(&rule.when);
  return offset != nullptr && offset->side == Side::before;
}

/// "Before the deadline" of a session is before its start, "after the deadline" after its end.
bool counts_from_end(const Offset& offset) {
  return offset.anchor == Anchor::end || (offset.anchor == Anchor::due && offset.side == Side::after);
}

/// The end of the time in which a mail due at `due` is useful; nullopt: only ReminderRule::late limits it.
std::optional<Instant> limit(const ReminderRule& rule, Instant due, const Anchors& anchors) {
  const auto* offset = std::get_if<Offset>(&rule.when);
  if (offset != nullptr && offset->side == Side::after) return std::nullopt;
  if (anchors.session && due < anchors.start - before_session) return anchors.start - before_session;
  if (due < anchors.start) return anchors.start;
  if (offset != nullptr && counts_from_end(*offset) && due < anchors.end) return anchors.end;
  return std::nullopt;
}

/// The times to count from; nullopt for an Unplanned occurrence.
std::optional<Anchors> Maker::anchors(const Occurrence& occurrence) const {
  if (const auto* session = std::get_if<Session>(&occurrence.when)) {
    // A session until midnight does not include the next day.
    const LocalMinute last = std::max(session->start, session->end - minutes{1});
    const Instant start = to_instant(session->start, zone_);
    const Instant end = std::max(start, to_instant(session->end, zone_));
    return Anchors{
        true,  true, year_month_day{floor<days>(session->start)}, year_month_day{floor<days>(last)},
        start, end};
  }
  if (const auto* deadline = std::get_if<Deadline>(&occurrence.when)) {
    const Instant due = to_instant(deadline->end(), zone_);
    return Anchors{true, false, deadline->day, deadline->day, due, due};
  }
  if (const auto* open = std::get_if<ToBeConfirmed>(&occurrence.when)) {
    const Instant first = to_instant(local_days{open->days.first}, zone_);
    return Anchors{false, !open->deadline, open->days.first, open->days.first, first, first};
  }
  return std::nullopt;
}

year_month_day Maker::shift(year_month_day day, int count, bool working, Side side) const {
  if (working) return working_days_.step(day, count, side);
  return year_month_day{local_days{day} + (side == Side::after ? days{count} : -days{count})};
}

SendTime Maker::count_from(const Offset& offset, const Anchors& anchors) const {
  const bool from_end = counts_from_end(offset);
  if (offset.unit == OffsetUnit::day || offset.unit == OffsetUnit::working_day) {
    const year_month_day day = shift(from_end ? anchors.last_day : anchors.first_day, offset.count,
                                     offset.unit == OffsetUnit::working_day, offset.side);
    return {local_days{day} + offset.at.value_or(minutes{0}), std::nullopt};
  }
  const minutes length =
      offset.unit == OffsetUnit::hour ? minutes{hours{offset.count}} : minutes{offset.count};
  const Instant exact =
      (from_end ? anchors.end : anchors.start) + (offset.side == Side::after ? length : -length);
  return {to_local(exact, zone_), exact};
}

/// The first time of a rule; nullopt if it counts from an unknown date.
std::optional<SendTime> Maker::first_slot(const ReminderRule& rule,
                                          const std::optional<Anchors>& anchors) const {
  if (const auto* fixed = std::get_if<LocalMinute>(&rule.when)) return SendTime{*fixed, std::nullopt};
  if (!anchors) return std::nullopt;
  return count_from(std::get<Offset>(rule.when), *anchors);
}

/// The time of the next round. `slot` is the previous round before days off and quiet hours moved it, so that
/// moves do not add up.
SendTime Maker::next(const SendTime& slot, const Repeat& repeat) const {
  const local_days day = floor<days>(slot.local);
  const year_month_day later =
      shift(year_month_day{day}, repeat.every, repeat.unit == DayUnit::working_days, Side::after);
  return {local_days{later} + (slot.local - day), std::nullopt};
}

/// Moves a time on a day off to the working day before, but never to before the occurrence it must follow.
SendTime Maker::off_day_off(const ReminderRule& rule, const SendTime& slot,
                            const std::optional<Anchors>& anchors) const {
  const local_days day = floor<days>(slot.local);
  if (!rule.day_off_before || working_days_.is_working_day(year_month_day{day})) return slot;
  const local_days earlier{working_days_.step(year_month_day{day}, 1, Side::before)};
  const SendTime moved{earlier + (slot.local - day), std::nullopt};
  const auto* offset = std::get_if<Offset>(&rule.when);
  if (anchors && offset != nullptr && offset->side == Side::after &&
      to_instant(moved.local, zone_) < (counts_from_end(*offset) ? anchors->end : anchors->start)) {
    return slot;
  }
  return moved;
}

Instant Maker::settle(const ReminderRule& rule, const SendTime& slot,
                      const std::optional<Anchors>& anchors) const {
  const SendTime at = off_day_off(rule, slot, anchors);
  const Instant due = at.exact.value_or(to_instant(at.local, zone_));
  const auto end = quiet_until(programme_, zone_, due);
  if (!end) return due;
  if (anchors && anchors->known) {
    const auto misses = [&](Instant point) { return due < point && point <= *end; };
    if (misses(anchors->start) || (comes_before(rule) && misses(anchors->end))) return due;
  }
  const SendTime morning = off_day_off(rule, {to_local(*end, zone_), end}, anchors);
  return morning.exact.value_or(to_instant(morning.local, zone_));
}

std::optional<SkipReason> blocked(const ReminderRule& rule, const Occurrence& occurrence, bool known) {
  if (occurrence.cancelled != nullptr) return SkipReason::cancelled;
  if (known && rule.only_unplanned) return SkipReason::planned;
  if (!known && !rule.only_unplanned) return SkipReason::unconfirmed;
  return std::nullopt;
}

MomentKey key_of(const Programme& programme, const ReminderRule& rule, const Occurrence* occurrence,
                 const std::optional<Anchors>& anchors) {
  return {programme.id,
          rule.id,
          occurrence != nullptr ? occurrence->activity->id : "",
          occurrence != nullptr && occurrence->library != nullptr ? occurrence->library->id : "",
          anchors ? day_text(anchors->first_day) : "-",
          0};
}

void Maker::add(const ReminderRule& rule, const Occurrence* occurrence) {
  const auto from = occurrence != nullptr ? anchors(*occurrence) : std::nullopt;
  const bool known = from && from->known;
  Moment moment{&programme_, &rule, occurrence, key_of(programme_, rule, occurrence, from), {}, {}, {}};
  if (occurrence != nullptr) moment.blocked = blocked(rule, *occurrence, known);
  const bool waits = occurrence != nullptr && !known && !rule.only_unplanned;
  std::optional<SendTime> slot = waits ? std::nullopt : first_slot(rule, from);
  if (!slot && !moment.blocked) moment.blocked = SkipReason::unconfirmed;

  const int rounds = rule.repeat ? rule.repeat->at_most : 0;
  for (int round = 0; round <= rounds; ++round) {
    Moment& made = moments_.emplace_back(moment);
    made.key.round = round;
    if (!slot) continue;
    made.due = settle(rule, *slot, from);
    const auto last = known ? limit(rule, *made.due, *from) : std::nullopt;
    if (known && comes_before(rule) && !last && !made.blocked) made.blocked = SkipReason::begun;
    made.not_after = *made.due + rule.late;
    if (last) made.not_after = std::min(made.not_after, *last);
    if (round < rounds) slot = next(*slot, *rule.repeat);
  }
}

bool is_about(const ReminderRule& rule, const Activity& activity) {
  return std::find(rule.kinds.begin(), rule.kinds.end(), activity.kind) != rule.kinds.end() ||
         std::find(rule.activities.begin(), rule.activities.end(), activity.id) != rule.activities.end();
}

}  // namespace

std::vector<Moment> moments(const Programme& programme, const Schedule& schedule) {
  const date::time_zone* zone = find_zone(programme.zone);
  if (zone == nullptr) return {};  // check() reports it; programmes with errors are not published.
  Maker maker(programme, *zone);
  for (const ReminderRule& rule : programme.reminders) {
    if (rule.kinds.empty() && rule.activities.empty()) {
      maker.add(rule, nullptr);
      continue;
    }
    for (const Occurrence& occurrence : schedule.occurrences) {
      if (is_about(rule, *occurrence.activity)) maker.add(rule, &occurrence);
    }
  }
  std::vector<Moment> all = maker.take();
  std::stable_sort(all.begin(), all.end(),
                   [](const Moment& a, const Moment& b) { return a.due && (!b.due || *a.due < *b.due); });
  return all;
}

std::optional<Instant> quiet_until(const Programme& programme, const date::time_zone& zone, Instant instant) {
  if (!programme.quiet || programme.quiet->from == programme.quiet->to) return std::nullopt;
  const auto [from, to] = *programme.quiet;
  const LocalMinute local = to_local(instant, zone);
  const local_days day = floor<days>(local);
  const minutes time = local - day;
  const bool over_midnight = from > to;
  const bool quiet = over_midnight ? time >= from || time < to : time >= from && time < to;
  if (!quiet) return std::nullopt;
  const local_days end_day = over_midnight && time >= from ? day + days{1} : day;
  // In the night in which an hour occurs twice, the end may be earlier than `instant`.
  return std::max(instant, to_instant(end_day + to, zone));
}

}  // namespace programme
