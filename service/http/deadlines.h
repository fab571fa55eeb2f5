// SPDX-License-Identifier: Apache-2.0
//
// Deadlines of many connections. All waits of one kind last equally long, so a list per kind that is only
// appended to is in order by itself: whatever is done costs the same for one connection and for 10,000.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>

namespace http {

/// The event that a connection waits for.
enum class Wait { none, idle, head, body, write, linger };

struct DeadlineHook {
  DeadlineHook* before = nullptr;
  DeadlineHook* after = nullptr;
  std::chrono::steady_clock::time_point due;
  Wait wait = Wait::none;
};

class Deadlines {
 public:
  using Time = std::chrono::steady_clock::time_point;

  Deadlines() {
    for (DeadlineHook& list : lists_) list.before = list.after = &list;
  }
  Deadlines(const Deadlines&) = delete;
  Deadlines& operator=(const Deadlines&) = delete;

  /// Sets how long a wait of that kind lasts. Call it before the first set().
  void lasts(Wait wait, std::chrono::milliseconds time) { times_[index(wait)] = time; }

  /// Starts a wait over, in place of any other.
  void set(DeadlineHook& hook, Wait wait, Time now) {
    clear(hook);
    if (wait == Wait::none) return;
    hook.wait = wait;
    hook.due = now + times_[index(wait)];
    DeadlineHook& list = lists_[index(wait)];
    hook.before = list.before;
    hook.after = &list;
    list.before->after = &hook;
    list.before = &hook;
  }

  void clear(DeadlineHook& hook) {
    if (hook.wait == Wait::none) return;
    hook.before->after = hook.after;
    hook.after->before = hook.before;
    hook.wait = Wait::none;
  }

  /// Returns the hook that has waited longest, or nullptr.
  DeadlineHook* oldest(Wait wait) {
    DeadlineHook& list = lists_[index(wait)];
    return list.after == &list ? nullptr : list.after;
  }

  /// Returns a hook whose deadline has passed, or nullptr.
  DeadlineHook* expired(Time now) {
    for (DeadlineHook& list : lists_) {
      if (list.after != &list && list.after->due <= now) return list.after;
    }
    return nullptr;
  }

  /// Returns the next deadline.
  std::optional<Time> next() const {
    std::optional<Time> first;
    for (const DeadlineHook& list : lists_) {
      if (list.after != &list && (!first || list.after->due < *first)) first = list.after->due;
    }
    return first;
  }

 private:
  static std::size_t index(Wait wait) { return static_cast<std::size_t>(wait); }

  static constexpr std::size_t kinds = 6;
  std::array<DeadlineHook, kinds> lists_;
  std::array<std::chrono::milliseconds, kinds> times_{};
};

}  // namespace http
