// SPDX-License-Identifier: Apache-2.0
//
// The rules between the values of one programme: everything that a parser of one file cannot see.
#pragma once

#include <vector>

#include "service/programme/finding.h"
#include "service/programme/programme.h"

namespace programme {

/// True when the rule only warrants a warning: the programme can be published all the same.
bool is_warning(Rule rule);

/// Every finding of every rule, in the order of the files (activities, libraries, people). Pure.
std::vector<Finding> check(const Programme& programme);

}  // namespace programme
