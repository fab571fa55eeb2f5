// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/programme/programme.h"

namespace publishing {

/// Of words of the program's own, those in this language.
constexpr const char* choose(programme::Language language, const char* nl, const char* en) {
  return language == programme::Language::nl ? nl : en;
}

}  // namespace publishing
