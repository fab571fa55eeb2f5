// SPDX-License-Identifier: Apache-2.0
//
// The words around an invitation, in Dutch and English. They are not in templates: they follow from what happened.
#pragma once

#include <string>

#include "service/mail/invitation_letter.h"

namespace mail {

/// One line of plain text.
std::string invitation_subject(const InvitationLetter& letter);

/// CommonMark.
std::string invitation_text(const InvitationLetter& letter);

}  // namespace mail
