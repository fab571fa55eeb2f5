// SPDX-License-Identifier: Apache-2.0
//
// The words of a plan: single changes in Dutch and English.
#pragma once

#include <string>
#include <vector>

#include "service/programme/change_warnings.h"
#include "service/programme/difference.h"
#include "service/programme/reminder_changes.h"

namespace commands {

using programme::Language;

/// "Werksessie 2 – Externe samenwerking", of one library with its name behind it.
std::string title_of(const programme::Occurrence& occurrence, Language language);

/// "verzet: dinsdag 19 september 2023, 10.00–13.00 uur → dinsdag 26 september 2023, 10.00–13.00 uur": one for each kind
/// of change, those of the date together.
std::vector<std::string> change_in_words(const programme::OccurrenceChange& change, Language language);

std::string in_words(const programme::LibraryChange& change, Language language);
std::string in_words(const programme::PersonChange& change, const programme::Difference& difference,
                     Language language);
std::string in_words(programme::SettingChange change, const programme::Difference& difference,
                     Language language);
std::string in_words(const programme::RuleChange& change, Language language);

/// Without what it is about.
std::string in_words(const programme::ReminderChange& change, const date::time_zone& zone, Language language);

std::string in_words(const programme::ChangeWarning& warning, Language language);

}  // namespace commands
