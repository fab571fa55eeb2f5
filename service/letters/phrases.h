// SPDX-License-Identifier: Apache-2.0
//
// What mails with words of our own have in common. All text is CommonMark, in Dutch or English.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/programme/reminders.h"
#include "service/programme/schedule.h"

namespace letters {

/// What somebody wrote, on one line and without any markup.
std::string literal(std::string_view text);

/// "Beste Anna,", a paragraph of its own.
std::string greeting(std::string_view name, programme::Language language);

/// The lines below each other.
std::string paragraph(const std::vector<std::string>& lines);

/// Adds "what: text"; nothing when the text is empty.
void add_line(std::vector<std::string>& lines, std::string_view what, const std::string& text);

/// Adds "Wanneer: …", or "Was: …" and "Wordt: …" when it was at another time.
void add_when(std::vector<std::string>& lines, const std::optional<programme::Resolved>& was,
              const programme::Resolved& when, programme::Language language);

/// Adds "Plaats: …", or "Plaats was: …" and "Plaats wordt: …" when it was somewhere else. What is not known
/// yet is only said when it was.
void add_place(std::vector<std::string>& lines, const std::optional<std::string>& was,
               const std::string& place, programme::Language language);

/// Why a reminder does not go: "al ingeleverd" / "already handed in".
std::string reason_in_words(programme::SkipReason reason, programme::Language language);

}  // namespace letters
