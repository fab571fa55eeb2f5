// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "service/commands/options.h"
#include "service/mail/forecast.h"
#include "service/publishing/head.h"

namespace commands {

/// Prints the mail that these reminders, of one mail, would be, at the moment when it goes: addressee,
/// subject and text, or with `eml` the whole message. Works on a copy of the data: nothing is recorded.
int preview(const Options& options, const publishing::Latest& latest,
            std::span<const mail::ForecastRow> reminders, bool eml);

}  // namespace commands
