// SPDX-License-Identifier: Apache-2.0
//
// The words of people's own pages, in Dutch and English.
#pragma once

#include <span>

#include "service/web/page_files.h"

namespace web {

std::span<const PageWord> person_words();

}  // namespace web
