// SPDX-License-Identifier: Apache-2.0
//
// Every address of the service and its answer. Feeds and /healthz are on the fast path, the rest are routes
// of cpp-httplib.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "service/feeds/snapshot.h"
#include "service/http/http_server.h"
#include "service/http/limiter.h"
#include "service/publishing/folder_state.h"
#include "service/web/metrics.h"
#include "service/web/person_routes.h"

namespace web {

/// Thread-safe. Below "/p/" it blocks on what the actions block on; elsewhere on nothing but a moment's lock.
class Routes {
 public:
  /// Called when a family of calendar programs has fetched a feed, or has it still. Must not block.
  using Fetched = std::function<void(const feeds::Feed&, std::string_view family)>;

  /// `base` begins the addresses on pages: "https://agenda.example.org". Without actions people have no
  /// pages.
  Routes(Metrics& metrics, std::string base, std::function<std::size_t()> open_connections,
         std::optional<Actions> actions = {}, Fetched fetched = {});

  /// Replaces what is served. Requests under way finish with what they began with.
  void publish(std::shared_ptr<const feeds::Snapshot> published);

  /// Returns what is served now; nullptr before the first publish().
  std::shared_ptr<const feeds::Snapshot> published();

  /// Shown in /readyz.
  void set_folder_state(publishing::FolderState state);

  /// Sets why mail waits for a person, which /readyz shows. Empty: it does not wait.
  void set_mail_problem(std::string problem);

  /// Returns what the server is to answer with. The routes must outlive it.
  http::Handlers handlers();

  /// Masks the token in a path, so that the path may be logged.
  static std::string loggable_path(std::string_view path);

 private:
  struct Client {
    std::string address;
    bool local = false;
  };
  bool answer_fast(const http::FastRequest& request, http::FastResponse& response);
  http::FastResponse feed(const http::FastRequest& request, std::string_view token);
  http::FastResponse unknown_token(const Client& client);
  bool may_fetch(const Client& client, std::string_view token);
  void feed_page(const httplib::Request& request, httplib::Response& response);
  void person(PersonPage page, const std::string& token, const httplib::Request& request,
              httplib::Response& response);
  void ready(const httplib::Request& request, httplib::Response& response);
  void metrics(const httplib::Request& request, httplib::Response& response);

  Metrics& metrics_;
  const std::string base_;
  std::function<std::size_t()> open_connections_;
  const Fetched fetched_;
  http::Limiter failures_;  ///< Addresses that open nothing, per client.
  http::Limiter fetches_;   ///< Of one feed, or one person's pages, by one client.
  std::optional<PersonRoutes> person_;
  std::mutex mutex_;  ///< Guards what follows.
  std::shared_ptr<const feeds::Snapshot> published_;
  publishing::FolderState folder_;
  std::string mail_problem_;
};

}  // namespace web
