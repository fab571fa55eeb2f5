// SPDX-License-Identifier: Apache-2.0
//
// Every address of the service and what it answers.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "service/web/catalogue.h"
#include "service/web/http.h"
#include "service/web/limiter.h"
#include "service/web/metrics.h"

namespace mail {
struct Edition;
}

namespace web {

/// What is served now.
struct Published {
  std::shared_ptr<const Catalogue> catalogue;
  std::size_t programmes = 0;
  std::shared_ptr<const mail::Edition> edition{};  ///< The programmes themselves, for personal pages.
};

/// Thread-safe; never blocks on anything but a moment's lock.
class Routes {
 public:
  /// `base` is what people reach the service at, for the addresses on pages.
  Routes(Metrics& metrics, std::string base, std::function<std::size_t()> open_connections);

  /// Swaps what is served; requests under way finish with what they began with.
  void publish(std::shared_ptr<const Published> published);

  /// What is served now; nullptr before the first publish().
  std::shared_ptr<const Published> published();

  /// Problems in the files on disk, shown in /readyz; empty when there are none.
  void set_configuration_problem(std::string problem);

  Response operator()(const Request& request);

  /// The path with a feed's token masked: what may be logged.
  static std::string loggable_path(std::string_view path);

 private:
  struct FeedPath {
    std::string_view token;
    std::string_view file;  ///< Empty: the page about the feed.
  };
  static bool parse_feed_path(std::string_view path, FeedPath& out);

  Response feed(const Request& request, const FeedPath& path);
  Response page(const Catalogue& catalogue, const feeds::Feed& feed) const;
  Response ready(const Request& request);

  Metrics& metrics_;
  const std::string base_;
  std::function<std::size_t()> open_connections_;
  Limiter failures_;  ///< Addresses that open no feed, per client.
  Limiter fetches_;   ///< Of one feed by one client.
  std::mutex mutex_;  ///< Guards the two below.
  std::shared_ptr<const Published> published_;
  std::string problem_;
};

}  // namespace web
