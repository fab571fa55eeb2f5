// SPDX-License-Identifier: Apache-2.0
//
// Revisions as an operator reads them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/config_files/files.h"
#include "service/store/revisions.h"

namespace commands {

/// What changed from one text to the other, line by line, as `diff -u` shows it: three lines around every
/// change, and the file's name in the head. Empty when nothing did.
std::string unified_difference(const std::string& name, std::string_view before, std::string_view after);

/// The lines in which files differ, in order of their paths; empty when they are the same.
std::string difference_text(const config_files::Texts& before, const config_files::Texts& after);

/// In columns, in the order given; the time as the clock on the wall showed it.
std::string revisions_text(const std::vector<store::Revision>& revisions, programme::Language language);
std::string revisions_json(const std::vector<store::Revision>& revisions);

/// With `difference`, as it was kept; empty: null.
std::string revision_json(const store::Revision& revision, const std::string& difference);

/// Number, time, who, why: one a line.
std::string revision_head(const store::Revision& revision, programme::Language language);

}  // namespace commands
