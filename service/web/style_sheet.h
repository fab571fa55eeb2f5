// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace web {

/// The style sheet of all our pages, served as /style.css.
std::string_view style_sheet();

}  // namespace web
