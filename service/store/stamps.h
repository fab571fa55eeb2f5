// SPDX-License-Identifier: Apache-2.0
//
// The times of occurrences, within a transaction of the caller.
#pragma once

#include <soci/soci.h>

#include <span>
#include <vector>

#include "service/programme/stamp.h"

namespace store {

/// See Store::record().
std::vector<programme::Stamp> write_stamps(soci::session& sql, std::span<const programme::Content> contents,
                                           date::sys_seconds now);

/// Of all occurrences. Reads one row.
date::sys_seconds latest_stamp(soci::session& sql);

/// At least every LAST-MODIFIED that a feed may show: of occurrences and of what is personal.
date::sys_seconds latest_shown(soci::session& sql);

/// The latest time that a publication gave to hand-ins and languages, or that was removed with them: a later
/// one is above it.
date::sys_seconds published_personal(soci::session& sql);
void note_published(soci::session& sql, date::sys_seconds latest);

/// Gives every occurrence a time above all that feeds showed before an older database came back.
void raise_stamps(soci::session& sql, date::sys_seconds now);

}  // namespace store
