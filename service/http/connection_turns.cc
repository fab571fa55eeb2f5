// SPDX-License-Identifier: Apache-2.0
//
// What the loop does with one connection in its turn: receive, dispatch, send, drain.
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "service/http/connection_loop.h"

namespace http {

namespace {

constexpr int requests_per_turn = 32;
constexpr std::size_t most_drained = 1024 * 1024;

}  // namespace

Connection* ConnectionLoop::find(int fd, std::uint32_t serial) const {
  if (static_cast<std::size_t>(fd) >= connections_.size()) return nullptr;
  Connection* connection = connections_[static_cast<std::size_t>(fd)].get();
  return connection != nullptr && connection->serial == serial ? connection : nullptr;
}

void ConnectionLoop::queue(Connection& connection) {
  if (connection.queued) return;
  connection.queued = true;
  queued_.emplace_back(connection.socket.get(), connection.serial);
}

/// Continues the connection as far as possible now. It may be closed afterwards.
void ConnectionLoop::advance(Connection& connection) {
  for (int turn = 0; turn < requests_per_turn; ++turn) {
    switch (connection.state) {
      case Connection::State::reading:
        if (!read_turn(connection)) return;
        break;
      case Connection::State::sending:
        if (!send_turn(connection)) return;
        break;
      case Connection::State::lingering:
        return drain_turn(connection);
      case Connection::State::answering:
        return;
    }
  }
  queue(connection);
}

/// Reads once. False: nothing came (and the connection may be closed).
bool ConnectionLoop::receive(Connection& connection, std::string_view& fresh) {
  for (;;) {
    const ssize_t got = recv(connection.socket.get(), read_buffer_.data(), read_buffer_.size(), 0);
    if (got > 0) {
      fresh = {read_buffer_.data(), static_cast<std::size_t>(got)};
      // Less than asked for means that there is no more, unless the end has been announced.
      connection.readable = fresh.size() == read_buffer_.size() || connection.ended;
      return true;
    }
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) {
      connection.readable = false;
      return false;
    }
    close(connection);
    return false;
  }
}

/// Takes a request from the received octets, or reads more. Returns true when the connection's state has
/// changed.
bool ConnectionLoop::read_turn(Connection& connection) {
  const int fd = connection.socket.get();
  const std::uint32_t serial = connection.serial;
  auto taken = reader_.take(connection, {});
  while (taken == RequestReader::Taken::partial) {
    std::string_view fresh;
    if (!connection.readable || !receive(connection, fresh)) {
      if (find(fd, serial) != nullptr) wait_for_more(connection);
      return false;
    }
    taken = reader_.take(connection, fresh);
    if (taken == RequestReader::Taken::partial && reader_.is_over_budget() && !make_memory(connection)) {
      FastRequest about;
      about.client = connection.client;
      refuse(connection, {503, "Too many unfinished requests."}, about);
      return true;
    }
    if (connection.invite) invite(connection);
  }
  if (taken == RequestReader::Taken::request) {
    dispatch(connection);
  } else {
    refuse(connection, reader_.refusal(), reader_.request());
  }
  return true;
}

/// Refuses the requests that have been unfinished longest until the others are within their budget. Returns
/// false when it is this connection's turn.
bool ConnectionLoop::make_memory(const Connection& connection) {
  while (reader_.is_over_budget()) {
    DeadlineHook* hook = deadlines_.oldest(Wait::body);
    if (hook == nullptr) hook = deadlines_.oldest(Wait::head);
    if (hook == nullptr || hook == &connection) return false;
    auto& longest = static_cast<Connection&>(*hook);
    FastRequest about;
    about.client = longest.client;
    refuse(longest, {503, "Too many unfinished requests."}, about);
    advance(longest);
  }
  return true;
}

void ConnectionLoop::invite(Connection& connection) {
  static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  connection.invite = false;
  // Nothing else is on its way out now, so these few octets fit or the connection is broken.
  [[maybe_unused]] const auto sent = send(connection.socket.get(), go_on.data(), go_on.size(), MSG_NOSIGNAL);
}

void ConnectionLoop::wait_for_more(Connection& connection) {
  const Wait wait = connection.needed > 0 ? Wait::body : connection.input.empty() ? Wait::idle : Wait::head;
  if (wait == Wait::idle && stop_at_) return close(connection);
  if (connection.wait != wait) deadlines_.set(connection, wait, now_);
}

void ConnectionLoop::dispatch(Connection& connection) {
  const bool close = reader_.close() || stop_at_;
  Outgoing answer;
  if (fast_(reader_.request(), close, answer)) {
    reader_.consume(connection);
    return start_sending(connection, std::move(answer));
  }
  auto job = std::make_unique<Job>();
  job->fd = connection.socket.get();
  job->serial = connection.serial;
  job->exchange = reader_.exchange();
  job->exchange.close = close;
  reader_.consume(connection);
  deadlines_.clear(connection);
  connection.state = Connection::State::answering;
  if (pool_.add(job)) return;
  const Exchange& refused = job->exchange;
  refuse(connection, {503, "Too many requests are waiting."},
         {.method = refused.method, .path = refused.path, .client = refused.client, .fields = {}});
}

/// `about` is for the observer: client, method and path.
void ConnectionLoop::refuse(Connection& connection, const Refusal& refusal, const FastRequest& about) {
  Outgoing answer = refusal_answer(refusal, about.method == "HEAD");
  if (options_.observe) {
    options_.observe({.method = about.method,
                      .path = about.path,
                      .client = about.client,
                      .status = answer.status,
                      .body_octets = answer.body_octets,
                      .took = {}});
  }
  connection.linger = true;
  reader_.forget(connection);
  start_sending(connection, std::move(answer));
}

void ConnectionLoop::start_sending(Connection& connection, Outgoing&& answer) {
  connection.out = std::move(answer);
  connection.state = Connection::State::sending;
}

/// Returns true when the answer is sent and the connection remains open.
bool ConnectionLoop::send_turn(Connection& connection) {
  bool progress = false;
  const SendResult result = send_some(connection.socket.get(), connection.out, progress);
  if (result == SendResult::dead) {
    close(connection);
    return false;
  }
  if (result != SendResult::done) {
    if (progress || connection.wait != Wait::write) deadlines_.set(connection, Wait::write, now_);
    if (result == SendResult::more) queue(connection);
    common_bodies_.join(connection.out);
    return false;
  }
  const bool ends = connection.out.close;
  connection.out = {};
  deadlines_.set(connection, Wait::idle, now_);
  connection.state = Connection::State::reading;
  if (!ends) return true;
  // Closing with unread octets would reset the connection and could take the answer from the client.
  if (!connection.linger && connection.input.empty() && !connection.readable) {
    close(connection);
    return false;
  }
  shutdown(connection.socket.get(), SHUT_WR);
  connection.state = Connection::State::lingering;
  deadlines_.set(connection, Wait::linger, now_);
  return true;
}

void ConnectionLoop::drain_turn(Connection& connection) {
  std::string_view fresh;
  while (connection.readable) {
    if (!receive(connection, fresh)) return;
    connection.drained += fresh.size();
    if (connection.drained > most_drained) return close(connection);
  }
}

}  // namespace http
