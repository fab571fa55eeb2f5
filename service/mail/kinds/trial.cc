// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "service/mail/kinds/draft.h"

namespace mail {

using store::MailState;

Preparation prepare_trial(const Draft& draft) {
  const Edition& edition = draft.edition();
  if (edition.programmes.empty()) return Ended{MailState::failed, no_programme};
  const auto& programme = edition.programmes.front();
  if (draft.has_bytes()) return draft.again(edition.composer.sender_of(programme), draft.mail.address);
  const auto overseer =
      std::find_if(edition.coordinators.begin(), edition.coordinators.end(),
                   [&](const auto& coordinator) { return coordinator.address == draft.mail.address; });
  const auto language = overseer == edition.coordinators.end() ? programme::Language::nl : overseer->language;
  return draft.composed([&] {
    return Prepared{edition.composer.compose_test(draft.envelope_to(draft.mail.address), draft.message_id(),
                                                  programme, language, draft.at.now),
                    {},
                    false};
  });
}

}  // namespace mail
