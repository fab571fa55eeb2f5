// SPDX-License-Identifier: Apache-2.0
//
// Reminders as `traject reminders` prints them.
#pragma once

#include <string>
#include <vector>

#include "service/mail/forecast.h"

namespace commands {

/// A table each of what went, goes and does not go, with totals in the last line. Those whom a moment does
/// not reach for a reason that is not their own share a line.
void print_text(const std::vector<mail::ForecastRow>& shown, programme::Language language);

void print_json(const std::vector<mail::ForecastRow>& shown, programme::Language language);

}  // namespace commands
