// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "service/mail/kinds/draft.h"

namespace mail {

using store::MailState;

Preparation prepare_change(const Draft& draft) {
  if (auto ended = draft.overtaken()) return std::move(*ended);
  const auto letter = draft.announcer.letter(draft.outbox.announcements().since(draft.mail.id),
                                             draft.mail.recipient, draft.at.now);
  if (!letter) return Ended{MailState::skipped, "nothing is left to say: it is as it was, or they have left"};
  const auto& from = draft.edition().composer.sender_of(letter->programme());
  if (draft.has_bytes()) return draft.again(from, letter->person->address);
  return draft.composed([&] {
    letters::ChangeLetter made = *letter;
    made.message_id = draft.message_id();
    made.rehearsal_to = draft.options.rehearsal_to;
    return Prepared{draft.edition().composer.compose_change(made, draft.at.now), {}, false};
  });
}

}  // namespace mail
