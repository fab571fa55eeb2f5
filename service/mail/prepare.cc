// SPDX-License-Identifier: Apache-2.0
#include "service/mail/prepare.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "service/mail/file_problems.h"
#include "service/mail/invitation_letter.h"
#include "service/mail/reminder_letter.h"
#include "service/smtp/smtp_rules.h"

namespace mail {
namespace {

using programme::Moment;
using programme::MomentKey;
using programme::Recipient;
using programme::SkipReason;
using store::MailState;

bool is_for_coordinators(const programme::ReminderRule& rule) {
  return std::find(rule.to.begin(), rule.to.end(), "coordinators") != rule.to.end();
}

/// What could not go at its time (a hold, a server that was down) is not said after or beside what came later
/// about the same. When both are due at once, the mail that is claimed first says it.
bool supersedes(const store::Reminder& later, const store::Reminder& earlier) {
  const MomentKey &a = later.key, &b = earlier.key;
  const bool about_the_same = a.programme == b.programme && a.activity == b.activity &&
                              a.library == b.library && (!a.activity.empty() || a.rule == b.rule);
  return about_the_same && a != b &&
         std::tuple{later.due, -later.mail} > std::tuple{earlier.due, -earlier.mail};
}

}  // namespace

std::optional<SkipReason> reason_now(const Present& at, const MomentKey& key, const std::string& recipient) {
  const Moment* const moment = at.plan.find(key);
  if (moment == nullptr) return at.plan.why_gone(key);
  const auto to = at.plan.recipient(key.programme, recipient);
  if (!to || (to->coordinator != nullptr && !is_for_coordinators(*moment->rule))) return SkipReason::left;
  if (const auto reason = programme::skip_reason(*moment, at.facts, at.now)) return reason;
  return programme::skip_reason(*moment, *to, at.facts, at.now);
}

bool still_right(const Present& at, const std::vector<MomentKey>& reminders, const std::string& recipient,
                 bool resent) {
  const auto goes = [&](const MomentKey& key) { return !reason_now(at, key, recipient); };
  if (reminders.empty()) return true;
  return resent ? std::any_of(reminders.begin(), reminders.end(), goes)
                : std::all_of(reminders.begin(), reminders.end(), goes);
}

void put_back(store::Outbox& outbox, const Present& at) {
  auto decisions = outbox.taken_out(at.now);
  std::erase_if(decisions, [&](const store::Decision& decision) {
    return reason_now(at, decision.reminder.key, decision.reminder.recipient).has_value();
  });
  outbox.put_back(decisions, at.now);
}

Preparer::Preparer(store::Outbox& outbox, Announcer& announcer, const WorkerOptions& options,
                   const WorkerLog& log)
    : outbox_{outbox}, announcer_{announcer}, options_{options}, log_{log} {}

std::variant<Prepared, Ended> Preparer::prepare(const store::Mail& mail, const Present& at) {
  auto prepared = mail.kind == store::MailKind::trial           ? prepare_test(mail, at)
                  : mail.kind == store::MailKind::change        ? prepare_change(mail, at)
                  : mail.kind == store::MailKind::invitation    ? prepare_invitation(mail, at)
                  : mail.kind == store::MailKind::file_problems ? prepare_file_problems(mail, at)
                                                                : prepare_reminders(mail, at);
  // libcurl passes on whatever it gets, so nothing else may reach it.
  if (const auto* ready = std::get_if<Prepared>(&prepared)) {
    for (const auto& address : {ready->message.from, ready->message.to})
      if (!smtp::is_envelope_address(address))
        return Ended{MailState::failed, "an address of it cannot stand in an SMTP command"};
  }
  return prepared;
}

std::string Preparer::envelope_to(const std::string& address) const {
  return options_.rehearsal_to.empty() ? address : options_.rehearsal_to;
}

/// As an earlier try made it, octet by octet.
Prepared Preparer::again(const store::Mail& mail, const std::string& from, const std::string& address,
                         std::vector<MomentKey> reminders) const {
  return {{from, envelope_to(address), mail.message, mail.subject}, std::move(reminders), true};
}

/// What tells changes waits for those that are not decided on yet, unless it has its bytes already.
std::optional<Ended> Preparer::overtaken(const store::Mail& mail, const Present& at) const {
  const auto pending = announcer_.pending_until();
  if (!pending || !mail.message.empty()) return std::nullopt;
  return Ended{MailState::retry, "something changed since, and is told with it", std::max(*pending, at.now)};
}

std::variant<Prepared, Ended> Preparer::prepare_test(const store::Mail& mail, const Present& at) {
  const Edition& edition = at.plan.edition();
  if (edition.programmes.empty())
    return Ended{MailState::failed, "no programme is published in whose name it could go"};
  const auto& programme = edition.programmes.front();
  if (!mail.message.empty()) return again(mail, edition.composer.sender_of(programme), mail.address);
  const auto overseer =
      std::find_if(edition.coordinators.begin(), edition.coordinators.end(),
                   [&](const auto& coordinator) { return coordinator.address == mail.address; });
  const auto language = overseer == edition.coordinators.end() ? programme::Language::nl : overseer->language;
  return guarded(mail, at, [&] {
    return Prepared{edition.composer.compose_test(envelope_to(mail.address),
                                                  message_id(mail.key, options_.message_id_domain), programme,
                                                  language, at.now),
                    {},
                    false};
  });
}

/// Tells what is wrong now, which may be something else than when it was decided.
std::variant<Prepared, Ended> Preparer::prepare_file_problems(const store::Mail& mail, const Present& at) {
  if (at.files == nullptr)
    return Ended{MailState::retry, "the files were not looked into yet", at.now + std::chrono::seconds{10}};
  if (at.files->lines.empty()) return Ended{MailState::skipped, "nothing is left to say: the files are good"};
  const Edition& edition = at.plan.edition();
  const auto to = std::ranges::find(edition.coordinators, mail.recipient, [](const auto& coordinator) {
    return Recipient{nullptr, &coordinator}.key();
  });
  if (to == edition.coordinators.end())
    return Ended{MailState::skipped, "nothing is left to say: they coordinate no more"};
  if (edition.programmes.empty())
    return Ended{MailState::failed, "no programme is published in whose name it could go"};
  const auto& programme = edition.programmes.front();
  if (!mail.message.empty()) return again(mail, edition.composer.sender_of(programme), to->address);
  return guarded(mail, at, [&] {
    const letters::FileProblemLetter letter{.message_id = message_id(mail.key, options_.message_id_domain),
                                            .coordinator = &*to,
                                            .programme = &programme,
                                            .problems = at.files,
                                            .revision = edition.snapshot->revision,
                                            .published = edition.snapshot->published,
                                            .rehearsal_to = options_.rehearsal_to};
    return Prepared{edition.composer.compose_file_problems(letter, at.now), {}, false};
  });
}

/// Tells what is different now from what the recipient knows, which may be less, or something else, than when
/// it was decided.
std::variant<Prepared, Ended> Preparer::prepare_change(const store::Mail& mail, const Present& at) {
  if (auto ended = overtaken(mail, at)) return std::move(*ended);
  const auto letter = announcer_.letter(outbox_.announcements().since(mail.id), mail.recipient, at.now);
  if (!letter) return Ended{MailState::skipped, "nothing is left to say: it is as it was, or they have left"};
  const auto& from = at.plan.edition().composer.sender_of(letter->programme());
  if (!mail.message.empty()) return again(mail, from, letter->person->address);
  return guarded(mail, at, [&] {
    letters::ChangeLetter made = *letter;
    made.message_id = message_id(mail.key, options_.message_id_domain);
    made.rehearsal_to = options_.rehearsal_to;
    return Prepared{at.plan.edition().composer.compose_change(made, at.now), {}, false};
  });
}

/// Tells what the calendar lacks now. Bytes of an earlier try go again until others have said more since.
std::variant<Prepared, Ended> Preparer::prepare_invitation(const store::Mail& mail, const Present& at) {
  if (auto ended = overtaken(mail, at)) return std::move(*ended);
  auto invitations = outbox_.announcements().invitations();
  const std::string uid = invitations.uid_of(mail.id);
  const auto told = invitations.told(mail.recipient, uid);
  if (!mail.message.empty()) {
    if (!told || told->mail != mail.id) return Ended{MailState::skipped, "a later mail tells it"};
    return again(mail, told->organizer, told->address);
  }
  const auto step = announcer_.invitation(mail.recipient, uid, told, at.now);
  const Edition& edition = at.plan.edition();
  auto made = step ? make_invitation_letter(*step, edition, invitations.floor(), at.now) : std::nullopt;
  if (!made) return Ended{MailState::skipped, "nothing is left to say: the calendar has it, or it is over"};
  return guarded(mail, at, [&] {
    made->message_id = message_id(mail.key, options_.message_id_domain);
    made->rehearsal_to = options_.rehearsal_to;
    letters::Message message = edition.composer.compose_invitation(*made, at.now);
    auto tells = told_by(*made, *step, mail.id, message.from);
    return Prepared{std::move(message), {}, false, std::move(tells)};
  });
}

std::variant<Prepared, Ended> Preparer::prepare_reminders(const store::Mail& mail, const Present& at) {
  auto reminders = outbox_.reminders_of(mail.id);
  std::erase_if(reminders, [](const store::Reminder& reminder) { return reminder.reason.has_value(); });
  auto rivals = reminders;
  std::ranges::copy(outbox_.beside(mail, at.now), std::back_inserter(rivals));
  std::erase_if(rivals, [&](const store::Reminder& rival) {
    return reason_now(at, rival.key, mail.recipient).has_value();
  });
  std::vector<const Moment*> moments;
  std::string reasons;
  for (const auto& reminder : reminders) {
    auto reason = reason_now(at, reminder.key, mail.recipient);
    if (!reason &&
        std::ranges::any_of(rivals, [&](const auto& rival) { return supersedes(rival, reminder); }))
      reason = SkipReason::superseded;
    if (reason) {
      outbox_.set_reason(reminder, *reason, at.now);
      reasons += (reasons.empty() ? "" : ", ") + std::string{programme::to_string(*reason)};
    } else {
      moments.push_back(at.plan.find(reminder.key));
    }
  }
  if (moments.empty()) return Ended{MailState::skipped, "nothing is left to say: " + reasons};
  const Recipient recipient = at.plan.recipient(mail.programme, mail.recipient).value();
  return compose(mail, at, moments, recipient);
}

std::variant<Prepared, Ended> Preparer::compose(const store::Mail& mail, const Present& at,
                                                const std::vector<const Moment*>& moments,
                                                const Recipient& recipient) {
  std::vector<MomentKey> keys;
  keys.reserve(moments.size());
  for (const Moment* moment : moments) keys.push_back(moment->key);
  if (!mail.message.empty()) {
    const auto& from = at.plan.edition().composer.sender_of(*moments.front()->programme);
    return again(mail, from, recipient.address(), std::move(keys));
  }
  return guarded(mail, at, [&] {
    letters::Letter made = make_reminder_letter(at.plan, moments, recipient, at.facts);
    made.message_id = message_id(mail.key, options_.message_id_domain);
    made.rehearsal_to = options_.rehearsal_to;
    return Prepared{
        options_.compose ? options_.compose(made, at.now) : at.plan.edition().composer.compose(made, at.now),
        std::move(keys), false};
  });
}

/// What cannot be worded fails alone; a template is reported once a day.
template <class Make>
std::variant<Prepared, Ended> Preparer::guarded(const store::Mail& mail, const Present& at, Make make) {
  try {
    return make();
  } catch (const letters::TemplateError& error) {
    const std::string detail = error.what();
    if (told_.first(error.problem().file, at.now))
      log_.error(detail + "; its mails fail until it is mended (`traject mail retry` sends them then)");
    return Ended{MailState::failed, detail};
  } catch (const std::exception& error) {
    const std::string cause = error.what();
    if (told_.first(cause, at.now))
      log_.error("mail " + std::to_string(mail.id) + " cannot be composed: " + cause);
    return Ended{MailState::failed, "cannot be composed: " + cause};
  }
}

}  // namespace mail
