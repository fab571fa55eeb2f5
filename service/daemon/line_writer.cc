// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/line_writer.h"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>

namespace service {
namespace {

constexpr std::chrono::milliseconds last_flush{1'000};

/// A pipe that poll() calls writable takes this much without blocking (pipe(7), PIPE_BUF).
constexpr std::size_t most_at_once = 4096;

/// Returns false when the descriptor takes no more: closed, or a full disk.
bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    pollfd writable{.fd = fd, .events = POLLOUT, .revents = 0};
    if (::poll(&writable, 1, -1) < 0 && errno != EINTR) return false;
    const ssize_t written = ::write(fd, text.data(), std::min(text.size(), most_at_once));
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR && errno != EAGAIN) {
      return false;
    }
  }
  return true;
}

}  // namespace

struct LineWriter::State {
  State(int to, std::size_t most, DroppedLine line) : fd(to), bound(most), dropped_line(std::move(line)) {}

  void run();

  const int fd;
  const std::size_t bound;
  const DroppedLine dropped_line;
  std::mutex mutex;  ///< Guards the members below.
  std::condition_variable changed;
  std::deque<std::string> lines;
  std::size_t octets = 0;     ///< In `lines`.
  std::uint64_t dropped = 0;  ///< Not reported yet.
  bool busy = false;          ///< A line is being written.
  bool finished = false;
  bool ended = false;  ///< The thread is done.
};

void LineWriter::State::run() {
  std::unique_lock lock(mutex);
  for (;;) {
    changed.wait(lock, [this] { return finished || !lines.empty(); });
    if (lines.empty()) break;
    const std::uint64_t missing = std::exchange(dropped, 0);
    std::string text = std::move(lines.front());
    lines.pop_front();
    octets -= text.size();
    busy = true;
    lock.unlock();
    if (missing > 0) text.insert(0, dropped_line(missing));
    const bool written = write_all(fd, text);
    lock.lock();
    if (!written) dropped += missing + 1;
    busy = false;
    changed.notify_all();
  }
  ended = true;
  changed.notify_all();
}

LineWriter::LineWriter(int fd, std::size_t bound, DroppedLine dropped_line)
    : state_(std::make_shared<State>(fd, bound, std::move(dropped_line))) {
  // The thread takes no signals: SIGPIPE would end the process, and the others are for the threads that wait
  // for them.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread([state = state_] { state->run(); }).detach();
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

LineWriter::~LineWriter() { finish(last_flush); }

void LineWriter::write(std::string line) {
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->finished) return;
    state_->octets += line.size();
    state_->lines.push_back(std::move(line));
    while (state_->octets > state_->bound) {
      state_->octets -= state_->lines.front().size();
      state_->lines.pop_front();
      ++state_->dropped;
    }
  }
  state_->changed.notify_all();
}

bool LineWriter::flush(std::chrono::milliseconds limit) {
  std::unique_lock lock(state_->mutex);
  return state_->changed.wait_for(lock, limit, [this] { return state_->lines.empty() && !state_->busy; });
}

bool LineWriter::finish(std::chrono::milliseconds limit) {
  std::unique_lock lock(state_->mutex);
  state_->finished = true;
  state_->changed.notify_all();
  return state_->changed.wait_for(lock, limit, [this] { return state_->ended; });
}

}  // namespace service
