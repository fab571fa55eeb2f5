// SPDX-License-Identifier: Apache-2.0
#include "service/http/router.h"

#include <httplib.h>

#include <algorithm>
#include <charconv>
#include <exception>
#include <stdexcept>
#include <utility>

#include "service/http/fields.h"

namespace http {

namespace {

/// Holds "yes" or "no". The library does not see a client's field of this name.
constexpr const char* local_header = "Traject-Local";

/// Fields that the library must not see. The server has handled Expect, Range, Connection and
/// X-Forwarded-For; it has no upgrades and no compression. A Range or an Accept that the library cannot read
/// would be refused, though RFC 9110 §14.2 and §12.5.1 let a server ignore both.
constexpr std::string_view unseen[] = {"Accept",  "Accept-Encoding", "Connection",
                                       "Expect",  "If-Range",        "Range",
                                       "Upgrade", "X-Forwarded-For", local_header};

/// Returns the octets of a checked request without those fields, in order.
std::vector<std::string_view> seen_by_library(std::string_view request) {
  std::vector<std::string_view> pieces;
  std::size_t begin = 0;
  std::size_t line = request.find("\r\n") + 2;
  for (std::size_t end = request.find("\r\n", line); end != line && end != std::string_view::npos;
       end = request.find("\r\n", line)) {
    const std::string_view field = request.substr(line, end - line);
    const std::string_view name = field.substr(0, field.find(':'));
    const auto is_name = [&](std::string_view other) { return same_ignoring_case(name, other); };
    if (std::any_of(std::begin(unseen), std::end(unseen), is_name)) {
      if (line > begin) pieces.push_back(request.substr(begin, line - begin));
      begin = end + 2;
    }
    line = end + 2;
  }
  pieces.push_back(request.substr(begin));
  return pieces;
}

/// The received octets as the library's input, and its output in memory.
class MemoryStream final : public httplib::Stream {
 public:
  /// None of the pieces is empty.
  MemoryStream(std::vector<std::string_view> in, std::string& out) : in_(std::move(in)), out_(out) {}

  bool is_readable() const override { return next_ < in_.size(); }
  bool wait_readable() const override { return true; }
  bool wait_writable() const override { return true; }
  ssize_t read(char* to, std::size_t size) override {
    if (next_ == in_.size()) return 0;
    std::string_view& piece = in_[next_];
    const std::size_t count = piece.copy(to, size);
    piece.remove_prefix(count);
    if (piece.empty()) ++next_;
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* from, std::size_t size) override {
    out_.append(from, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return INVALID_SOCKET; }
  time_t duration() const override { return 0; }

 private:
  std::vector<std::string_view> in_;
  std::size_t next_ = 0;  ///< The piece that is read.
  std::string& out_;
};

/// The library answers 400 to other methods; the table of routes answers them 404 or 405.
bool is_known_to_library(std::string_view method) {
  static constexpr std::string_view known[] = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"};
  return std::find(std::begin(known), std::end(known), method) != std::end(known);
}

bool has_parameters(std::string_view pattern) { return pattern.find("/:") != std::string_view::npos; }

/// The library takes a pattern without parameters for a regular expression.
std::string registered(const std::string& pattern) {
  if (has_parameters(pattern)) return pattern;
  std::string escaped;
  for (const char c : pattern) {
    if (std::string_view("^$\\.*+?()[]{}|").find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string_view next_segment(std::string_view& path) {
  const auto slash = path.find('/');
  const std::string_view segment = path.substr(0, slash);
  path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  return segment;
}

bool matches(std::string_view pattern, std::string_view path) {
  if (std::count(pattern.begin(), pattern.end(), '/') != std::count(path.begin(), path.end(), '/'))
    return false;
  while (!pattern.empty()) {
    const std::string_view wanted = next_segment(pattern);
    const std::string_view segment = next_segment(path);
    if (!wanted.starts_with(':') && wanted != segment) return false;
  }
  return path.empty();
}

int status_in(std::string_view head) {
  constexpr std::string_view begin = "HTTP/1.1 ";
  int status = 0;
  if (head.starts_with(begin)) std::from_chars(head.data() + begin.size(), head.data() + head.size(), status);
  return status;
}

constexpr std::size_t most_fields = 64;

bool has_type(const httplib::Request& request, std::string_view type) {
  const std::string value = request.get_header_value("Content-Type");
  return same_ignoring_case(trimmed(std::string_view(value).substr(0, value.find(';'))), type);
}

bool has_broken_escape(std::string_view text) {
  for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    if (at + 2 >= text.size() || hex_value(text[at + 1]) < 0 || hex_value(text[at + 2]) < 0) return true;
  }
  return false;
}

/// Counts the fields in the body: the library stores two equal fields once.
std::size_t count_fields(std::string_view body) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i] != '&' && (i == 0 || body[i - 1] == '&')) ++count;
  }
  return count;
}

}  // namespace

class Router::Server final : private httplib::Server {
 public:
  Server(std::vector<Route> routes, Handler otherwise, std::size_t body_limit, Failed failed)
      : routes_(std::move(routes)), otherwise_(std::move(otherwise)), failed_(std::move(failed)) {
    for (const Route& route : routes_) {
      Get(registered(route.pattern), route.get);
      if (route.post) Post(registered(route.pattern), route.post);
    }
    set_payload_max_length(body_limit);
    set_error_handler([this](const httplib::Request& request, httplib::Response& response) {
      if (!request.matched_route.empty()) return HandlerResponse::Unhandled;  // The handler's own answer.
      answer_without_route(request, response);
      return HandlerResponse::Handled;
    });
    set_exception_handler([this](const httplib::Request& request, httplib::Response& response,
                                 std::exception_ptr thrown) { fail(request, response, std::move(thrown)); });
    set_post_routing_handler([](const auto& request, auto& response) { complete(request, response); });
  }

  void answer(Exchange& exchange) {
    if (!is_known_to_library(exchange.method)) {
      exchange.answer = outgoing(refuse_method(exchange.path), false, exchange.close);
      return;
    }
    Outgoing& out = exchange.answer = {};
    MemoryStream stream(seen_by_library(exchange.text), out.head);
    bool checked = false;
    bool closed_by_library = false;
    const auto set_up_request = [&](httplib::Request& request) {
      set_up(request, exchange);
      checked = true;
    };
    try {
      process_request(stream, exchange.client, 0, {}, 0, exchange.close, closed_by_library, set_up_request);
      out.status = status_in(out.head);
      if (out.status == 0) throw std::runtime_error("the library wrote no answer");
    } catch (...) {
      report(exchange.method, exchange.path, what_of(std::current_exception()));
      out = outgoing(internal_error(), exchange.method == "HEAD", true);
      return;
    }
    out.close = exchange.close || !checked;
    out.body_octets = out.head.size() - out.head.find("\r\n\r\n") - 4;
  }

 private:
  static void set_up(httplib::Request& request, const Exchange& exchange) {
    request.headers.emplace(local_header, exchange.local ? "yes" : "no");
    if (exchange.close) request.headers.emplace("Connection", "close");
    if (!request.target.starts_with('/')) request.path = httplib::decode_path_component(exchange.path);
  }

  /// Completes the head of every answer, also of those the library gives before set_up(). These end the
  /// connection.
  static void complete(const httplib::Request& request, httplib::Response& response) {
    for (const char* name : {"Keep-Alive", "Accept-Ranges", "Connection"}) response.headers.erase(name);
    const bool checked = request.has_header(local_header);
    if (!checked || request.has_header("Connection")) response.set_header("Connection", "close");
    for (const Field& field : security_headers)
      response.set_header(std::string(field.name), std::string(field.value));
    response.set_header("Date", std::string(http_date_now()));
  }

  /// Returns the Allow header of the route with that path; empty: there is none.
  std::string allowed(std::string_view path) const {
    const auto route = std::find_if(routes_.begin(), routes_.end(),
                                    [&](const Route& candidate) { return matches(candidate.pattern, path); });
    if (route == routes_.end()) return {};
    return route->post ? "GET, HEAD, POST" : "GET, HEAD";
  }

  FastResponse refuse_method(std::string_view path) const {
    const std::string allow = allowed(path);
    return allow.empty() ? plain_text(404, "not found") : method_not_allowed(allow);
  }

  void answer_without_route(const httplib::Request& request, httplib::Response& response) {
    if (response.status != httplib::StatusCode::NotFound_404) {
      assign(response, plain_text(response.status, std::to_string(response.status) + " " +
                                                       std::string(reason_of(response.status))));
      return;
    }
    if (const std::string allow = allowed(request.path); !allow.empty()) {
      assign(response, method_not_allowed(allow));
    } else if (!otherwise_) {
      assign(response, plain_text(404, "not found"));
    } else {
      try {
        otherwise_(request, response);
      } catch (...) {
        fail(request, response, std::current_exception());
      }
    }
  }

  void fail(const httplib::Request& request, httplib::Response& response, std::exception_ptr thrown) {
    report(request.method, request.target.substr(0, request.target.find('?')), what_of(std::move(thrown)));
    response = httplib::Response{};
    assign(response, internal_error());
  }

  void report(std::string_view method, std::string_view path, std::string_view what) const {
    if (failed_) failed_(method, path, what);
  }

  const std::vector<Route> routes_;
  const Handler otherwise_;
  const Failed failed_;
};

Router::Router(std::vector<Route> routes, Handler otherwise, std::size_t body_limit, Failed failed)
    : server_(
          std::make_unique<Server>(std::move(routes), std::move(otherwise), body_limit, std::move(failed))) {}

Router::~Router() = default;

void Router::answer(Exchange& exchange) const { server_->answer(exchange); }

bool is_local(const httplib::Request& request) { return request.get_header_value(local_header) == "yes"; }

std::string parameter(const httplib::Request& request, const std::string& name) {
  const auto found = request.path_params.find(name);
  return found == request.path_params.end() ? std::string() : found->second;
}

void assign(httplib::Response& response, FastResponse answer) {
  response.status = answer.status;
  response.body = std::move(answer.body);
  for (const auto& [name, value] : answer.headers) {
    response.headers.erase(name);
    response.set_header(name, value);
  }
}

int refused_form(const httplib::Request& request) {
  constexpr int bad_request = 400;
  if (request.target.find('?') != std::string::npos) return bad_request;
  if (has_type(request, "multipart/form-data"))
    return request.form.fields.size() + request.form.files.size() > most_fields ? bad_request : 0;
  if (!has_type(request, "application/x-www-form-urlencoded")) return 415;
  return has_broken_escape(request.body) || count_fields(request.body) > most_fields ? bad_request : 0;
}

bool has_field(const httplib::Request& request, const std::string& name, const std::string& value) {
  const auto [first, last] = request.params.equal_range(name);
  if (std::any_of(first, last, [&](const auto& field) { return field.second == value; })) return true;
  const auto [begin, end] = request.form.fields.equal_range(name);
  return std::any_of(begin, end, [&](const auto& field) { return field.second.content == value; });
}

}  // namespace http
