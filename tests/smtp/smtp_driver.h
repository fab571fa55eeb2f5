// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "service/smtp/courier.h"
#include "service/smtp/smtp_courier.h"
#include "tests/smtp/scripted_smtp.h"

namespace scripted {

/// Brings transfers to their end as a worker would, with a limit.
class Driver {
 public:
  explicit Driver(smtp::Courier& courier) : courier_{courier} {}

  void start(std::int64_t id, std::string message = "Subject: Test\r\n\r\nDag\r\n",
             std::string to = "b@example.org") {
    courier_.start({id, "a@example.org", std::move(to), std::move(message)});
  }

  /// What happened meanwhile; answers those that ask.
  void turn(std::chrono::milliseconds limit) {
    for (auto& event : courier_.wait(limit)) {
      if (event.kind == smtp::Event::Kind::done) {
        EXPECT_FALSE(done.contains(event.id)) << "told twice";
        done[event.id] = std::move(event);
        continue;
      }
      ++asked;
      when_asked ? when_asked(event.id) : courier_.release(event.id);
    }
  }

  bool until(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (!condition() && std::chrono::steady_clock::now() < end) turn(std::chrono::milliseconds{50});
    return condition();
  }

  smtp::Event finish(std::int64_t id) {
    EXPECT_TRUE(until([&] { return done.contains(id); })) << "transfer " << id << " does not end";
    return done[id];
  }

  smtp::Event send(std::int64_t id, std::string message = "Subject: Test\r\n\r\nDag\r\n") {
    start(id, std::move(message));
    return finish(id);
  }

  std::map<std::int64_t, smtp::Event> done;
  int asked = 0;
  std::function<void(std::int64_t)> when_asked;  ///< Instead of releasing.

 private:
  smtp::Courier& courier_;
};

/// With this limit for whatever the server does.
inline smtp::SmtpOptions limited(smtp::SmtpOptions options, std::chrono::milliseconds limit) {
  options.connect_limit = options.command_limit = options.data_limit = limit;
  options.block_limit = options.dot_limit = limit;
  return options;
}

/// To a scripted server on this machine, in clear text.
inline smtp::SmtpOptions options_for(const SmtpServer& server, std::size_t connections = 1) {
  smtp::SmtpOptions options;
  options.host = "127.0.0.1";
  options.port = server.port();
  options.security = smtp::SmtpOptions::Security::none;
  options.connections = connections;
  return limited(options, std::chrono::seconds{15});
}

inline Act always_usual(const Moment&) { return {}; }

}  // namespace scripted
