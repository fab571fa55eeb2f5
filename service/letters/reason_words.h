// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "service/programme/reminders.h"

namespace letters {

/// Why a reminder does not go: "al ingeleverd" / "already handed in".
std::string_view reason_in_words(programme::SkipReason reason, programme::Language language);

}  // namespace letters
