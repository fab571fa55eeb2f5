// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <signal.h>

#include <filesystem>

#include "service/commands/fetch_log.h"
#include "service/commands/mail_thread.h"
#include "service/commands/publisher.h"
#include "service/commands/watching.h"
#include "service/web/http_front.h"

namespace commands {

/// Those that wait_for_stop() handles. Before any thread starts, so that all inherit it.
sigset_t block_signals();

struct ServiceParts {
  Publisher& publisher;
  Watching& watching;
  const web::HttpFront& front;
  const MailThread& mails;
  FetchLog& fetches;
  store::Store& store;  ///< Of the main thread.
  std::filesystem::path data_folder;
};

/// The main thread of a running service: publishes when files, hand-ins or other processes ask for it, and tells the
/// service manager's watchdog that all loops turn. Returns on SIGTERM and SIGINT. SIGHUP: the files are ready; SIGUSR1 is
/// our own mail thread's: somebody handed in.
void wait_for_stop(const sigset_t& signals, const ServiceParts& parts);

}  // namespace commands
