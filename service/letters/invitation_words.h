// SPDX-License-Identifier: Apache-2.0
//
// The words around an invitation, in Dutch and English. They are not in templates: they follow from what happened.
#pragma once

#include <string>

#include "service/letters/invitation_letter.h"

namespace letters {

/// One line of plain text.
std::string invitation_subject(const letters::InvitationLetter& letter);

/// CommonMark.
std::string invitation_text(const letters::InvitationLetter& letter);

}  // namespace letters
