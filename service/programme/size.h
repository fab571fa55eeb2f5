// SPDX-License-Identifier: Apache-2.0
//
// The size of a programme, before a schedule or reminders are computed for it.
#pragma once

#include <cstddef>

#include "service/programme/programme.h"

namespace programme {

struct Size {
  std::size_t occurrences = 0;
  std::size_t moments = 0;  ///< With every repeat. An upper bound: some have no date.
};

Size size_of(const Programme& programme);

}  // namespace programme
