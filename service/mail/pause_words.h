// SPDX-License-Identifier: Apache-2.0
//
// Pauses and refused addresses in words, for operators and coordinators.
#pragma once

#include <string>

#include "service/programme/text.h"
#include "service/store/mail_pause.h"
#include "service/store/refused_addresses.h"

namespace mail {

/// "the mail server does not accept the user name and password"
programme::Text pause_reason(store::MailPause::Reason reason);

/// What to look at, as a sentence without a capital and without a full stop.
programme::Text pause_help(store::MailPause::Reason reason);

/// The reason, since when (local time of `zone`) and the server's reply; what ends it.
programme::Text pause_in_words(const store::MailPause& pause, const std::string& zone);

/// "geweigerd door onze mailserver op 3 september 2026: 550 5.1.1 …"
programme::Text refusal_in_words(const store::RefusedAddress& refused, const std::string& zone);

}  // namespace mail
