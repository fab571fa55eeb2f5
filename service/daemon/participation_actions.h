// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>

#include "service/programme/civil_time.h"
#include "service/web/actions.h"

namespace service {

/// What people do on their own pages, recorded in that data folder through a connection of its own. `changed`
/// is called after every change, on the request's thread and without a lock held.
web::Actions participation_actions(const std::filesystem::path& data_folder,
                                   const std::function<programme::Instant()>& now,
                                   std::function<void()> changed);

}  // namespace service
