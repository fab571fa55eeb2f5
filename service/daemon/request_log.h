// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "service/daemon/log_rate.h"
#include "service/http/http_server.h"

namespace service {

/// Logs refused requests and failed handlers, without tokens.
class RequestLog {
 public:
  /// Logs an answer with an error. Thread-safe; does no I/O.
  void note(const http::Observation& seen);

  /// Logs what a handler threw. Thread-safe; does no I/O.
  void failed(std::string_view method, std::string_view path, std::string_view what);

  /// Logs what has been counted. Call it about once a second.
  void turn(LogRate::Time now);

 private:
  LogRate refusals_{"refused"};
  LogRate failures_{"failed"};
};

}  // namespace service
