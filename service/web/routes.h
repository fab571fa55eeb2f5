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
#include "service/web/metrics.h"
#include "service/web/person_routes.h"
#include "service/web/status.h"

namespace web {

/// Thread-safe. Requests below "/p/" may block on the database; others take a short lock only.
class Routes {
 public:
  /// Called after each answer 200 or 304 to a feed request by a family of calendar programs. Must not block.
  using Fetched = std::function<void(const feeds::Feed&, std::string_view family)>;

  /// `base` is the start of the URLs on pages, "https://agenda.example.org". Without actions there are no
  /// personal pages, without `status` there is no /status.
  Routes(Metrics& metrics, std::string base, std::function<std::size_t()> open_connections,
         std::optional<Actions> actions = {}, Fetched fetched = {}, std::function<Status()> status = {});

  /// Replaces the served snapshot. Requests that have begun finish with the previous one.
  void publish(std::shared_ptr<const feeds::Snapshot> published);

  /// Returns the served snapshot; nullptr before the first publish().
  std::shared_ptr<const feeds::Snapshot> published();

  /// Returns the handlers of the server. The routes must outlive them.
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
  void ready(httplib::Response& response);
  void status(const httplib::Request& request, httplib::Response& response);
  void metrics(const httplib::Request& request, httplib::Response& response);

  Metrics& metrics_;
  const std::string base_;
  std::function<std::size_t()> open_connections_;
  const Fetched fetched_;
  const std::function<Status()> status_;
  http::Limiter failures_;  ///< Requests with unknown tokens, per client.
  http::Limiter fetches_;   ///< Requests to one feed or one person's pages, per client.
  std::optional<PersonRoutes> person_;
  std::mutex mutex_;  ///< Guards the member below.
  std::shared_ptr<const feeds::Snapshot> published_;
};

}  // namespace web
