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

#include "service/web/catalogue.h"
#include "service/web/http.h"
#include "service/web/limiter.h"
#include "service/web/metrics.h"
#include "service/web/people.h"
#include "service/web/person_routes.h"

namespace mail {
struct Edition;
}

namespace web {

/// What is served now.
struct Published {
  std::shared_ptr<const Catalogue> catalogue;
  int revision = 0;
  std::size_t programmes = 0;
  std::shared_ptr<const mail::Edition> edition{};  ///< The programmes themselves, for mails.
  std::shared_ptr<const People> people{};  ///< Of the same, for their own pages; nullptr: there are none.
};

/// Thread-safe. Below "/p/" it blocks on what the actions block on; elsewhere on nothing but a moment's lock.
class Routes {
 public:
  /// Told which feed a family of calendar programs has got, or has still. Must not block.
  using Fetched = std::function<void(const feeds::Feed&, std::string_view family)>;

  /// `base` is what people reach the service at, for the addresses on pages. Without actions people have no pages.
  Routes(Metrics& metrics, std::string base, std::function<std::size_t()> open_connections,
         std::optional<Actions> actions = {}, Fetched fetched = {});

  /// Swaps what is served; requests under way finish with what they began with.
  void publish(std::shared_ptr<const Published> published);

  /// What is served now; nullptr before the first publish().
  std::shared_ptr<const Published> published();

  /// Problems in the files on disk, shown in /readyz; empty when there are none.
  void set_configuration_problem(std::string problem);

  /// The files on disk may be half written, and are waited for; shown in /readyz.
  void set_configuration_waits(bool waits);

  /// The files on disk hold something else than what is published, without mistakes; shown in /readyz.
  void set_unpublished(bool unpublished);

  /// Why mail waits for a person, shown in /readyz; empty when it does not.
  void set_mail_problem(std::string problem);

  Response operator()(const Request& request);

  /// The path with a token masked: what may be logged.
  static std::string loggable_path(std::string_view path);

 private:
  struct FeedPath {
    std::string_view token;
    std::string_view file;  ///< Empty: the page about the feed.
  };
  static bool parse_feed_path(std::string_view path, FeedPath& out);

  Response feed(const Request& request, const FeedPath& path);
  Response page(const Catalogue& catalogue, const feeds::Feed& feed, std::string_view token) const;
  Response person(const Request& request, const PersonPath& path);
  Response unknown_token(const Request& request);
  bool may_fetch(const Request& request, std::string_view token);
  Response ready(const Request& request);

  Metrics& metrics_;
  const std::string base_;
  std::function<std::size_t()> open_connections_;
  const Fetched fetched_;
  Limiter failures_;  ///< Addresses that open nothing, per client.
  Limiter fetches_;   ///< Of one feed, or one person's pages, by one client.
  std::optional<PersonRoutes> person_;
  std::mutex mutex_;  ///< Guards what follows.
  std::shared_ptr<const Published> published_;
  std::string problem_;
  bool waits_ = false;
  bool unpublished_ = false;
  std::string mail_problem_;
};

}  // namespace web
