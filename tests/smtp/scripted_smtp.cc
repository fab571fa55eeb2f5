// SPDX-License-Identifier: Apache-2.0
#include "tests/smtp/scripted_smtp.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace scripted {
namespace {

const char* usual_reply(Point point) {
  switch (point) {
    case Point::banner:
      return "220 mail.example.org ESMTP\r\n";
    case Point::ehlo:
      return "250-mail.example.org\r\n250-SIZE 10000000\r\n250 ENHANCEDSTATUSCODES\r\n";
    case Point::starttls:
      return "220 2.0.0 Ready\r\n";
    case Point::auth:
      return "334 \r\n";
    case Point::auth_answer:
      return "235 2.7.0 Accepted\r\n";
    case Point::data:
      return "354 End with a dot\r\n";
    case Point::content:
      return "";
    case Point::quit:
      return "221 2.0.0 Bye\r\n";
    case Point::mail:
    case Point::rcpt:
      return "250 2.1.0 Ok\r\n";
    case Point::dot:
      break;
  }
  return "250 2.0.0 Ok: queued as 4711\r\n";
}

std::string between(const std::string& line, char first, char last) {
  const auto from = line.find(first);
  const auto to = line.find(last, from);
  return from == std::string::npos || to == std::string::npos ? std::string{}
                                                              : line.substr(from + 1, to - from - 1);
}

}  // namespace

/// One client, from the banner to the end.
class SmtpServer::Connection {
 public:
  Connection(SmtpServer& server, int socket, int number)
      : server_{server}, socket_{socket}, number_{number} {}

  void run() {
    if (!act(Point::banner, {})) return;
    while (const auto line = next_line()) {
      const auto point = point_of(*line);
      if (!point) {
        if (!send("502 5.5.1 What?\r\n")) return;
        continue;
      }
      if (*point == Point::mail) begin_mail(*line);
      if (*point == Point::rcpt) mail_.to = between(*line, '<', '>');
      if (!act(*point, *line)) return;
      if (*point == Point::quit) return;
      if (*point == Point::data && last_reply_.starts_with("354") && !take_content()) return;
    }
  }

  ~Connection() {
    if (in_mail_) --server_.at_once_;
  }

 private:
  std::optional<Point> point_of(const std::string& line) {
    if (challenged_) return challenged_ = false, Point::auth_answer;
    const std::string verb = line.substr(0, 4);
    if (verb == "EHLO" || verb == "HELO") return Point::ehlo;
    if (verb == "STAR") return Point::starttls;
    if (verb == "AUTH") return Point::auth;
    if (verb == "MAIL") return Point::mail;
    if (verb == "RCPT") return Point::rcpt;
    if (verb == "DATA") return Point::data;
    if (verb == "QUIT") return Point::quit;
    return std::nullopt;
  }

  void begin_mail(const std::string& line) {
    ++transaction_;
    mail_ = {number_, between(line, '<', '>'), {}, {}};
    if (in_mail_) return;
    in_mail_ = true;
    const int now = ++server_.at_once_;
    int most = server_.most_at_once_;
    while (now > most && !server_.most_at_once_.compare_exchange_weak(most, now)) continue;
  }

  bool take_content() {
    bool first = true;
    while (!buffer_.starts_with(".\r\n") && buffer_.find("\r\n.\r\n") == std::string::npos) {
      const auto before = buffer_.size();
      if (!receive()) return server_.content_octets_ += before, false;
      if (first && !act(Point::content, {})) return server_.content_octets_ += buffer_.size(), false;
      first = false;
    }
    const auto end = buffer_.starts_with(".\r\n") ? 0 : buffer_.find("\r\n.\r\n") + 2;
    server_.content_octets_ += end;
    std::string text = buffer_.substr(0, end);
    buffer_.erase(0, end + 3);
    mail_.message.clear();
    bool at_start = true;
    for (const char c : text) {
      if (!(at_start && c == '.')) mail_.message += c;
      at_start = c == '\n';
    }
    {
      const std::lock_guard lock{server_.mutex_};
      server_.received_.push_back(mail_);
    }
    in_mail_ = false;
    --server_.at_once_;
    return act(Point::dot, {});
  }

  std::optional<std::string> next_line() {
    while (true) {
      if (const auto end = buffer_.find("\r\n"); end != std::string::npos) {
        std::string line = buffer_.substr(0, end);
        buffer_.erase(0, end + 2);
        return line;
      }
      if (!receive()) return std::nullopt;
    }
  }

  bool receive() {
    std::array<char, 16384> chunk{};
    const auto count = ::recv(socket_, chunk.data(), chunk.size(), 0);
    if (count <= 0) return false;
    const std::string_view got{chunk.data(), static_cast<std::size_t>(count)};
    buffer_ += got;
    const std::lock_guard lock{server_.mutex_};
    server_.octets_ += got;
    return true;
  }

  bool send(std::string_view text) {
    while (!text.empty()) {
      const auto sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  bool drip(const std::string& text) {
    for (const char c : text) {
      if (!send({&c, 1})) return false;
      pollfd peer{socket_, POLLRDHUP, 0};
      if (poll(&peer, 1, 3) > 0) return false;
    }
    return true;
  }

  /// False: this connection is over.
  bool act(Point point, const std::string& line) {
    Act act;
    {
      const std::lock_guard lock{server_.mutex_};
      act = server_.act_({point, number_, transaction_, line});
    }
    last_reply_ = act.kind == Act::Kind::usual ? usual_reply(point) : act.text;
    challenged_ = (point == Point::auth || point == Point::auth_answer) && last_reply_.starts_with("334");
    switch (act.kind) {
      case Act::Kind::usual:
      case Act::Kind::reply:
        return send(last_reply_);
      case Act::Kind::silence:
        while (receive()) continue;
        return false;
      case Act::Kind::close:
        return false;
      case Act::Kind::reset: {
        const linger none{1, 0};
        setsockopt(socket_, SOL_SOCKET, SO_LINGER, &none, sizeof none);
        return false;
      }
      case Act::Kind::drip:
        return drip(act.text);
      case Act::Kind::deaf: {
        send(act.text);
        pollfd peer{socket_, POLLRDHUP, 0};
        while (poll(&peer, 1, -1) < 0) continue;
        return false;
      }
      case Act::Kind::flood:
        while (send(act.text)) continue;
        return false;
      case Act::Kind::reply_close:
        break;
    }
    send(act.text);
    return false;
  }

  SmtpServer& server_;
  const int socket_;
  const int number_;
  int transaction_ = 0;
  bool in_mail_ = false;
  bool challenged_ = false;
  std::string last_reply_;
  std::string buffer_;
  Received mail_;
};

SmtpServer::SmtpServer(std::function<Act(const Moment&)> act) : act_{std::move(act)} {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener_, generic, size) != 0 || listen(listener_, 64) != 0 ||
      getsockname(listener_, generic, &size) != 0) {
    throw std::runtime_error{"cannot listen on loopback"};
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread{[this] { accept_all(); }};
}

SmtpServer::~SmtpServer() {
  stopping_ = true;
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  {
    const std::lock_guard lock{mutex_};
    for (const int socket : sockets_) {
      if (socket >= 0) shutdown(socket, SHUT_RDWR);
    }
  }
  for (auto& thread : threads_) thread.join();
  close(listener_);
}

void SmtpServer::accept_all() {
  while (!stopping_) {
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) continue;
    const int number = ++connections_;
    const std::lock_guard lock{mutex_};
    sockets_.push_back(socket);
    threads_.emplace_back([this, socket, number] {
      Connection{*this, socket, number}.run();
      const std::lock_guard ended{mutex_};
      sockets_[static_cast<std::size_t>(number) - 1] = -1;
      close(socket);
    });
  }
}

std::vector<Received> SmtpServer::received() const {
  const std::lock_guard lock{mutex_};
  return received_;
}

std::string SmtpServer::octets() const {
  const std::lock_guard lock{mutex_};
  return octets_;
}

}  // namespace scripted
