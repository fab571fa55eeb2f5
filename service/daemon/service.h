// SPDX-License-Identifier: Apache-2.0
//
// The running service owns all parts, in dependency order, and starts their threads.
#pragma once

#include <signal.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "service/daemon/clock.h"
#include "service/daemon/fetch_log.h"
#include "service/daemon/mail_thread.h"
#include "service/daemon/request_log.h"
#include "service/daemon/service_loop.h"
#include "service/daemon/store_watch.h"
#include "service/http/http_server.h"
#include "service/http/listener.h"
#include "service/publishing/folder_watch.h"
#include "service/publishing/publisher.h"
#include "service/store/continuity.h"
#include "service/store/data_folder.h"
#include "service/web/routes.h"
#include "service/web/status.h"

namespace service {

/// The configuration folder, as it was read once before the service started.
struct FolderReading {
  bool found = true;  ///< The folder exists.
  publishing::Reuse reuse;
  publishing::Configuration configuration;
  std::chrono::duration<double> load_time{};  ///< Real time of reading and checking, in seconds.
};
/// Reads and checks the folder. Problems in the files are in the result; does not throw for them.
FolderReading read_folder(const std::filesystem::path& folder);

struct ServiceOptions {
  std::filesystem::path config, data;
  http::ListenAddress listen;
  std::vector<std::string> trusted_proxies;
  std::string base;  ///< Start of every URL; empty: the address it listens on.
  Clock clock;
  config_files::MailSettings mail;
  mail::WorkerOptions worker;
  bool automatic = true;  ///< Publishes a changed folder without a command.
  programme::Language language = programme::Language::nl;
  std::string copied_because{};  ///< Not empty: the store takes no writes, so a copy in memory is served.
  /// When set: as publishing::Publisher::Setup::served_before.
  std::optional<programme::Instant> served_before{};
};

/// What the next service has to know when one is to be built anew.
struct Successor {
  std::optional<programme::Instant> served_before;  ///< As in ServiceOptions.
  DatabaseFiles former;                             ///< Of the database that was open.
};

/// Holds the lock of the data folder during its lifetime. Create, run and destroy it on the main
/// thread.
class Service {
 public:
  /// Binds the address and starts the mail thread. No request is answered before run(). Throws when another
  /// process has the address or the data folder.
  explicit Service(ServiceOptions options);

  /// Takes over the latest revision with these settings and templates, then starts the clock. Returns false
  /// when there is none; publishing::Publisher::start() lists the reasons.
  bool start(const config_files::Loaded& around);

  /// Publishes the folder when start() returned false. Moves most of `folder`. Returns false as
  /// publishing::Publisher::start_with() does.
  bool start_with(FolderReading& folder);

  /// Serves until SIGTERM, SIGINT or SIGQUIT arrives, and reads the folder meanwhile; or until the store has
  /// to be opened anew: then returns what the next service needs. `signals` is the result of block_signals().
  /// Rethrows the exception that ended the HTTP thread.
  std::optional<Successor> run(const sigset_t& signals);

  std::uint16_t port() const { return port_; }

  const std::string& base() const { return base_; }
  std::string listening() const { return options_.listen.url(port_); }
  std::shared_ptr<const feeds::Snapshot> snapshot() { return routes_.published(); }

 private:
  http::HttpOptions http_options();
  programme::Instant built() const;  ///< As in publishing::clock_problem().
  web::Actions actions();
  std::unique_ptr<smtp::Courier> courier();
  MailThread::Setup mail_setup();
  publishing::Publisher::Listeners listeners();
  void publish(const publishing::Published& published, const publishing::Publisher::Times& times);
  void set_folder_state(const publishing::FolderState& state);
  web::Status status();
  void begin();

  bool is_copied() const { return !options_.copied_because.empty(); }
  store::Use use(store::Use otherwise) const { return is_copied() ? store::Use::copy : otherwise; }
  void take_over();

  const ServiceOptions options_;
  store::FolderLock lock_;
  const feeds::TokenKey key_;
  store::Store store_;  ///< Of the main thread.
  store::Continuity continuity_;
  web::StatusBoard status_;
  StoreHealth health_;
  StoreWatch storing_;
  Requests requests_;
  web::Metrics metrics_;
  const std::string data_;  ///< The data folder, for the status.
  FetchLog fetches_;
  RequestLog request_log_;
  http::Listener listener_;  ///< Moves into server_.
  const std::uint16_t port_;
  const std::string base_;
  web::Routes routes_;
  http::HttpServer server_;
  class LateCourier* late_courier_ = nullptr;  ///< Owned by mails_; nullptr: the courier was made at once.
  MailThread mails_;
  /// Waits until the folder was read: a reminder of a date that has moved meanwhile must not go.
  std::shared_ptr<const mail::Edition> first_edition_;
  bool folder_was_read_ = false;
  publishing::Publisher publisher_;
};

}  // namespace service
