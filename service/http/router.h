// SPDX-License-Identifier: Apache-2.0
//
// cpp-httplib without its sockets: it parses the received octets, finds the route, reads forms and writes the
// answer. Only code that includes httplib.h sees inside its requests and responses.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "service/http/exchange.h"
#include "service/http/fast_path.h"

namespace httplib {
struct Request;
struct Response;
}  // namespace httplib

namespace http {

/// Fills the response. Runs on a thread of the pool, on several at once, and may block. What it throws
/// becomes a 500.
using Handler = std::function<void(const httplib::Request&, httplib::Response&)>;

struct Route {
  std::string pattern;  ///< "/style.css", or "/p/:token/stop/:topic" with its parts in Request::path_params.
  Handler get;          ///< Answers HEAD, too.
  Handler post;         ///< Empty: POST is answered 405, like all other methods.
};

/// Called when a handler has thrown `what`. Must not throw.
using Failed = std::function<void(std::string_view method, std::string_view path, std::string_view what)>;

class Router {
 public:
  /// `otherwise` answers paths without a route; when it is empty they are answered 404.
  Router(std::vector<Route> routes, Handler otherwise, std::size_t body_limit, Failed failed);
  ~Router();
  Router(const Router&) = delete;
  Router& operator=(const Router&) = delete;

  /// Fills exchange.answer. Thread-safe; does not throw.
  void answer(Exchange& exchange) const;

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

/// The request came from this machine and no proxy passed it on.
bool is_local(const httplib::Request& request);

/// Returns the part of the path that stands for ":name" in the route's pattern, or "".
std::string parameter(const httplib::Request& request, const std::string& name);

/// Returns the status that refuses the form, or 0. 415: it is neither application/x-www-form-urlencoded nor
/// multipart/form-data, in which mail providers send the one click of RFC 8058 §3.2. 400: the target has a
/// query, which the library puts before the fields of the form; an escape is broken; there are more than 64
/// fields.
int refused_form(const httplib::Request& request);

/// Returns true when the form has that field with that value. Names may come more than once.
bool has_field(const httplib::Request& request, const std::string& name, const std::string& value);

/// Copies an answer that the fast path gives as well.
void assign(httplib::Response& response, FastResponse answer);

}  // namespace http
