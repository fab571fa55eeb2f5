// SPDX-License-Identifier: Apache-2.0
//
// The words of a change mail: what was, what is now, and what follows from it.
#pragma once

#include <string>

#include "service/letters/change_letter.h"

namespace letters {

/// One line: "Verzet: Werksessie 2 – nu dinsdag 26 september 2023"; several changes: how many, and of what programme.
std::string change_subject(const ChangeLetter& letter, programme::Language language);

/// CommonMark, without the footer.
std::string change_text(const ChangeLetter& letter, programme::Language language);

}  // namespace letters
