// SPDX-License-Identifier: Apache-2.0
#include "service/mail/prepare.h"

#include "service/smtp/courier.h"

namespace mail {
namespace {

using store::MailKind;

Preparation prepare_kind(const Draft& draft) {
  switch (draft.mail.kind) {
    case MailKind::reminder:
      return prepare_reminders(draft);
    case MailKind::change:
      return prepare_change(draft);
    case MailKind::invitation:
      return prepare_invitation(draft);
    case MailKind::file_problems:
      return prepare_file_problems(draft);
    case MailKind::account:
      return prepare_account(draft);
    case MailKind::trial:
      break;
  }
  return prepare_trial(draft);
}

}  // namespace

Preparer::Preparer(store::Outbox& outbox, Announcer& announcer, const WorkerOptions& options,
                   const WorkerLog& log)
    : outbox_{outbox}, announcer_{announcer}, options_{options}, log_{log} {}

Preparation Preparer::prepare(const store::Mail& mail, const WorkerView& at) {
  auto outcome = prepare_kind({mail, at, outbox_, announcer_, options_, log_, reported_});
  // libcurl passes on whatever it gets, so nothing else may reach it.
  if (const auto* ready = std::get_if<Prepared>(&outcome)) {
    for (const auto& address : {ready->message.from, ready->message.to})
      if (!smtp::is_envelope_address(address))
        return Ended{store::MailState::failed,
                     std::string{not_composed} + "an address of it cannot stand in an SMTP command"};
  }
  return outcome;
}

}  // namespace mail
