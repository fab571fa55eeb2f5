// SPDX-License-Identifier: Apache-2.0
//
// Renders the single changes of a plan in Dutch and English.
#pragma once

#include <string>
#include <vector>

#include "service/changes/change_warnings.h"
#include "service/changes/difference.h"
#include "service/changes/reminder_changes.h"

namespace publishing {

using programme::Language;

/// "Werksessie 2 – Externe samenwerking". Appends the name of the library if the occurrence has one.
std::string title_of(const programme::Occurrence& occurrence, Language language);

/// "verzet: dinsdag 19 september 2023, 10.00–13.00 uur → dinsdag 26 september 2023, 10.00–13.00 uur". One
/// text per kind of change; all changes of the date share one text.
std::vector<std::string> change_in_words(const changes::OccurrenceChange& change, Language language);

std::string in_words(const changes::LibraryChange& change, Language language);
std::string in_words(const changes::PersonChange& change, const changes::Difference& difference,
                     Language language);
std::string in_words(changes::SettingChange change, const changes::Difference& difference, Language language);
std::string in_words(const changes::RuleChange& change, Language language);

/// Does not name the activity.
std::string in_words(const changes::ReminderChange& change, const date::time_zone& zone, Language language);

std::string in_words(const changes::ChangeWarning& warning, Language language);

}  // namespace publishing
