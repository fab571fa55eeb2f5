// SPDX-License-Identifier: Apache-2.0
//
// Case files: a mistake in one line, the edits that make it, and the messages that must follow.
#pragma once

#include <filesystem>
#include <string>

namespace test {

/// A case file without its expected messages: the description and the edits, then one empty line.
std::string without_messages(const std::string& text);

/// Applies the edits of a case file to `folder`. Throws std::invalid_argument, with the offending line, for a
/// line that the format does not know and for an edit that does not fit the folder.
void apply_edits(const std::string& text, const std::filesystem::path& folder);

}  // namespace test
