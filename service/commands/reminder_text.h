// SPDX-License-Identifier: Apache-2.0
//
// Formats reminders for `traject reminders`.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "service/commands/options.h"
#include "service/mail/forecast.h"
#include "service/programme/reach.h"
#include "service/publishing/head.h"

namespace commands {

/// A rule that reaches nobody.
struct UnreachedRule {
  std::string programme;
  programme::RuleWithoutRecipients rule;
};

/// Prints tables of the sent, the coming and the skipped reminders and of rules that reach nobody, and totals
/// in the last line. A moment that is skipped for everybody for the same reason takes one line.
void print_text(const std::vector<mail::ForecastRow>& shown, const std::vector<UnreachedRule>& unreached,
                programme::Language language);

/// Prints one JSON object; times are UTC.
void print_json(const std::vector<mail::ForecastRow>& shown, const std::vector<UnreachedRule>& unreached,
                programme::Language language);

/// Composes the mail of these reminders for the time at which it is due, and prints its addressee, subject
/// and text; with `eml`, the whole message. The reminders belong to one mail. It works on a copy of the data
/// and records nothing. Returns the exit status.
int preview(const Options& options, const publishing::Latest& latest,
            std::span<const mail::ForecastRow> reminders, bool eml);

}  // namespace commands
