// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <signal.h>

#include <atomic>
#include <filesystem>

#include "service/daemon/clock.h"
#include "service/daemon/fetch_log.h"
#include "service/daemon/mail_thread.h"
#include "service/daemon/request_log.h"
#include "service/daemon/store_watch.h"
#include "service/event_fd.h"
#include "service/http/http_server.h"
#include "service/publishing/folder_watch.h"
#include "service/publishing/publisher.h"
#include "service/store/data_folder.h"
#include "service/web/status.h"

namespace service {

/// Blocks the signals that wait_for_stop() takes and returns them. Ignores every other one that would end the
/// process and that others may send, among them SIGPIPE and SIGXFSZ: writing then fails with EPIPE or EFBIG.
/// Call it before any thread starts: threads inherit the mask.
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
  StoreWatch& storing;
  store::FolderLock& lock;
  const Clock& clock;
  const std::filesystem::path& data_folder;
};

enum class Ended {
  stop,     ///< SIGTERM, SIGINT, SIGQUIT or Requests::stop.
  rebuild,  ///< StoreWatch::rebuild().
};

/// Runs the loop of the main thread. It publishes changed files, rebuilds feeds after hand-ins, adopts
/// revisions of other processes, watches the store, writes fetches every minute, logs the count of refused
/// requests, returns memory to the system when a crowd of clients has left, keeps the status of the disk, and
/// notifies the systemd watchdog while the HTTP and mail threads make turns. SIGHUP reads the folder without
/// waiting for the last change to settle.
Ended wait_for_stop(const sigset_t& signals, const ServiceParts& parts);

}  // namespace service
