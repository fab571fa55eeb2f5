// SPDX-License-Identifier: Apache-2.0
//
// Reminders as `traject reminders` prints them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "service/commands/options.h"
#include "service/mail/forecast.h"
#include "service/publishing/head.h"

namespace commands {

/// A table each of what went, goes and does not go, with totals in the last line. Those whom a moment does
/// not reach for a reason that is not their own share a line.
void print_text(const std::vector<mail::ForecastRow>& shown, programme::Language language);

void print_json(const std::vector<mail::ForecastRow>& shown, programme::Language language);

/// Prints the mail that these reminders, of one mail, would be, at the moment when it goes: addressee,
/// subject and text, or with `eml` the whole message. Works on a copy of the data: nothing is recorded.
int preview(const Options& options, const publishing::Latest& latest,
            std::span<const mail::ForecastRow> reminders, bool eml);

}  // namespace commands
