// SPDX-License-Identifier: Apache-2.0
//
// A SEQUENCE must never be lower than one that calendars have seen, also when the database comes from a backup and what
// was published after that backup is forgotten.
//
// While the service runs, it vouches every minute that it is the one that publishes. Time that nobody vouches for, when
// it is more than `forgotten`, may hide publications: the service stood still, or another copy of this database was in
// use. There were at most two a second, and each raised a sequence by one at most. So from then on, whatever changes gets a
// sequence above the highest that is known by two for each of those seconds. That floor is kept and never goes down. It
// stays 0 for a database that was never out of use: there, sequences go up by one. 31 bits are enough for seventeen years
// of standing still.
#pragma once

#include <soci/soci.h>

#include <chrono>

#include "service/programme/civil_time.h"

namespace store {

inline constexpr std::chrono::minutes forgotten{5};

/// Both within a transaction of the caller.
/// Says that everything published up to now is in this database, and raises the floor when that is not sure.
void vouch(soci::session& sql, programme::Instant now);
int sequence_floor(soci::session& sql);

/// For a database that certainly comes from a backup: every occurrence gets a sequence of at least the floor, and a new
/// time when its sequence moved.
void lift_occurrences(soci::session& sql, programme::Instant now);

}  // namespace store
