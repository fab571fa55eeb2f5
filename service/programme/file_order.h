// SPDX-License-Identifier: Apache-2.0
//
// The order in which a reader of the files meets what findings are about.
#pragma once

#include <vector>

#include "service/programme/finding.h"
#include "service/programme/programme.h"

namespace programme {

/// Programme, roles, activities, reminders, libraries, people; each in the order of its file. Findings about
/// the same item keep their order.
void sort_by_file(const Programme& programme, std::vector<Finding>& findings);

}  // namespace programme
