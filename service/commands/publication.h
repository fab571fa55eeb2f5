// SPDX-License-Identifier: Apache-2.0
//
// From configuration to what is served: the steps that serve, render and links share, so that all three give the
// same bytes.
#pragma once

#include <memory>

#include "service/commands/options.h"
#include "service/feeds/token.h"
#include "service/store/store.h"
#include "service/web/routes.h"

namespace commands {

/// Records the programmes in the store (which gives every occurrence its stamp) and makes the feeds. Nothing is
/// recorded when an event cannot be rendered.
std::shared_ptr<const web::Published> publish(const std::vector<programme::Programme>& programmes,
                                              store::Store& store, const feeds::TokenKey& key,
                                              programme::Instant now);

/// Opens the data folder's store and key and publishes: for commands that do their work once.
std::shared_ptr<const web::Published> publish_once(const Options& options,
                                                   const config_files::Loaded& loaded);

}  // namespace commands
