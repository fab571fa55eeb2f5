// SPDX-License-Identifier: Apache-2.0
//
// The last lines of an event, from STATUS to END:VEVENT. They hold nothing from outside: nine texts in all.
#pragma once

#include <string_view>

#include "ical/types.h"

namespace ical {

/// Lives as long as the program. Throws InvalidValue when one of them is none of its values.
std::string_view closing_lines(Status status, Busy busy);

}  // namespace ical
