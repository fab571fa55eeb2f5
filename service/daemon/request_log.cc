// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/request_log.h"

#include <spdlog/spdlog.h>

#include <string>

#include "service/web/routes.h"

namespace service {
namespace {

constexpr int first_error = 400;
constexpr std::size_t longest_path = 200;

std::string details(std::string_view method, std::string_view path) {
  return "method=" + std::string{method} +
         " path=" + web::Routes::loggable_path(path.substr(0, longest_path));
}

}  // namespace

void RequestLog::note(const http::Observation& seen) {
  if (seen.status < first_error) return;
  const auto line =
      refusals_.note("status=" + std::to_string(seen.status) + " " + details(seen.method, seen.path),
                     LogRate::Time::clock::now());
  if (line) spdlog::info("{}", *line);
}

void RequestLog::failed(std::string_view method, std::string_view path, std::string_view what) {
  const auto line =
      failures_.note(details(method, path) + ": " + std::string{what}, LogRate::Time::clock::now());
  if (line) spdlog::error("{}", *line);
}

void RequestLog::turn(LogRate::Time now) {
  if (const auto line = refusals_.rest(now)) spdlog::info("{}", *line);
  if (const auto line = failures_.rest(now)) spdlog::error("{}", *line);
}

}  // namespace service
