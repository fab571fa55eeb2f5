// SPDX-License-Identifier: Apache-2.0
//
// libical as the judge of what we write: text in, the values that it reads out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ical/types.h"

namespace ical {

/// The events of a calendar as libical reads them, in file order. Only for our own output: throws
/// InvalidValue when libical reports an error component, an unknown line, anything but one VCALENDAR, or a
/// property twice.
std::vector<Event> read_back(std::string_view calendar);

/// Throws InvalidValue unless libical reads exactly `event` from `block` (a VEVENT block of render_event).
void verify_event(std::string_view block, const Event& event);

/// Throws InvalidValue unless libical reads exactly `invitation` from `calendar` (of render_invitation): one
/// event, its METHOD, and the two participants.
void verify_invitation(std::string_view calendar, const SchedulingMessage& invitation);

}  // namespace ical
