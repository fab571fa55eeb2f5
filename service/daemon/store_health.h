// SPDX-License-Identifier: Apache-2.0
//
// Whether what people do and what is published can be recorded. Read by the threads that record, and shown to
// operators.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>

#include "service/programme/civil_time.h"
#include "service/programme/text.h"

namespace service {

struct StoreReport {
  enum class State {
    good,
    unwritable,  ///< Recording fails: the disk is full or takes no writes.
    copied,      ///< It was so at the start: what is served comes from a copy in memory.
    gone,        ///< The database is not where it was.
    replaced,    ///< Another file stands there that cannot be used, or is still being written.
    damaged,     ///< The open file cannot be read, or its content was replaced while it was open.
  };
  State state = State::good;
  programme::Instant since{};     ///< Of this state; the epoch while it has been good from the start.
  programme::Text what;           ///< One line for operators; empty: good.
  programme::Text help;           ///< What an operator can do; empty: nothing is to be done.
  std::uint64_t free_octets = 0;  ///< On the disk of the data folder, for this user.

  /// Nothing may be recorded, even if the database would take it.
  bool is_closed() const { return state != State::good && state != State::unwritable; }
};

/// Thread-safe.
class StoreHealth {
 public:
  /// `changed` is called when state or text have changed, on the thread that calls set().
  explicit StoreHealth(std::function<void(const StoreReport&)> changed) : changed_{std::move(changed)} {}

  StoreReport report() const;

  /// Replaces the report. Keeps `since` while the state is the same; returns true when state or `what` has
  /// changed.
  bool set(StoreReport report, programme::Instant now);

  /// Why nothing may be recorded now, in English; empty: it may be tried.
  std::string refusal() const;

 private:
  const std::function<void(const StoreReport&)> changed_;
  mutable std::mutex mutex_;
  StoreReport report_;
};

}  // namespace service
