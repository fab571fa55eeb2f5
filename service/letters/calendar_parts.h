// SPDX-License-Identifier: Apache-2.0
//
// What of a mail is for calendars.
#pragma once

#include <vector>

#include "service/letters/invitation_letter.h"
#include "service/letters/letter.h"
#include "service/smtp/mime_message.h"

namespace letters {

/// The sessions that it is about, each a file of its own name.
std::vector<smtp::CalendarFile> calendar_files(const Letter& letter, programme::Language language);

/// Makes an invitation of a mail whose From and To are set. The organizer is whom it is from, and the
/// attendee whom it is to: programs show no buttons when these differ. Throws ical::InvalidValue when libical
/// reads something else from it.
void set_invitation(smtp::MimeParts& parts, const letters::InvitationLetter& letter);

}  // namespace letters
