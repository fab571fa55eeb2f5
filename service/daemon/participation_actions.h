// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "service/programme/civil_time.h"
#include "service/store/store.h"
#include "service/web/actions.h"

namespace service {

struct ParticipationSetup {
  std::filesystem::path data_folder;
  store::Use use = store::Use::beside;
  std::function<programme::Instant()> now;  ///< The time of a change.
  std::function<void()> changed;            ///< Called after every change.
  std::function<std::string()> refusal;     ///< Why nothing may be recorded now; empty: it may.
  std::function<void()> failed;             ///< Called after the store failed.
};

/// Returns the actions of the personal pages. They read and write the store through one connection that all
/// requests share. Callbacks run on the thread of the request, without a lock held. Throws when the store
/// cannot be opened.
web::Actions participation_actions(ParticipationSetup setup);

}  // namespace service
