// SPDX-License-Identifier: Apache-2.0
//
// "Did you mean …?": the known word that a mistyped one most likely stands for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace programme {

/// The first of the `known` words with the fewest typing mistakes (a character too many, too few, wrong, or two
/// swapped; upper and lower case of ASCII letters are the same); "" when all are further than a third of the
/// word's length away.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

}  // namespace programme
