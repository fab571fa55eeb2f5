// SPDX-License-Identifier: Apache-2.0
//
// A SEQUENCE must never be lower than one that calendars have seen, also when the database comes from a
// backup and what was published after that backup is forgotten.
//
// While the service runs, it vouches every minute that it is the one that publishes. Time that nobody vouches
// for, when it is more than `forgotten`, may hide publications: the service stood still, or another copy of
// this database was in use, perhaps more than one in turn. So from then on, whatever changes gets a sequence
// of at least the number of seconds since 2020. A sequence goes up by one with each publication, and there
// are fewer of those than seconds: no copy, however old, ever used a number that is higher. The floor stays 0
// for a database that was never out of use: there, sequences go up by one. 31 bits (RFC 5545) are enough
// until 2088.
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

/// For a database that certainly comes from a backup: raises the floor, and gives every occurrence a sequence
/// of at least that, with a new time when it moved.
void lift_occurrences(soci::session& sql, programme::Instant now);

}  // namespace store
