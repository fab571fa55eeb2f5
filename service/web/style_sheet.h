// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "service/web/page_files.h"

namespace web {

/// The style sheet of all our pages, served as /style.css.
inline std::string_view style_sheet() { return pages::style; }

}  // namespace web
