// SPDX-License-Identifier: Apache-2.0
//
// The running service: its parts in dependency order, and the threads that turn them.
#pragma once

#include <signal.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "service/daemon/clock.h"
#include "service/daemon/fetch_log.h"
#include "service/daemon/mail_thread.h"
#include "service/daemon/service_loop.h"
#include "service/http/http_server.h"
#include "service/http/listener.h"
#include "service/publishing/folder_watch.h"
#include "service/publishing/publisher.h"
#include "service/store/data_folder.h"
#include "service/web/routes.h"

namespace service {

/// A configuration folder, read once before anything else.
struct FolderReading {
  config_files::FileStamps stamps;  ///< Of before it was read.
  config_files::Files files;
  publishing::Reuse reuse;
  publishing::Configuration configuration;
  std::chrono::duration<double> load_time{};
};
FolderReading read_folder(const std::filesystem::path& folder);

struct ServiceOptions {
  std::filesystem::path config, data;
  http::ListenAddress listen;
  std::vector<std::string> trusted_proxies;
  std::string base;  ///< Begin of every address; empty: where it listens.
  Clock clock;
  config_files::MailSettings mail;
  mail::WorkerOptions worker;
  bool automatic = true;  ///< Publishes the folder by itself.
  programme::Language language = programme::Language::nl;
};

/// Locks the data folder for as long as it lives. Destroy it on the thread that made it.
class Service {
 public:
  /// Binds the address; answers nothing before run(). Throws when the address or the data folder is taken.
  explicit Service(ServiceOptions options);

  /// Publishes for the first time. False when nothing can be served: see publishing::Publisher::start().
  bool start(FolderReading& folder);

  /// Serves until SIGTERM or SIGINT, which the caller has blocked. Throws what ended the HTTP thread.
  void run(const sigset_t& signals, FolderReading folder);

  const std::string& base() const { return base_; }
  std::string listening() const { return options_.listen.url(port_); }
  std::shared_ptr<const feeds::Snapshot> snapshot() { return routes_.published(); }

 private:
  http::HttpOptions http_options();
  programme::Instant built() const;  ///< As in publishing::clock_problem().
  web::Actions actions();
  MailThread::Setup mail_setup();
  publishing::Publisher::Listeners listeners();
  void publish(const publishing::Published& published, const publishing::Publisher::Times& times);

  const ServiceOptions options_;
  const store::FolderLock lock_;
  const feeds::TokenKey key_;
  store::Store store_;  ///< Of the main thread.
  Requests requests_;
  web::Metrics metrics_;
  FetchLog fetches_;
  http::Listener listener_;  ///< Moves into server_.
  const std::uint16_t port_;
  const std::string base_;
  web::Routes routes_;
  http::HttpServer server_;
  MailThread mails_;
  publishing::Publisher publisher_;
};

}  // namespace service
