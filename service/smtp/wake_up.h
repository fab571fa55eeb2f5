// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

namespace smtp {

/// A bell that one thread waits for. Rung before the wait, it ends the wait at once.
class WakeUp {
 public:
  WakeUp();
  ~WakeUp();
  WakeUp(const WakeUp&) = delete;
  WakeUp& operator=(const WakeUp&) = delete;

  void ring() noexcept;  ///< From any thread or signal context.
  bool clear();          ///< Whether it had been rung.
  void wait(std::chrono::milliseconds limit);

 private:
  int file_;
};

}  // namespace smtp
