// SPDX-License-Identifier: Apache-2.0
//
// Writes lines to a descriptor from a thread of its own. A reader that is slow, or reads nothing, makes
// nobody wait: lines beyond a bound are dropped, and counted.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace service {

class LineWriter {
 public:
  /// Makes the line that stands in the place of that many dropped ones, with its line end.
  using DroppedLine = std::function<std::string(std::uint64_t count)>;

  /// `fd` must stay open as long as the process writes to it. `bound` is in octets of waiting lines.
  LineWriter(int fd, std::size_t bound, DroppedLine dropped_line);
  /// As finish() with one second.
  ~LineWriter();
  LineWriter(const LineWriter&) = delete;
  LineWriter& operator=(const LineWriter&) = delete;

  /// Adds a line, with its line end. Drops the oldest lines when there is no room. Never waits for the
  /// descriptor. Thread-safe.
  void write(std::string line);

  /// Returns true when everything is written, false when it is not after `limit`. Thread-safe.
  bool flush(std::chrono::milliseconds limit);

  /// Flushes and ends the thread. One that hangs in the descriptor is left to the end of the process. Later
  /// lines are discarded.
  bool finish(std::chrono::milliseconds limit);

 private:
  struct State;
  const std::shared_ptr<State> state_;  ///< Shared with the thread, which may outlive this.
};

}  // namespace service
