// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <kainjow/mustache.hpp>
#include <vector>

#include "service/letters/letter.h"
#include "service/programme/schedule.h"

namespace letters {

/// What the values will be put into.
enum class ValuesFor { subject, markdown };

/// Everything that a template about this letter can show (placeholders.h), in one language, as it is at
/// `now`.
kainjow::mustache::data letter_values(const Letter& letter, programme::Language language,
                                      programme::Instant now, ValuesFor target);

/// True when the item's event goes along as a file: it is a session.
bool has_attachment(const Item& item);

// What a mail about a session says besides the session itself. Pointers lead into the schedule.
/// The lunch that follows directly on the session for the same audience and goes on; nullptr when there is
/// none.
const programme::Occurrence* lunch_after(const programme::Schedule& schedule,
                                         const programme::Occurrence& session);

/// The deadlines that hang on the session, come before it, go on and concern the person, in file order.
std::vector<const programme::Occurrence*> preparation_for(const programme::Schedule& schedule,
                                                          const programme::Occurrence& session,
                                                          const programme::Person& person);

}  // namespace letters
