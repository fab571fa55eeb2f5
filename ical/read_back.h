// SPDX-License-Identifier: Apache-2.0
//
// Verifies rendered calendars: libical parses the text, and its values are compared with the input.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ical/types.h"

namespace ical {

/// Returns the events of a calendar as libical reads them, in the order of the file. It accepts only output
/// of this program: throws InvalidValue for an error component, an unknown line, a duplicate property, and
/// text that is not exactly one VCALENDAR.
std::vector<Event> read_back(std::string_view calendar);

/// Throws InvalidValue unless libical reads exactly `event` from `block`, the result of render_event().
void verify_event(std::string_view block, const Event& event);

/// Throws InvalidValue unless libical reads exactly `invitation` from `calendar`, the result of
/// render_invitation(): METHOD, one event, one organiser and one attendee.
void verify_invitation(std::string_view calendar, const SchedulingMessage& invitation);

}  // namespace ical
