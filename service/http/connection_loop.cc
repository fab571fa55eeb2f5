// SPDX-License-Identifier: Apache-2.0
#include "service/http/connection_loop.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace http {

namespace {

constexpr std::size_t read_size = 16 * 1024;
constexpr int accepts_per_turn = 256;
constexpr std::size_t longest_pool_queue = 1024;
constexpr std::chrono::milliseconds linger_time{2'000};
constexpr std::chrono::milliseconds accept_pause{100};
constexpr std::size_t much_memory = 4 * 1024 * 1024;

constexpr std::uint64_t listener_tag = ~std::uint64_t{0};
constexpr std::uint64_t wake_tag = listener_tag - 1;

std::uint64_t tag_of(int fd, std::uint32_t serial) {
  return std::uint64_t{serial} << 32 | static_cast<std::uint32_t>(fd);
}

bool try_control(int epoll, int operation, int fd, std::uint32_t events, std::uint64_t tag) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = tag;
  return epoll_ctl(epoll, operation, fd, &event) == 0;
}

void control(int epoll, int operation, int fd, std::uint32_t events, std::uint64_t tag) {
  if (try_control(epoll, operation, fd, events, tag)) return;
  throw std::system_error(errno, std::generic_category(), "cannot watch a socket");
}

}  // namespace

ConnectionLoop::ConnectionLoop(Listener listener, const HttpOptions& options, Fast fast,
                               AnswerPool::Answer answer)
    : options_(options),
      fast_(std::move(fast)),
      reader_(options_),
      listener_(std::move(listener)),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      read_buffer_(read_size),
      pool_(options.pool_threads, longest_pool_queue, std::move(answer), [this] { wake_.signal(); }) {
  if (epoll_.get() < 0) throw std::system_error(errno, std::generic_category(), "cannot watch sockets");
  control(epoll_.get(), EPOLL_CTL_ADD, listener_.fd(), EPOLLIN, listener_tag);
  control(epoll_.get(), EPOLL_CTL_ADD, wake_.fd(), EPOLLIN, wake_tag);
  deadlines_.lasts(Wait::idle, options_.idle_timeout);
  deadlines_.lasts(Wait::head, options_.head_timeout);
  deadlines_.lasts(Wait::body, options_.body_timeout);
  deadlines_.lasts(Wait::write, options_.write_timeout);
  deadlines_.lasts(Wait::linger, linger_time);
}

ConnectionLoop::~ConnectionLoop() { pool_.stop(); }

// --- The loop itself ---------------------------------------------------------------------------------------

void ConnectionLoop::run(std::chrono::milliseconds drain) {
  std::array<epoll_event, 256> events;
  while (!stop_at_ || (open_ > 0 && now_ < *stop_at_)) {
    const int count =
        epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), milliseconds_to_wait());
    if (count < 0 && errno != EINTR)
      throw std::system_error(errno, std::generic_category(), "waiting for sockets");
    now_ = std::chrono::steady_clock::now();
    turns_.fetch_add(1, std::memory_order_relaxed);
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      handle(event.data.u64, event.events);
    }
    for (const auto& [fd, serial] : std::exchange(queued_, {})) {
      if (Connection* connection = find(fd, serial)) {
        connection->queued = false;
        advance(*connection);
      }
    }
    expire();
    note_memory();
    if (stop_asked_ && !stop_at_) begin_stop(drain);
  }
  pool_.stop();
  for (auto& connection : connections_) {
    if (connection) close(*connection);
  }
}

void ConnectionLoop::stop() {
  stop_asked_ = true;
  wake_.signal();
}

void ConnectionLoop::begin_stop(std::chrono::milliseconds drain) {
  stop_at_ = now_ + drain;
  listener_.close();
  accept_paused_to_.reset();
  while (close_longest_idle()) {
  }
}

/// Notices when a crowd has left.
void ConnectionLoop::note_memory() {
  const std::size_t held = reader_.buffered() + open_ * sizeof(Connection);
  most_held_ = std::max(most_held_, held);
  if (most_held_ < much_memory || held > most_held_ / 4) return;
  most_held_ = held;
  freed_much_ = true;
}

int ConnectionLoop::milliseconds_to_wait() const {
  if (!queued_.empty()) return 0;
  auto next = deadlines_.next();
  for (const auto& other : {stop_at_, accept_paused_to_}) {
    if (other && (!next || *other < *next)) next = other;
  }
  constexpr std::int64_t longest = 1'000;  // so that turns() shows life
  if (!next) return longest;
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(*next - std::chrono::steady_clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, longest));
}

void ConnectionLoop::handle(std::uint64_t tag, std::uint32_t flags) {
  if (tag == listener_tag) return accept_some();
  if (tag == wake_tag) return woken();
  Connection* connection = find(static_cast<int>(tag & 0xffffffffU), static_cast<std::uint32_t>(tag >> 32));
  if (connection == nullptr) return;
  if ((flags & (EPOLLERR | EPOLLHUP)) != 0) return close(*connection);
  if ((flags & (EPOLLIN | EPOLLRDHUP)) != 0) connection->readable = true;
  if ((flags & EPOLLRDHUP) != 0) connection->ended = true;
  advance(*connection);
}

void ConnectionLoop::woken() {
  wake_.clear();
  for (auto& job : pool_.take_answered()) {
    Connection* connection = find(job->fd, job->serial);
    if (connection == nullptr) continue;
    start_sending(*connection, std::move(job->exchange.answer));
    advance(*connection);
  }
}

void ConnectionLoop::expire() {
  if (accept_paused_to_ && *accept_paused_to_ <= now_) resume_accepting();
  while (DeadlineHook* hook = deadlines_.expired(now_)) {
    auto& connection = static_cast<Connection&>(*hook);
    if (hook->wait == Wait::head || hook->wait == Wait::body) {
      FastRequest about;
      about.client = connection.client;
      refuse(connection, {408, "The request did not arrive in time."}, about);
      advance(connection);
      continue;
    }
    if (hook->wait == Wait::write) {
      // Reset it, or the kernel would go on holding what the client does not take.
      const linger reset{1, 0};
      setsockopt(connection.socket.get(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    }
    close(connection);
  }
}

// --- Opening and closing -----------------------------------------------------------------------------------

void ConnectionLoop::accept_some() {
  for (int i = 0; i < accepts_per_turn && !stop_at_; ++i) {
    Accepted accepted = listener_.accept();
    if (accepted.result == AcceptResult::none) return;
    if (accepted.result == AcceptResult::accepted) {
      open(std::move(accepted));
    } else if (!close_longest_idle() && !close_longest_unfinished()) {
      return pause_accepting();
    }
  }
}

void ConnectionLoop::open(Accepted accepted) {
  const bool proxy = reader_.is_proxy(accepted.peer);
  if (!has_place(accepted.peer, proxy)) return note_without_place(accepted.peer.text());
  auto connection = std::make_unique<Connection>();
  connection->socket = std::move(accepted.socket);
  connection->serial = next_serial_;
  next_serial_ = next_serial_ == 0xfffffffeU ? 1 : next_serial_ + 1;
  connection->proxy = proxy;
  connection->peer = accepted.peer;
  connection->client = accepted.peer.text();
  const int fd = connection->socket.get();
  if (connections_.size() <= static_cast<std::size_t>(fd))
    connections_.resize(static_cast<std::size_t>(fd) + 1);
  Connection& opened = *(connections_[static_cast<std::size_t>(fd)] = std::move(connection));
  ++open_;
  if (!proxy) peers_.enter(opened.peer, opened);
  // Edge-triggered for its whole life: one call here instead of one for every change of what we wait for.
  constexpr std::uint32_t everything = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  if (!try_control(epoll_.get(), EPOLL_CTL_ADD, fd, everything, tag_of(fd, opened.serial)))
    return close(opened);
  deadlines_.set(opened, Wait::idle, now_);
}

void ConnectionLoop::pause_accepting() {
  control(epoll_.get(), EPOLL_CTL_MOD, listener_.fd(), 0, listener_tag);
  accept_paused_to_ = now_ + accept_pause;
}

void ConnectionLoop::resume_accepting() {
  accept_paused_to_.reset();
  control(epoll_.get(), EPOLL_CTL_MOD, listener_.fd(), EPOLLIN, listener_tag);
}

/// Makes room for one more connection, if need be and if possible.
bool ConnectionLoop::has_place(const Address& peer, bool proxy) {
  if (!proxy && peers_.count(peer) >= options_.connections_per_address && !close_oldest_of(peer))
    return false;
  if (open_ < options_.connections || close_longest_idle() || close_longest_unfinished()) return true;
  return (proxy || peer.is_this_machine()) && open_ < options_.connections + options_.kept_places;
}

/// Closes the peer's oldest connection that has no request, or no whole one.
bool ConnectionLoop::close_oldest_of(const Address& peer) {
  const auto is_reading = [](const PeerHook& hook) {
    return static_cast<const Connection&>(hook).state == Connection::State::reading;
  };
  PeerHook* hook = peers_.oldest(peer, is_reading);
  if (hook == nullptr) return false;
  auto& oldest = static_cast<Connection&>(*hook);
  if (oldest.wait != Wait::idle) note_without_place(oldest.client);
  close(oldest);
  return true;
}

bool ConnectionLoop::close_longest_unfinished() {
  DeadlineHook* hook = deadlines_.oldest(Wait::head);
  if (hook == nullptr) hook = deadlines_.oldest(Wait::body);
  if (hook == nullptr) return false;
  auto& longest = static_cast<Connection&>(*hook);
  note_without_place(longest.client);
  close(longest);
  return true;
}

/// Tells the observer of a client that lost its place, or got none.
void ConnectionLoop::note_without_place(std::string_view client) const {
  if (!options_.observe) return;
  options_.observe({.method = {}, .path = {}, .client = client, .status = 503, .body_octets = 0, .took = {}});
}

bool ConnectionLoop::close_longest_idle() {
  DeadlineHook* hook = deadlines_.oldest(Wait::idle);
  if (hook == nullptr) return false;
  close(static_cast<Connection&>(*hook));
  return true;
}

void ConnectionLoop::close(Connection& connection) {
  deadlines_.clear(connection);
  reader_.forget(connection);
  if (!connection.proxy) peers_.leave(connection.peer, connection);
  --open_;
  connections_[static_cast<std::size_t>(connection.socket.get())].reset();
}

}  // namespace http
