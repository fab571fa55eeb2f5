// SPDX-License-Identifier: Apache-2.0
#include "service/mail/kinds/invitation.h"

#include <algorithm>

#include "service/feeds/events.h"
#include "service/feeds/wording.h"

namespace mail {
namespace {

using programme::Occurrence;
using programme::Person;
using store::Invitation;

Person person_of(const InvitationStep& step) {
  if (step.person != nullptr) return *step.person;
  const Invitation& last_sent = *step.last_sent;
  Person person;
  person.id = last_sent.recipient.substr(last_sent.recipient.find(':') + 1);
  person.name = last_sent.name;
  person.email = last_sent.email;
  person.address = last_sent.address;
  person.language = last_sent.language;
  return person;
}

const Occurrence* occurrence_of(const InvitationStep& step, const Edition& edition) {
  return step.entry ? edition.timetable.entries()[*step.entry].occurrence : nullptr;
}

std::string why(const letters::InvitationLetter& letter, const Occurrence* occurrence) {
  if (occurrence == nullptr) return {};
  const auto language = letter.person.language;
  if (letter.reason == letters::CancelReason::cancelled && occurrence->cancelled != nullptr)
    return occurrence->cancelled->in(language);
  const auto* open = std::get_if<programme::ToBeConfirmed>(&occurrence->when);
  return letter.reason == letters::CancelReason::unconfirmed && open != nullptr
             ? feeds::range_in_words(open->days, language)
             : std::string{};
}

/// Returns the event as it was last sent. Only the title of a cancelled occurrence says so: others take place
/// without the recipient.
ical::Event cancelled_event(const letters::InvitationLetter& letter, const Invitation& last_sent,
                            const feeds::Part& part) {
  programme::Activity activity;
  activity.title.nl = last_sent.title;
  activity.place = last_sent.place;
  programme::Programme programme;
  programme.id = last_sent.programme;
  programme.title = part.programme->title;
  programme.zone = last_sent.zone;
  programme.organiser = part.programme->organiser;
  programme.contact = part.programme->contact;
  const programme::Text reason{letter.why, {}};
  Occurrence occurrence;
  occurrence.activity = &activity;
  occurrence.when = last_sent.when;
  if (letter.reason == letters::CancelReason::cancelled) occurrence.cancelled = &reason;
  auto event = feeds::to_event(programme, occurrence, part.working_days, {}, letter.person.language).value();
  event.status = ical::Status::cancelled;
  event.busy = ical::Busy::free;
  return event;
}

void call_off(letters::InvitationLetter& letter, const InvitationStep& step, const Edition& edition) {
  const Invitation& last_sent = *step.last_sent;
  letter.reason = step.reason;
  letter.why = why(letter, occurrence_of(step, edition));
  letter.when = last_sent.when;
  letter.title = last_sent.title;
  letter.place = last_sent.place;
  letter.event = cancelled_event(letter, last_sent, *step.part);
  letter.event.created = last_sent.created;
}

void invite(letters::InvitationLetter& letter, const InvitationStep& step, const Edition& edition) {
  const auto& entry = edition.timetable.entries()[*step.entry];
  const Occurrence& occurrence = *entry.occurrence;
  letter.when = occurrence.when;
  letter.title = invited_title(occurrence, letter.person.language);
  letter.place = feeds::place_in_words(occurrence);
  const auto& stamps = *edition.snapshot->stamps;
  const bool has_stamp = *step.entry < stamps.size();
  letter.event = edition.timetable.event(entry, has_stamp ? stamps[*step.entry] : programme::Stamp{},
                                         letter.person.language);
  if (!step.last_sent) return;
  letter.event.created = step.last_sent->created;
  if (step.kind != letters::InvitationKind::update) return;
  if (step.last_sent->when != letter.when) letter.was = step.last_sent->when;
  if (step.last_sent->place != letter.place) letter.place_was = step.last_sent->place;
}

}  // namespace

std::optional<letters::InvitationLetter> make_invitation_letter(const InvitationStep& step,
                                                                const Edition& edition,
                                                                programme::Instant now) {
  if (step.part == nullptr) return std::nullopt;
  letters::InvitationLetter letter;
  letter.kind = step.kind;
  letter.programme = step.part->programme;
  letter.person = person_of(step);
  letter.urgent = step.near;
  step.kind == letters::InvitationKind::cancel ? call_off(letter, step, edition)
                                               : invite(letter, step, edition);
  letter.event.uid = step.uid;
  letter.event.sequence =
      std::max(programme::sequence_of(now), step.last_sent ? step.last_sent->sequence + 1 : 0);
  letter.event.last_modified = now;
  if (edition.links && step.person != nullptr) {
    const auto links = edition.links(*step.person, *letter.programme, programme::Topic::general, nullptr);
    letter.subscribe_link = links.subscribe;
    letter.page_link = links.page;
  }
  return letter;
}

Invitation record_of(const letters::InvitationLetter& letter, const InvitationStep& step, std::int64_t mail,
                     const std::string& organizer) {
  const auto& person = letter.person;
  return {
      .recipient = step.recipient,
      .uid = step.uid,
      .programme = letter.programme->id,
      .mail = mail,
      .sequence = letter.event.sequence,
      .after = step.last_sent ? std::optional{step.last_sent->sequence} : std::nullopt,
      .cancelled = letter.kind == letters::InvitationKind::cancel,
      .when = letter.when,
      .zone = letter.kind == letters::InvitationKind::cancel ? step.last_sent->zone : letter.programme->zone,
      .title = letter.title,
      .place = letter.place,
      .created = letter.event.created,
      .organizer = organizer,
      .name = person.name,
      .email = person.email,
      .address = person.address,
      .language = person.language};
}

Preparation prepare_invitation(const Draft& draft) {
  if (auto ended = draft.overtaken()) return std::move(*ended);
  auto invitations = draft.outbox.announcements().invitations();
  const std::string uid = invitations.uid_of(draft.mail.id);
  const auto last_sent = invitations.last_sent(draft.mail.recipient, uid);
  if (draft.has_bytes()) {
    if (!last_sent || last_sent->mail != draft.mail.id)
      return Ended{store::MailState::skipped, "a later mail tells it"};
    return draft.again(last_sent->organizer, last_sent->address);
  }
  const auto step = draft.announcer.invitation(draft.mail.recipient, uid, last_sent, draft.at.now);
  const Edition& edition = draft.edition();
  auto made = step ? make_invitation_letter(*step, edition, draft.at.now) : std::nullopt;
  if (!made)
    return Ended{store::MailState::skipped, "nothing is left to say: the calendar has it, or it is over"};
  return draft.composed([&] {
    made->message_id = draft.message_id();
    made->rehearsal_to = draft.options.rehearsal_to;
    letters::Message message = edition.composer.compose_invitation(*made, draft.at.now);
    auto tells = record_of(*made, *step, draft.mail.id, message.from);
    return Prepared{std::move(message), {}, false, std::move(tells)};
  });
}

}  // namespace mail
