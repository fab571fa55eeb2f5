// SPDX-License-Identifier: Apache-2.0
//
// The calendar files and invitations inside mails.
#pragma once

#include <vector>

#include "service/letters/invitation_letter.h"
#include "service/letters/letter.h"
#include "service/smtp/mime_message.h"

namespace letters {

/// One file for each session that the letter is about.
std::vector<smtp::CalendarFile> calendar_files(const Letter& letter, programme::Language language);

/// Adds an invitation to a mail whose From and To are set. They become organizer and attendee: programs show
/// no buttons when these differ. Throws ical::InvalidValue when libical reads other values back.
void set_invitation(smtp::MimeParts& parts, const letters::InvitationLetter& letter);

}  // namespace letters
