// SPDX-License-Identifier: Apache-2.0
#include "service/web/routes.h"

#include <httplib.h>

#include <algorithm>

#include "service/http/fields.h"
#include "service/web/page_files.h"
#include "service/web/subscribe_page.h"

namespace web {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr std::size_t limiter_slots = 1U << 17;  // 131,072 slots of 24 octets: 3 MiB for each limiter
constexpr std::uint32_t failures_per_minute = 20;
// Shared feeds are polled by every member of an office behind one address, each as often as every five
// minutes.
constexpr std::uint32_t fetches_per_hour = 600;

http::FastResponse not_found() { return http::plain_text(404, "not found"); }

/// RFC 9110 §15.5.11: a calendar program need not ask again.
http::FastResponse gone() { return http::plain_text(410, "this calendar has ended"); }

http::FastResponse too_many(std::string seconds) {
  http::FastResponse response = http::plain_text(429, "too many requests");
  response.headers.emplace_back("Retry-After", std::move(seconds));
  return response;
}

void add_feed_headers(http::FastResponse& response, const feeds::FeedSet& feeds, const feeds::Feed& feed,
                      const std::string& etag) {
  response.headers = {{"ETag", etag},
                      {"Cache-Control", "private, max-age=300"},
                      {"Content-Disposition", "inline; filename=\"" + feeds.file_name(feed) + ".ics\""}};
  if (feed.references > 0) response.headers.emplace_back("Last-Modified", http::http_date(feed.last_changed));
}

/// Reads "/f/<token>/<any name>.ics".
bool parse_feed_path(std::string_view path, std::string_view& token) {
  constexpr std::string_view prefix = "/f/";
  constexpr std::string_view suffix = ".ics";
  if (!path.starts_with(prefix)) return false;
  path.remove_prefix(prefix.size());
  const auto slash = path.find('/');
  if (slash == std::string_view::npos) return false;
  token = path.substr(0, slash);
  const std::string_view file = path.substr(slash + 1);
  return file.size() > suffix.size() && file.ends_with(suffix) && file.find('/') == std::string_view::npos;
}

bool is_read(std::string_view method) { return method == "GET" || method == "HEAD"; }

/// The token in "/p/<token>/…", when no route has the path.
std::string page_token_in(const std::string& path) {
  constexpr std::string_view prefix = "/p/";
  if (!path.starts_with(prefix)) return {};
  return path.substr(prefix.size(), path.find('/', prefix.size()) - prefix.size());
}

}  // namespace

Routes::Routes(Metrics& metrics, std::string base, std::function<std::size_t()> open_connections,
               std::optional<Actions> actions, Fetched fetched, std::function<Status()> status)
    : metrics_{metrics},
      base_{std::move(base)},
      open_connections_{std::move(open_connections)},
      fetched_{std::move(fetched)},
      status_{std::move(status)},
      failures_{failures_per_minute, minutes{1}, limiter_slots},
      fetches_{fetches_per_hour, hours{1}, limiter_slots} {
  if (actions) person_.emplace(metrics, std::move(*actions), base_);
}

void Routes::publish(std::shared_ptr<const feeds::Snapshot> published) {
  const std::scoped_lock lock{mutex_};
  published_.swap(published);  // The old one is not freed under the lock.
}

std::shared_ptr<const feeds::Snapshot> Routes::published() {
  const std::scoped_lock lock{mutex_};
  return published_;
}

std::string Routes::loggable_path(std::string_view path) {
  for (const std::string_view prefix : {"/f/", "/p/"}) {
    if (!path.starts_with(prefix)) continue;
    path.remove_prefix(prefix.size());
    return std::string{prefix} + feeds::masked(path.substr(0, path.find('/'))) + "/…";
  }
  // In other paths, a word as long as a token may be a mistyped or misplaced token.
  constexpr std::ptrdiff_t longest_word = 16;
  const auto is_word = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '%';
  };
  for (auto word = path.begin(); word != path.end();) {
    const auto end = std::find_if_not(word, path.end(), is_word);
    if (end - word > longest_word) return std::string{path.begin(), word} + "…";
    word = end == path.end() ? end : end + 1;
  }
  return std::string{path};
}

http::Handlers Routes::handlers() {
  http::Handlers handlers;
  handlers.fast = [this](const http::FastRequest& request, http::FastResponse& response) {
    return answer_fast(request, response);
  };
  const auto read = [](const char* pattern, http::Handler get) {
    return http::Route{.pattern = pattern, .get = std::move(get), .post = {}};
  };
  handlers.routes = {
      read("/f/:token/", [this](const auto& request, auto& response) { feed_page(request, response); }),
      read("/readyz", [this](const auto&, auto& response) { ready(response); }),
      read("/status", [this](const auto& request, auto& response) { status(request, response); }),
      read("/metrics", [this](const auto& request, auto& response) { metrics(request, response); }),
      read("/style.css",
           [](const auto&, auto& response) {
             response.set_content(std::string{pages::style}, "text/css; charset=utf-8");
             response.set_header("Cache-Control", "max-age=3600");
           }),
      // Feeds are not disallowed: some calendar programs would then refuse to fetch them.
      read("/robots.txt", [](const auto&, auto& response) {
        http::assign(response, http::plain_text(200, "User-agent: *\nDisallow:"));
      })};
  if (!person_) return handlers;
  const auto page = [&](const char* pattern, PersonPage which) {
    const http::Handler handler = [this, which](const auto& request, auto& response) {
      person(which, http::parameter(request, "token"), request, response);
    };
    handlers.routes.push_back({.pattern = pattern, .get = handler, .post = handler});
  };
  handlers.routes.push_back(read("/p/:token/", [this](const auto& request, auto& response) {
    person(PersonPage::overview, http::parameter(request, "token"), request, response);
  }));
  page("/p/:token/herinneringen", PersonPage::reminders);
  page("/p/:token/stop/:topic", PersonPage::stop);
  page("/p/:token/klaar/:programme/:activity", PersonPage::hand_in);
  page("/p/:token/klaar/:programme/:activity/:library", PersonPage::hand_in);
  handlers.otherwise = [this](const auto& request, auto& response) {
    if (!request.path.starts_with("/p/")) return http::assign(response, not_found());
    person(PersonPage::none, page_token_in(request.path), request, response);
  };
  return handlers;
}

bool Routes::answer_fast(const http::FastRequest& request, http::FastResponse& response) {
  std::string_view token;
  const bool is_health = request.path == "/healthz";
  if (!is_health && !parse_feed_path(request.path, token)) return false;
  if (!is_read(request.method)) {
    response = http::method_not_allowed("GET, HEAD");
  } else if (is_health) {
    response = http::plain_text(200, "ok");
  } else {
    response = feed(request, token);
  }
  return true;
}

http::FastResponse Routes::feed(const http::FastRequest& request, std::string_view token) {
  const Client client{std::string{request.client}, request.local};
  const auto published = this->published();
  const feeds::Feed* feed = published ? published->catalogue->find(token) : nullptr;
  if (!feed) return unknown_token(client);
  if (!may_fetch(client, token)) return too_many("3600");
  if (feed->state == feeds::FeedState::gone) return gone();

  const feeds::FeedSet& feeds = published->catalogue->feeds();
  const std::string etag = feeds::FeedSet::etag(*feed);
  http::FastResponse response;
  add_feed_headers(response, feeds, *feed, etag);
  const std::string_view condition = request.header("If-None-Match");
  if (!condition.empty() && http::none_match_names(condition, etag)) {
    response.status = 304;
  } else {
    response.headers.emplace_back("Content-Type", "text/calendar; charset=utf-8");
    response.shared = {.owner = published, .pieces = feeds.pieces(*feed)};
  }
  const std::string_view family = client_family(request.header("User-Agent"));
  metrics_.count_feed_fetch(family, response.status);
  if (fetched_ && request.method == "GET" && feed->state == feeds::FeedState::open) fetched_(*feed, family);
  return response;
}

/// Malformed, unknown and revoked tokens are alike, whatever they would have opened.
http::FastResponse Routes::unknown_token(const Client& client) {
  const auto now = std::chrono::steady_clock::now();
  if (!client.local && !failures_.allow(http::limiter_key(client.address), now)) return too_many("60");
  return not_found();
}

bool Routes::may_fetch(const Client& client, std::string_view token) {
  const auto now = std::chrono::steady_clock::now();
  return client.local || fetches_.allow(http::limiter_key(client.address) + std::string{token}, now);
}

void Routes::feed_page(const httplib::Request& request, httplib::Response& response) {
  const Client client{request.remote_addr, http::is_local(request)};
  const std::string token = http::parameter(request, "token");
  if (request.path != "/f/" + token + "/") return http::assign(response, not_found());
  const auto published = this->published();
  const feeds::Feed* feed = published ? published->catalogue->find(token) : nullptr;
  if (!feed || feed->state == feeds::FeedState::closed) return http::assign(response, unknown_token(client));
  if (!may_fetch(client, token)) return http::assign(response, too_many("3600"));
  if (feed->state == feeds::FeedState::gone) return http::assign(response, gone());

  const feeds::FeedSet& feeds = published->catalogue->feeds();
  const auto [https, webcal] = feeds::address(base_, feeds::feed_path(token, feeds.file_name(*feed)));
  response.set_content(render({.calendar_name = feeds.calendar_name(*feed),
                               .https = https,
                               .webcal = webcal,
                               .personal = feed->subject.kind == feeds::FeedKind::person,
                               .invited = feed->state == feeds::FeedState::invited,
                               .language = feeds.language(*feed)}),
                       "text/html; charset=utf-8");
  response.set_header("Cache-Control", "private, no-store");
}

void Routes::person(PersonPage page, const std::string& token, const httplib::Request& request,
                    httplib::Response& response) {
  const Client client{request.remote_addr, http::is_local(request)};
  const auto published = this->published();
  const feeds::Feed* feed =
      published && published->people ? published->catalogue->find_person(token) : nullptr;
  if (!feed) return http::assign(response, unknown_token(client));
  if (!may_fetch(client, token)) return http::assign(response, too_many("3600"));
  const auto memberships = published->people->find(feed->subject.id);
  if (memberships.empty()) return http::assign(response, unknown_token(client));
  if (feed->state == feeds::FeedState::gone) return http::assign(response, gone());
  // An old address does not show the new one, while it still works.
  const bool is_current = published->catalogue->page_token(*feed) == token;
  person_->answer(page,
                  {.id = feed->subject.id,
                   .token = token,
                   .memberships = memberships,
                   .language = published->catalogue->feeds().language(*feed),
                   .subscribe_path = is_current && feed->state != feeds::FeedState::invited
                                         ? published->catalogue->page_path(*feed)
                                         : ""},
                  request, response);
}

/// Only operators may see metrics and the status. A request through a proxy is not local.
void Routes::metrics(const httplib::Request& request, httplib::Response& response) {
  if (!http::is_local(request)) return http::assign(response, not_found());
  response.set_content(metrics_.text(open_connections_()), "text/plain; version=0.0.4; charset=utf-8");
}

/// Says whether to send requests here. How everything is stands in /status.
void Routes::ready(httplib::Response& response) {
  const bool is_ready = published() != nullptr;
  http::assign(response, is_ready ? http::plain_text(200, "ready")
                                  : http::plain_text(503, "not ready: nothing is published yet"));
}

void Routes::status(const httplib::Request& request, httplib::Response& response) {
  if (!http::is_local(request) || !status_) return http::assign(response, not_found());
  response.set_content(to_json(status_()), "application/json");
  response.set_header("Cache-Control", "no-store");
}

}  // namespace web
