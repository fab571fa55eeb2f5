// SPDX-License-Identifier: Apache-2.0
//
// Makes the addresses of one person's own pages. web/routes.cc has the routes that read them.
#pragma once

#include <string>
#include <string_view>

#include "service/programme/reminders.h"

namespace feeds {

/// The same token in front of each. Ids are plain words (see flaw_of_id) and need no escapes.
std::string overview_path(std::string_view token);
std::string hand_in_path(std::string_view token, std::string_view programme, std::string_view activity,
                         std::string_view library);
std::string reminders_path(std::string_view token);
std::string stop_path(std::string_view token, programme::Topic topic);

}  // namespace feeds
