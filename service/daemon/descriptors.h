// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace service {

/// Raises the limit of open files of this process as far as the system permits, when it is below what the
/// service needs. Returns what is wrong, in words for operators, when it remains below; else "".
std::string too_few_descriptors();

}  // namespace service
