// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

namespace service {

/// Raises the limit of open files of this process as far as the system permits, when it is below what the
/// service needs. Returns what is wrong, in words for operators, when it remains below; else "".
std::string too_few_descriptors();

/// Returns how many connections, at most `wanted`, leave enough descriptors for files, store and mail within
/// the limit that the system permits. A service without a free one cannot read its files.
std::size_t connections_within_limit(std::size_t wanted);

}  // namespace service
