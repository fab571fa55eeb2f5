// SPDX-License-Identifier: Apache-2.0
//
// Every address of the service and what it answers.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "service/feeds/snapshot.h"
#include "service/http/http.h"
#include "service/http/limiter.h"
#include "service/publishing/folder_state.h"
#include "service/web/metrics.h"
#include "service/web/person_routes.h"

namespace web {

/// Thread-safe. Below "/p/" it blocks on what the actions block on; elsewhere on nothing but a moment's lock.
class Routes {
 public:
  /// Told which feed a family of calendar programs has got, or has still. Must not block.
  using Fetched = std::function<void(const feeds::Feed&, std::string_view family)>;

  /// `base` is what people reach the service at, for the addresses on pages. Without actions people have no
  /// pages.
  Routes(Metrics& metrics, std::string base, std::function<std::size_t()> open_connections,
         std::optional<Actions> actions = {}, Fetched fetched = {});

  /// Swaps what is served; requests under way finish with what they began with.
  void publish(std::shared_ptr<const feeds::Snapshot> published);

  /// What is served now; nullptr before the first publish().
  std::shared_ptr<const feeds::Snapshot> published();

  /// Shown in /readyz.
  void set_folder_state(publishing::FolderState state);

  /// Why mail waits for a person, shown in /readyz; empty when it does not.
  void set_mail_problem(std::string problem);

  http::Response operator()(const http::Request& request);

  /// The path with a token masked: what may be logged.
  static std::string loggable_path(std::string_view path);

 private:
  struct FeedPath {
    std::string_view token;
    std::string_view file;  ///< Empty: the page about the feed.
  };
  static bool parse_feed_path(std::string_view path, FeedPath& out);

  http::Response feed(const http::Request& request, const FeedPath& path);
  http::Response page(const feeds::Catalogue& catalogue, const feeds::Feed& feed,
                      std::string_view token) const;
  http::Response person(const http::Request& request, const feeds::PersonPath& path);
  http::Response unknown_token(const http::Request& request);
  bool may_fetch(const http::Request& request, std::string_view token);
  http::Response ready(const http::Request& request);

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
