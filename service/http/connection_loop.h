// SPDX-License-Identifier: Apache-2.0
//
// All connections of one listening socket on one thread. The loop collects whole requests, has them answered
// and sends the answers. A connection can hold a descriptor, a bounded buffer and its answer, for as long as
// its deadlines allow, and nothing else. The loop knows HTTP's framing and no library.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "service/event_fd.h"
#include "service/http/answer_pool.h"
#include "service/http/connection.h"
#include "service/http/deadlines.h"
#include "service/http/http_server.h"
#include "service/http/listener.h"
#include "service/http/peers.h"
#include "service/http/request_reader.h"

namespace http {

class ConnectionLoop {
 public:
  /// Answers on the loop's thread, or returns false: then the request is for the pool. Must not throw.
  using Fast = std::function<bool(const FastRequest&, bool close, Outgoing&)>;

  /// `answer` fills Exchange::answer on the pool's threads; it must not throw.
  ConnectionLoop(Listener listener, const HttpOptions& options, Fast fast, AnswerPool::Answer answer);
  ~ConnectionLoop();
  ConnectionLoop(const ConnectionLoop&) = delete;
  ConnectionLoop& operator=(const ConnectionLoop&) = delete;

  std::uint16_t port() const { return listener_.port(); }
  void run(std::chrono::milliseconds drain);
  void stop();
  std::uint64_t turns() const { return turns_.load(std::memory_order_relaxed); }
  std::size_t open_connections() const { return open_.load(std::memory_order_relaxed); }
  bool freed_much() { return freed_much_.exchange(false, std::memory_order_relaxed); }

 private:
  using Time = std::chrono::steady_clock::time_point;

  // The loop itself
  int milliseconds_to_wait() const;
  void handle(std::uint64_t tag, std::uint32_t flags);
  void woken();
  void expire();
  void begin_stop(std::chrono::milliseconds drain);
  void note_memory();

  // Opening and closing
  void accept_some();
  void open(Accepted accepted);
  void pause_accepting();
  void resume_accepting();
  bool has_place(const Address& peer, bool proxy);
  bool close_oldest_of(const Address& peer);
  bool close_longest_unfinished();
  bool close_longest_idle();
  void close(Connection& connection);

  // One connection
  Connection* find(int fd, std::uint32_t serial) const;
  void queue(Connection& connection);
  void advance(Connection& connection);
  bool receive(Connection& connection, std::string_view& fresh);
  bool read_turn(Connection& connection);
  bool make_memory(const Connection& connection);
  bool send_turn(Connection& connection);
  void drain_turn(Connection& connection);
  void invite(Connection& connection);
  void wait_for_more(Connection& connection);
  void dispatch(Connection& connection);
  void refuse(Connection& connection, const Refusal& refusal, const FastRequest& about);
  void note_without_place(std::string_view client) const;
  void start_sending(Connection& connection, Outgoing&& answer);

  HttpOptions options_;
  Fast fast_;
  RequestReader reader_;
  Listener listener_;
  Descriptor epoll_;
  service::EventFd wake_;
  std::atomic<bool> stop_asked_{false};
  std::atomic<std::size_t> open_{0};
  std::atomic<std::uint64_t> turns_{0};
  std::atomic<bool> freed_much_{false};

  std::size_t most_held_ = 0;  ///< Octets that connections and their requests took, since much was freed.
  Time now_;
  std::optional<Time> stop_at_;           ///< While stopping: the moment of giving up.
  std::optional<Time> accept_paused_to_;  ///< While out of descriptors.
  std::uint32_t next_serial_ = 1;
  std::vector<std::unique_ptr<Connection>> connections_;  ///< By descriptor.
  Peers peers_;
  Deadlines deadlines_;
  std::vector<std::pair<int, std::uint32_t>> queued_;  ///< They have more to do, but had their turn.
  CommonBodies common_bodies_;

  std::vector<char> read_buffer_;
  AnswerPool pool_;  ///< The last member, so that its threads end first.
};

}  // namespace http
