// SPDX-License-Identifier: Apache-2.0
#include "service/mail/invitees.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "service/changes/affected.h"
#include "service/feeds/wording.h"
#include "service/letters/change_letter.h"
#include "service/programme/audience.h"
#include "service/programme/reminders.h"

namespace mail {
namespace {

using feeds::Membership;
using programme::Delivery;
using programme::Instant;
using programme::Occurrence;
using programme::Person;
using programme::Resolved;
using store::Invitation;

/// When it is over.
Instant end_of(const Resolved& when, const std::string& zone_name) {
  const auto* zone = programme::find_zone(zone_name);
  if (zone == nullptr) throw std::invalid_argument{"no time zone " + zone_name};
  const auto* session = std::get_if<programme::Session>(&when);
  return programme::to_instant(session != nullptr ? session->end : std::get<programme::Deadline>(when).end(),
                               *zone);
}

bool is_near(const Resolved& when, const std::string& zone, Instant now) {
  return letters::is_near(when, programme::local_day(now, zone));
}

/// Worth a mail: in the words of the other language nothing is new.
bool differs(const Invitation& last_sent, const Occurrence& occurrence, const Person& person,
             const std::string& zone) {
  if (last_sent.when != occurrence.when || last_sent.zone != zone || last_sent.email != person.email)
    return true;
  if (last_sent.place != feeds::place_in_words(occurrence)) return true;
  return last_sent.language == person.language &&
         !changes::is_typo(last_sent.title, invited_title(occurrence, person.language));
}

letters::CancelReason reason_of(const Occurrence* occurrence, const Person* person) {
  if (occurrence == nullptr || occurrence->cancelled != nullptr) return letters::CancelReason::cancelled;
  if (!programme::is_invited(*occurrence)) return letters::CancelReason::unconfirmed;
  if (person == nullptr) return letters::CancelReason::left;
  if (person->left) {
    Person staying = *person;
    staying.left.reset();
    if (programme::concerns(*occurrence, staying)) return letters::CancelReason::left;
  }
  if (!programme::concerns(*occurrence, *person)) return letters::CancelReason::not_theirs;
  return person->delivery == Delivery::feed ? letters::CancelReason::feed : letters::CancelReason::not_theirs;
}

}  // namespace

std::string invited_title(const Occurrence& occurrence, programme::Language language) {
  const std::string& title = occurrence.activity->title.in(language);
  return occurrence.library == nullptr ? title : title + " – " + occurrence.library->name;
}

Invitees::Invitees(const feeds::Timetable& timetable) : timetable_{timetable} {
  for (const feeds::Part& part : timetable_.parts())
    for (const Person& person : part.programme->people)
      if (person.delivery == Delivery::invitations)
        invited_[programme::Recipient{&person, nullptr}.key()].push_back({&part, &person});
}

std::vector<Invitees::Invitable> Invitees::invitable_for(const std::string& recipient) const {
  std::vector<Invitable> all;
  const auto found = invited_.find(recipient);
  if (found == invited_.end()) return all;
  for (const Membership& membership : found->second)
    feeds::for_each_entry(timetable_, membership, [&](std::uint32_t entry, const Occurrence& occurrence) {
      if (programme::is_invited(occurrence)) all.push_back({entry, membership});
    });
  std::ranges::sort(all, {}, &Invitable::entry);
  return all;
}

std::vector<InvitationStep> Invitees::steps(std::span<const Invitation> last_sent, Instant now) const {
  std::unordered_map<std::string, std::unordered_map<std::string_view, const Invitation*>> sent_to;
  for (const Invitation& each : last_sent) sent_to[each.recipient][each.uid] = &each;
  std::vector<InvitationStep> steps;
  for (const auto& [recipient, memberships] : invited_) {
    auto& known = sent_to[recipient];
    for (const Invitable& wanted : invitable_for(recipient)) {
      const auto found = known.find(timetable_.entries()[wanted.entry].uid);
      if (auto step = request(wanted, recipient, found == known.end() ? nullptr : found->second, now))
        steps.push_back(std::move(*step));
      if (found != known.end()) known.erase(found);
    }
  }
  for (const auto& [recipient, rest] : sent_to)
    for (const auto& [uid, each] : rest)
      if (auto step = cancel(*each, now)) steps.push_back(std::move(*step));
  std::ranges::sort(steps, {},
                    [](const InvitationStep& step) { return std::tie(step.recipient, step.end, step.uid); });
  return steps;
}

std::optional<InvitationStep> Invitees::step(const std::string& recipient, const std::string& uid,
                                             const std::optional<Invitation>& last_sent, Instant now) const {
  for (const Invitable& wanted : invitable_for(recipient))
    if (timetable_.entries()[wanted.entry].uid == uid)
      return request(wanted, recipient, last_sent ? &*last_sent : nullptr, now);
  return last_sent ? cancel(*last_sent, now) : std::nullopt;
}

std::optional<InvitationStep> Invitees::request(const Invitable& wanted, const std::string& recipient,
                                                const Invitation* last_sent, Instant now) const {
  const auto& entry = timetable_.entries()[wanted.entry];
  const Resolved& when = entry.occurrence->when;
  const std::string& zone = wanted.membership.part->programme->zone;
  const bool stands = last_sent != nullptr && !last_sent->cancelled;
  Instant end = end_of(when, zone);
  if (stands) end = std::max(end, end_of(last_sent->when, last_sent->zone));
  if (end <= now) return std::nullopt;
  if (stands && !differs(*last_sent, *entry.occurrence, *wanted.membership.person, zone)) return std::nullopt;
  InvitationStep step;
  step.kind = stands ? letters::InvitationKind::update : letters::InvitationKind::invite;
  step.recipient = recipient;
  step.uid = entry.uid;
  if (last_sent != nullptr) step.last_sent = *last_sent;
  step.part = wanted.membership.part;
  step.person = wanted.membership.person;
  step.entry = wanted.entry;
  step.near = is_near(when, zone, now) || (stands && is_near(last_sent->when, last_sent->zone, now));
  step.end = end;
  return step;
}

std::optional<InvitationStep> Invitees::cancel(const Invitation& last_sent, Instant now) const {
  const Instant end = end_of(last_sent.when, last_sent.zone);
  if (last_sent.cancelled || end <= now) return std::nullopt;
  InvitationStep step;
  step.kind = letters::InvitationKind::cancel;
  step.recipient = last_sent.recipient;
  step.uid = last_sent.uid;
  step.last_sent = last_sent;
  const Membership membership = member(last_sent.programme, last_sent.recipient);
  step.part = membership.part;
  step.person = membership.person;
  const Occurrence* occurrence = nullptr;
  const auto& entries = timetable_.entries();
  const auto found = std::ranges::find(entries, last_sent.uid, &feeds::Entry::uid);
  if (found != entries.end()) {
    step.entry = static_cast<std::uint32_t>(found - entries.begin());
    occurrence = found->occurrence;
  }
  step.reason = reason_of(occurrence, membership.person);
  step.near = is_near(last_sent.when, last_sent.zone, now);
  step.end = end;
  return step;
}

Membership Invitees::member(const std::string& programme, const std::string& recipient) const {
  const auto found = everybody().find(recipient);
  if (found != everybody().end())
    for (const Membership& membership : found->second)
      if (membership.part->programme->id == programme) return membership;
  const auto part = std::ranges::find_if(
      timetable_.parts(), [&](const feeds::Part& each) { return each.programme->id == programme; });
  return {part == timetable_.parts().end() ? nullptr : &*part, nullptr};
}

const Invitees::People& Invitees::everybody() const {
  if (!everybody_) {
    everybody_.emplace();
    for (const feeds::Part& part : timetable_.parts())
      for (const Person& person : part.programme->people)
        (*everybody_)[programme::Recipient{&person, nullptr}.key()].push_back({&part, &person});
  }
  return *everybody_;
}

}  // namespace mail
