// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <signal.h>

#include <atomic>
#include <filesystem>

#include "service/daemon/clock.h"
#include "service/daemon/fetch_log.h"
#include "service/daemon/mail_thread.h"
#include "service/daemon/request_log.h"
#include "service/event_fd.h"
#include "service/http/http_server.h"
#include "service/publishing/folder_watch.h"
#include "service/publishing/publisher.h"
#include "service/web/status.h"

namespace service {

/// Blocks SIGTERM, SIGINT and SIGHUP, ignores SIGPIPE, and returns the blocked set. Call it before any thread
/// starts: threads inherit the mask.
sigset_t block_signals();

/// Requests of other threads to the main thread. A thread sets a flag, then calls wake.signal().
struct Requests {
  EventFd wake;
  std::atomic<bool> participation_changed{false};  ///< Rebuild the feeds of changed hand-ins and opt-outs.
  std::atomic<bool> stop{false};                   ///< A thread has failed; end the service.
};

struct ServiceParts {
  Requests& requests;
  publishing::Publisher& publisher;
  publishing::FolderWatch& watching;
  http::HttpServer& server;
  const MailThread& mails;
  FetchLog& fetches;
  RequestLog& request_log;
  store::Store& store;  ///< Of the main thread.
  web::StatusBoard& status;
  const Clock& clock;
  const std::filesystem::path& data_folder;
};

/// Runs the loop of the main thread. It publishes changed files, rebuilds feeds after hand-ins, adopts
/// revisions of other processes, writes fetches every minute, logs the count of refused requests, returns
/// memory to the system when a crowd of clients has left, keeps the status of the disk, and notifies the
/// systemd watchdog while the HTTP and mail threads make turns. SIGHUP reads the folder without waiting for
/// the last change to settle. Returns on SIGTERM, SIGINT and Requests::stop.
void wait_for_stop(const sigset_t& signals, const ServiceParts& parts);

}  // namespace service
