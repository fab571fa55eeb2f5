// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/service_loop.h"

#include <malloc.h>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/signalfd.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <exception>
#include <string>
#include <system_error>

#include "service/daemon/status_reports.h"

namespace service {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// The loop looks for revisions of other processes at least this often.
constexpr milliseconds longest_wait{1'000};
constexpr std::chrono::minutes fetches_interval{1};
/// Returning memory takes milliseconds, which clients must not cause all the time.
constexpr std::chrono::seconds trim_interval{10};
/// A turn of the mail thread takes seconds with 100,000 people.
constexpr std::chrono::minutes longest_mail_turn{5};
/// A turn of this loop takes seconds with 100,000 people.
constexpr std::chrono::minutes longest_turn{5};
constexpr std::chrono::seconds disk_interval{5};

class Signals {
 public:
  explicit Signals(const sigset_t& signals)
      : descriptor_{::signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC)} {
    if (descriptor_ < 0) throw std::system_error{errno, std::generic_category(), "signalfd"};
  }
  ~Signals() { ::close(descriptor_); }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  int descriptor() const { return descriptor_; }

  /// Returns the next signal, or 0.
  int next() const {
    signalfd_siginfo info{};
    return ::read(descriptor_, &info, sizeof info) == sizeof info ? static_cast<int>(info.ssi_signo) : 0;
  }

 private:
  int descriptor_;
};

/// Notifies the systemd watchdog at half its interval while the HTTP and mail threads make turns.
class Watchdog {
 public:
  explicit Watchdog(const ServiceParts& parts) : parts_{parts} {
    std::uint64_t microseconds = 0;
    if (sd_watchdog_enabled(0, &microseconds) > 0) interval_ = std::chrono::microseconds{microseconds / 2};
  }

  void turn(steady_clock::time_point now) {
    if (interval_ == steady_clock::duration{} || now < next_) return;
    next_ = now + interval_;
    const std::uint64_t turns = parts_.server.turns();
    if (parts_.mails.turns() != mail_turns_) {
      mail_turns_ = parts_.mails.turns();
      last_mail_turn_ = now;
    }
    if (turns != turns_ && now - last_mail_turn_ < longest_mail_turn) sd_notify(0, "WATCHDOG=1");
    turns_ = turns;
  }

  /// Returns the longest time between two calls of turn().
  steady_clock::duration interval() const {
    return interval_ == steady_clock::duration{} ? longest_wait : interval_;
  }

 private:
  const ServiceParts& parts_;
  steady_clock::duration interval_{};  ///< 0: no watchdog.
  steady_clock::time_point next_{};
  std::uint64_t turns_ = 0, mail_turns_ = 0;
  steady_clock::time_point last_mail_turn_ = steady_clock::now();
};

/// Returns when a descriptor is readable or after `longest`.
template <std::size_t count>
void wait(const std::array<int, count>& descriptors, steady_clock::duration longest) {
  std::array<pollfd, count> polled{};
  for (std::size_t i = 0; i < count; ++i) polled[i] = {.fd = descriptors[i], .events = POLLIN, .revents = 0};
  const auto milliseconds_left = std::chrono::ceil<milliseconds>(longest).count();
  ::poll(polled.data(), count, static_cast<int>(std::max<std::int64_t>(milliseconds_left, 0)));
}

/// `problem`: why fetches are not in the store yet; empty: they are.
void show_fetches(const ServiceParts& parts, const std::string& problem) {
  if (problem.empty())
    parts.status.clear(web::Part::store, "fetches", parts.clock.now());
  else
    parts.status.set(web::Part::store, "fetches", web::store_failed(problem), parts.clock.now());
}

void reload(publishing::FolderWatch& watching) {
  sd_notify(0, "RELOADING=1");
  watching.read_now(steady_clock::now());
  sd_notify(0, "READY=1");
}

void watch_store(const ServiceParts& parts, steady_clock::time_point now) {
  if (const std::string news = parts.storing.look(now, parts.clock.now()); !news.empty()) {
    spdlog::warn("{}", news);
    if (parts.storing.is_good()) parts.publisher.store_is_good_again();
  }
  try {
    if (const std::string news = parts.lock.restore(); !news.empty()) spdlog::warn("{}", news);
  } catch (const std::exception& error) {
    spdlog::error("{}", error.what());
  }
}

}  // namespace

sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR1, SIGUSR2, SIGALRM})
    sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  struct sigaction ignore {};
  ignore.sa_handler = SIG_IGN;
  for (const int signal : {SIGPIPE, SIGXFSZ, SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGSTKFLT})
    sigaction(signal, &ignore, nullptr);
  for (int signal = SIGRTMIN; signal <= SIGRTMAX; ++signal) sigaction(signal, &ignore, nullptr);
  return signals;
}

Ended wait_for_stop(const sigset_t& wanted, const ServiceParts& parts) {
  const Signals signals{wanted};
  Watchdog watchdog{parts};
  steady_clock::time_point next_write = steady_clock::now() + fetches_interval, next_look{}, next_trim{},
                           next_measure{};
  for (;;) {
    auto now = steady_clock::now();
    wait(std::array{signals.descriptor(), parts.requests.wake.fd()},
         std::min({steady_clock::duration{longest_wait}, watchdog.interval(), parts.watching.next() - now}));
    while (const int signal = signals.next()) {
      if (signal == SIGTERM || signal == SIGINT || signal == SIGQUIT) return Ended::stop;
      if (signal == SIGHUP)
        reload(parts.watching);
      else
        spdlog::info("signal {} means nothing here: SIGHUP reads the files, SIGTERM stops", signal);
    }
    parts.requests.wake.clear();  // Before the flags are read: a later request must wake the loop again.
    if (parts.requests.stop) return Ended::stop;
    if (parts.requests.participation_changed.exchange(false)) parts.publisher.participation_changed();
    now = steady_clock::now();
    if (now >= next_look) {
      next_look = now + longest_wait;
      watch_store(parts, now);
      if (parts.storing.rebuild()) return Ended::rebuild;
      parts.publisher.poll_store();
    }
    parts.watching.turn(now);
    parts.publisher.rebuild_if_due();
    parts.request_log.turn(now);
    if (now >= next_trim && parts.server.freed_much()) {
      next_trim = now + trim_interval;
      malloc_trim(0);
    }
    if (now >= next_write) {
      next_write = now + fetches_interval;
      show_fetches(parts, write_fetches(parts.fetches, parts.store));
    }
    if (now >= next_measure) {
      next_measure = now + disk_interval;
      parts.status.set(web::Part::disk, "space", web::disk_condition(disk_space(parts.data_folder)),
                       parts.clock.now());
    }
    parts.status.turned(web::Part::publication, now, longest_turn);
    watchdog.turn(now);
  }
}

}  // namespace service
