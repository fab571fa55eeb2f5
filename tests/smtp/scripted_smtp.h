// SPDX-License-Identifier: Apache-2.0
//
// A mail server on loopback that does at each point what a test tells it, and keeps every octet it got.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace scripted {

/// Points of a dialogue at which the server acts. `auth_answer` is a line after AUTH; `content` the first
/// octets after 354; `dot` the end of the content.
enum class Point { banner, ehlo, starttls, auth, auth_answer, mail, rcpt, data, content, dot, quit };

struct Act {
  enum class Kind {
    usual,    ///< What a good server does.
    reply,    ///< Sends the text.
    silence,  ///< Sends nothing and keeps the connection.
    close,
    reset,
    drip,         ///< Sends the text octet by octet, slowly.
    flood,        ///< Sends the text again and again until the client has gone.
    reply_close,  ///< Sends the text, then closes.
    deaf,         ///< Sends the text and reads no more until the client has gone.
  };
  Kind kind = Kind::usual;
  std::string text = {};
};

/// Where a connection is.
struct Moment {
  Point point;
  int connection;    ///< From 1, in the order of coming.
  int transaction;   ///< From 1: MAIL commands on this connection.
  std::string line;  ///< The client's, without CR LF.
};

struct Received {
  int connection = 0;
  std::string from;
  std::string to;
  std::string message;  ///< Dots undone.
};

class SmtpServer {
 public:
  /// `act` is called on the threads of connections, by one at a time.
  explicit SmtpServer(std::function<Act(const Moment&)> act);
  ~SmtpServer();
  SmtpServer(const SmtpServer&) = delete;
  SmtpServer& operator=(const SmtpServer&) = delete;

  std::uint16_t port() const { return port_; }
  int connections() const { return connections_; }
  std::vector<Received> received()
      const;                   ///< In the order of their final dots, whatever was answered to those.
  std::string octets() const;  ///< Everything that clients sent.
  std::size_t content_octets() const { return content_octets_; }  ///< Of what came after a 354.
  int most_at_once() const {
    return most_at_once_;
  }  ///< Transactions between MAIL and the answer to the dot.

 private:
  class Connection;

  void accept_all();

  std::function<Act(const Moment&)> act_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> connections_ = 0;
  std::atomic<std::size_t> content_octets_ = 0;
  std::atomic<int> at_once_ = 0;
  std::atomic<int> most_at_once_ = 0;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  std::vector<int> sockets_;  ///< Open, or -1.
  std::vector<Received> received_;
  std::string octets_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace scripted
