// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <signal.h>

#include <atomic>

#include "service/daemon/fetch_log.h"
#include "service/daemon/mail_thread.h"
#include "service/event_fd.h"
#include "service/http/http_server.h"
#include "service/publishing/folder_watch.h"
#include "service/publishing/publisher.h"

namespace service {

/// Those that wait_for_stop() handles. Before any thread starts, so that all inherit it.
sigset_t block_signals();

/// What other threads ask of the main thread: they set a flag, then call wake.signal().
struct Requests {
  EventFd wake;
  std::atomic<bool> participation_changed{false};  ///< The feeds must show other hand-ins.
  std::atomic<bool> stop{false};                   ///< A thread has failed.
};

struct ServiceParts {
  Requests& requests;
  publishing::Publisher& publisher;
  publishing::FolderWatch& watching;
  const http::HttpServer& server;
  const MailThread& mails;
  FetchLog& fetches;
  store::Store& store;  ///< Of the main thread.
};

/// The main thread of a running service: publishes when files, hand-ins or other processes ask for it, and
/// tells the service manager's watchdog that all loops turn. Returns on SIGTERM, SIGINT and Requests::stop.
/// SIGHUP: the files are ready.
void wait_for_stop(const sigset_t& signals, const ServiceParts& parts);

}  // namespace service
