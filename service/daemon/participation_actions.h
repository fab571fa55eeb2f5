// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>

#include "service/programme/civil_time.h"
#include "service/web/actions.h"

namespace service {

/// Returns the actions of the personal pages. They read and write the store in `data_folder`, through one
/// connection that all requests share. `now` gives the time of a change. `changed` runs after every change,
/// on the thread of the request, without a lock held. Throws when the store cannot be opened.
web::Actions participation_actions(const std::filesystem::path& data_folder,
                                   const std::function<programme::Instant()>& now,
                                   std::function<void()> changed);

}  // namespace service
