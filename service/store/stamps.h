// SPDX-License-Identifier: Apache-2.0
//
// The numbers of occurrences, within a transaction of the caller.
#pragma once

#include <soci/soci.h>

#include <span>
#include <vector>

#include "service/programme/stamp.h"

namespace store {

/// As Store::record() says. What is new or different gets at least `floor` as its sequence.
std::vector<programme::Stamp> write_stamps(soci::session& sql, std::span<const programme::Content> contents,
                                           date::sys_seconds now, int floor);

}  // namespace store
