// SPDX-License-Identifier: Apache-2.0
//
// What a mail about a session says besides the session itself. Pointers lead into the schedule.
#pragma once

#include <vector>

#include "service/programme/schedule.h"

namespace letters {

/// The lunch that follows directly on the session for the same audience and goes on; nullptr when there is none.
const programme::Occurrence* lunch_after(const programme::Schedule& schedule,
                                         const programme::Occurrence& session);

/// The deadlines that hang on the session, come before it, go on and concern the person, in file order.
std::vector<const programme::Occurrence*> preparation_for(const programme::Schedule& schedule,
                                                          const programme::Occurrence& session,
                                                          const programme::Person& person);

}  // namespace letters
