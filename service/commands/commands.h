// SPDX-License-Identifier: Apache-2.0
//
// The commands, one file each. Every function returns the exit status; what is broken throws.
#pragma once

#include <cstdint>
#include <string>

#include "service/commands/options.h"

namespace commands {

/// Prints every problem in the configuration. 0: no errors, 1: errors.
int check(const Options& options);

/// Prints one feed as it is served. `feed` is "person:ID", "library:ID" or "programme:ID".
int render(const Options& options, const std::string& feed);

/// Lists whose feed, and whose own page, is at which address.
int links(const Options& options, bool json);

/// Gives a feed a new address, and with a person's feed their own pages; the old ones stop working.
int renew(const Options& options, const std::string& feed);

struct ServeOptions {
  std::string listen;  ///< "host:port"; empty: as service.toml says.
  bool behind_proxy = false;
  bool open_to_all = false;  ///< --public
  bool show_links = false;   ///< Print a few feed addresses once ready: for a person at a terminal.
  std::string log;           ///< "auto", "text", "json"; empty: as service.toml says.
};

/// Serves until SIGTERM or SIGINT; SIGHUP reads the configuration again.
int serve(const Options& options, const ServeOptions& serve_options);

}  // namespace commands
