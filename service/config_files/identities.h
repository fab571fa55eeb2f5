// SPDX-License-Identifier: Apache-2.0
//
// Who is who across programmes: the same e-mail address is the same person.
#pragma once

#include <vector>

#include "service/config_files/problem.h"
#include "service/config_files/programme_folder.h"

namespace config_files {

/// Gives a person the one id that a programme wrote for their address in every programme, with a warning.
/// Reports an address with two ids, an id with two addresses, and a library whose name differs between
/// programmes. Before finish().
void join_identities(std::vector<ProgrammeFolder>& folders, std::vector<Problem>& problems);

/// Settles how each person gets activities into their calendar: as their row says, else as its programme
/// does. Whoever is to have invitations in one programme has them in all, with a warning where a row says
/// otherwise. After join_identities(), before finish().
void join_deliveries(std::vector<ProgrammeFolder>& folders, std::vector<Problem>& problems);

}  // namespace config_files
