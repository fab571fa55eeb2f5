// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "service/programme/reminders.h"
#include "service/store/outbox.h"

namespace mail {

/// Why a reminder does not go: "al ingeleverd" / "already handed in".
std::string_view reason_in_words(programme::Reason reason, programme::Language language);

/// What became of a mail: "verstuurd" / "sent".
std::string_view state_in_words(store::MailState state, programme::Language language);

}  // namespace mail
