// SPDX-License-Identifier: Apache-2.0
//
// Formats revisions and their differences for the operator.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/config_files/files.h"
#include "service/store/revisions.h"

namespace commands {

/// Returns a unified diff of two texts, with three lines of context and `name` in its header, or "" when they
/// are equal.
std::string unified_difference(const std::string& name, std::string_view before, std::string_view after);

/// Returns the unified diffs of all files in the order of their paths, or "" when all are equal.
std::string difference_text(const config_files::Texts& before, const config_files::Texts& after);

/// Returns a table in the given order; times are Dutch time.
std::string revisions_text(const std::vector<store::Revision>& revisions, programme::Language language);
std::string revisions_json(const std::vector<store::Revision>& revisions);

/// Returns a JSON object. `difference` is the stored JSON text of the changes; an empty one becomes null.
std::string revision_json(const store::Revision& revision, const std::string& difference);

/// Returns a table of number, time, author and, where recorded, the reason and the absence of mail.
std::string revision_head(const store::Revision& revision, programme::Language language);

}  // namespace commands
