// SPDX-License-Identifier: Apache-2.0
//
// When to look into files that somebody is changing: once they have been left alone for a moment, for longer
// when that somebody pauses now and then, and longer still when the files may be half written. Pure: the time
// is an argument.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

namespace publishing {

class Settling {
 public:
  using Time = std::chrono::steady_clock::time_point;

  static constexpr std::chrono::milliseconds quiet{300};
  static constexpr std::chrono::seconds longest_quiet{10};
  /// Files that may be half written are believed after this.
  static constexpr std::chrono::seconds patience{30};

  /// Something happened to the files.
  void touched(Time now) {
    if (touched_) longest_pause_ = std::max(longest_pause_, now - *touched_);
    touched_ = now;
    due_ = now + std::clamp<Time::duration>(3 * longest_pause_, quiet, longest_quiet);
  }

  /// They were looked into and may be half written: false when that has been so for long enough.
  bool wait_longer(Time now) {
    if (!touched_ || now >= *touched_ + patience) return false;
    due_ = *touched_ + patience;
    return true;
  }

  void looked() {
    touched_ = due_ = std::nullopt;
    longest_pause_ = {};
  }

  /// When to look; nullopt: nothing has happened since the last time.
  std::optional<Time> due() const { return due_; }
  bool is_due(Time now) const { return due_ && now >= *due_; }

 private:
  std::optional<Time> touched_;
  std::optional<Time> due_;
  Time::duration longest_pause_{};  ///< Between two touches since the last look.
};

}  // namespace publishing
