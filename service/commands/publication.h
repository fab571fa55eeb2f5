// SPDX-License-Identifier: Apache-2.0
//
// From configuration to what is served and mailed: the steps that serve, render and links share, so that all three
// give the same bytes.
#pragma once

#include <memory>
#include <string>

#include "service/commands/options.h"
#include "service/feeds/token.h"
#include "service/store/store.h"
#include "service/web/routes.h"

namespace commands {

/// Records the programmes in the store (which gives every occurrence its stamp) and makes the feeds and what mails
/// are made from. Nothing is recorded when an event cannot be rendered. `base` is what people reach the service at.
std::shared_ptr<const web::Published> publish(const config_files::Loaded& loaded, store::Store& store,
                                              const feeds::TokenKey& key, const std::string& base,
                                              programme::Instant now);

/// Opens the data folder's store and key and publishes: for commands that do their work once.
std::shared_ptr<const web::Published> publish_once(const Options& options,
                                                   const config_files::Loaded& loaded);

}  // namespace commands
