// SPDX-License-Identifier: Apache-2.0
#include "service/web/routes.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "service/http/conditional.h"
#include "service/web/style_sheet.h"
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

http::Response plain(int status, std::string text) {
  return {.status = status,
          .headers = {{"Content-Type", "text/plain; charset=utf-8"}, {"X-Content-Type-Options", "nosniff"}},
          .body = std::move(text) + "\n",
          .shared = {}};
}

http::Response not_found() { return plain(404, "not found"); }

/// RFC 9110 §15.5.11: a calendar program need not ask again.
http::Response gone() { return plain(410, "this calendar has ended"); }

http::Response method_not_allowed() {
  http::Response response = plain(405, "only GET and HEAD");
  response.headers.emplace_back("Allow", "GET, HEAD");
  return response;
}

http::Response person_method_not_allowed() {
  http::Response response = plain(405, "only GET, HEAD and POST");
  response.headers.emplace_back("Allow", "GET, HEAD, POST");
  return response;
}

http::Response too_many(std::string seconds) {
  http::Response response = plain(429, "too many requests");
  response.headers.emplace_back("Retry-After", std::move(seconds));
  return response;
}

void add_feed_headers(http::Response& response, const feeds::FeedSet& feeds, const feeds::Feed& feed,
                      const std::string& etag) {
  response.headers = {{"ETag", etag},
                      {"Cache-Control", "private, max-age=300"},
                      {"X-Robots-Tag", "noindex"},
                      {"Referrer-Policy", "no-referrer"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
                      {"Content-Disposition", "inline; filename=\"" + feeds.file_name(feed) + ".ics\""}};
  if (feed.references > 0) response.headers.emplace_back("Last-Modified", http::http_date(feed.last_changed));
}

}  // namespace

Routes::Routes(Metrics& metrics, std::string base, std::function<std::size_t()> open_connections,
               std::optional<Actions> actions, Fetched fetched)
    : metrics_{metrics},
      base_{std::move(base)},
      open_connections_{std::move(open_connections)},
      fetched_{std::move(fetched)},
      failures_{failures_per_minute, minutes{1}, limiter_slots},
      fetches_{fetches_per_hour, hours{1}, limiter_slots} {
  if (actions) person_.emplace(metrics, std::move(*actions));
}

void Routes::publish(std::shared_ptr<const feeds::Snapshot> published) {
  const std::scoped_lock lock{mutex_};
  published_.swap(
      published);  // the old one is freed by whoever lets go of it last, outside the lock if it is us
}

void Routes::set_folder_state(publishing::FolderState state) {
  metrics_.set_configuration_good(state.problem.empty());
  const std::scoped_lock lock{mutex_};
  folder_ = std::move(state);
}

void Routes::set_mail_problem(std::string problem) {
  const std::scoped_lock lock{mutex_};
  mail_problem_ = std::move(problem);
}

std::shared_ptr<const feeds::Snapshot> Routes::published() {
  const std::scoped_lock lock{mutex_};
  return published_;
}

bool Routes::parse_feed_path(std::string_view path, FeedPath& out) {
  constexpr std::string_view prefix = "/f/";
  constexpr std::string_view suffix = ".ics";
  if (!path.starts_with(prefix)) return false;
  path.remove_prefix(prefix.size());
  const auto slash = path.find('/');
  if (slash == std::string_view::npos) return false;
  out = {.token = path.substr(0, slash), .file = path.substr(slash + 1)};
  if (out.file.empty()) return true;
  return out.file.size() > suffix.size() && out.file.ends_with(suffix) &&
         out.file.find('/') == std::string_view::npos;
}

std::string Routes::loggable_path(std::string_view path) {
  for (const std::string_view prefix : {"/f/", "/p/"}) {
    if (!path.starts_with(prefix)) continue;
    path.remove_prefix(prefix.size());
    return std::string{prefix} + feeds::masked(path.substr(0, path.find('/'))) + "/…";
  }
  // Elsewhere, what is as long as a token may be a mistyped or misplaced one.
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

http::Response Routes::operator()(const http::Request& request) {
  const bool reads = request.method == "GET" || request.method == "HEAD";
  FeedPath feed_path;
  if (parse_feed_path(request.path, feed_path))
    return reads ? feed(request, feed_path) : method_not_allowed();
  if (const auto person_path = feeds::parse_person_path(request.path); person_path && person_)
    return reads || request.method == "POST" ? person(request, *person_path) : person_method_not_allowed();

  const std::string_view path = request.path;
  // Figures and problems are for those who run the service; through a proxy nobody is local.
  const bool known = path == "/healthz" || path == "/robots.txt" || path == "/readyz" ||
                     path == "/style.css" || (path == "/metrics" && request.local);
  if (!known) return not_found();
  if (!reads) return method_not_allowed();
  if (path == "/healthz") return plain(200, "ok");
  if (path == "/style.css") {
    http::Response response = plain(200, "");
    response.headers.front().second = "text/css; charset=utf-8";
    response.headers.emplace_back("Cache-Control", "max-age=3600");
    response.body = style_sheet();
    return response;
  }
  if (path == "/readyz") return ready(request);
  if (path == "/metrics") {
    http::Response response = plain(200, "");
    response.headers.front().second = "text/plain; version=0.0.4; charset=utf-8";
    response.body = metrics_.text(open_connections_());
    return response;
  }
  // Feeds are not disallowed: some calendar programs would then refuse to fetch them.
  return plain(200, "User-agent: *\nDisallow:");
}

http::Response Routes::feed(const http::Request& request, const FeedPath& path) {
  const auto published = this->published();
  const feeds::Feed* feed = published ? published->catalogue->find(path.token) : nullptr;
  if (!feed) return unknown_token(request);
  if (path.file.empty() && feed->state == feeds::FeedState::closed) return unknown_token(request);
  if (!may_fetch(request, path.token)) return too_many("3600");
  if (feed->state == feeds::FeedState::gone) return gone();
  if (path.file.empty()) return page(*published->catalogue, *feed, path.token);

  const feeds::FeedSet& feeds = published->catalogue->feeds();
  const std::string etag = feeds::FeedSet::etag(*feed);
  http::Response response;
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
http::Response Routes::unknown_token(const http::Request& request) {
  const auto now = std::chrono::steady_clock::now();
  if (!request.local && !failures_.allow(http::limiter_key(request.client), now)) return too_many("60");
  return not_found();
}

bool Routes::may_fetch(const http::Request& request, std::string_view token) {
  const auto now = std::chrono::steady_clock::now();
  return request.local || fetches_.allow(http::limiter_key(request.client) + std::string{token}, now);
}

http::Response Routes::person(const http::Request& request, const feeds::PersonPath& path) {
  const auto published = this->published();
  const feeds::Feed* feed =
      published && published->people ? published->catalogue->find_person(path.token) : nullptr;
  if (!feed) return unknown_token(request);
  if (!may_fetch(request, path.token)) return too_many("3600");
  const auto memberships = published->people->find(feed->subject.id);
  if (memberships.empty()) return unknown_token(request);
  if (feed->state == feeds::FeedState::gone) return gone();
  // Whoever comes by an old address, while that still works, is not shown another one.
  const bool is_current = published->catalogue->page_token(*feed) == path.token;
  return (*person_)(request, path,
                    {.id = feed->subject.id,
                     .token = std::string{path.token},
                     .memberships = memberships,
                     .language = published->catalogue->feeds().language(*feed),
                     .subscribe_path = is_current && feed->state != feeds::FeedState::invited
                                           ? published->catalogue->page_path(*feed)
                                           : ""});
}

http::Response Routes::page(const feeds::Catalogue& catalogue, const feeds::Feed& feed,
                            std::string_view token) const {
  const auto [https, webcal] =
      feeds::address(base_, feeds::feed_path(token, catalogue.feeds().file_name(feed)));
  http::Response response = plain(200, "");
  response.headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Cache-Control", "private, no-store"},
                      {"X-Robots-Tag", "noindex"},
                      {"Referrer-Policy", "no-referrer"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Content-Security-Policy",
                       "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
                       "frame-ancestors 'none'"}};
  response.body = render({.calendar_name = catalogue.feeds().calendar_name(feed),
                          .https = https,
                          .webcal = webcal,
                          .personal = feed.subject.kind == feeds::FeedKind::person,
                          .invited = feed.state == feeds::FeedState::invited,
                          .language = catalogue.feeds().language(feed)});
  return response;
}

http::Response Routes::ready(const http::Request& request) {
  publishing::FolderState folder;
  std::string mail_problem;
  std::shared_ptr<const feeds::Snapshot> published;
  {
    const std::scoped_lock lock{mutex_};
    folder = folder_;
    mail_problem = mail_problem_;
    published = published_;
  }
  nlohmann::ordered_json body{{"ready", published != nullptr}};
  if (published) {
    body["revision"] = published->revision;
    body["files_are_published"] = !folder.differs;
    body["programmes"] = published->timetables->written_programmes().size();
    body["feeds"] = published->catalogue->feeds().all().size();
  }
  // The problem quotes the files, so it is for whoever is on the machine.
  if (folder.problem.empty()) {
    body["configuration"] = folder.waits ? "waits: the files have changed and may be half written" : "ok";
  } else {
    body["configuration"] = request.local ? folder.problem : "has problems";
  }
  body["mail"] = mail_problem.empty() ? "ok" : request.local ? mail_problem : "held";
  http::Response response = plain(published ? 200 : 503, body.dump(2));
  response.headers.front().second = "application/json";
  return response;
}

}  // namespace web
