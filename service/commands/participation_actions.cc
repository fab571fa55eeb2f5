// SPDX-License-Identifier: Apache-2.0
#include "service/commands/participation_actions.h"

#include <cstdint>
#include <memory>
#include <mutex>

#include "service/store/participation.h"

namespace commands {
namespace {

using programme::Instant;

/// One connection for all requests, and what was last read through it.
class Recorder {
 public:
  explicit Recorder(const std::filesystem::path& data_folder) : store_{data_folder}, participation_{store_} {}

  /// Other processes change it, too: a coordinator's `traject hand-in`. The version tells.
  std::shared_ptr<const web::Participated> participated() {
    const std::scoped_lock lock{mutex_};
    const std::int64_t version = participation_.version();
    if (!read_ || version != version_) read_ = read();
    version_ = version;
    return read_;
  }

  bool set_hand_in(const web::HandIn& hand_in, bool done, Instant now) {
    const std::scoped_lock lock{mutex_};
    return participation_.set_hand_in({.programme = hand_in.programme,
                                       .activity = hand_in.activity,
                                       .library = hand_in.library,
                                       .subject = hand_in.subject,
                                       .done = done,
                                       .changes = 0,
                                       .changed = now,
                                       .by = "link"},
                                      now);
  }

  bool set_opt_out(const std::string& recipient, programme::Topic topic, bool out, Instant now) {
    const std::scoped_lock lock{mutex_};
    return participation_.set_opt_out(recipient, topic, out, now);
  }

 private:
  std::shared_ptr<const web::Participated> read() {
    auto fresh = std::make_shared<web::Participated>();
    for (const store::HandInRow& row : participation_.hand_ins())
      if (row.done)
        fresh->handed_in[programme::hand_in_key(row.programme, row.activity, row.library, row.subject)] =
            row.changed;
    fresh->opted_out = participation_.facts().opted_out;
    return fresh;
  }

  std::mutex mutex_;
  store::Store store_;
  store::Participation participation_;
  std::shared_ptr<const web::Participated> read_;
  std::int64_t version_ = 0;
};

}  // namespace

web::Actions participation_actions(const std::filesystem::path& data_folder, std::function<Instant()> now,
                                   std::function<void()> changed) {
  const auto recorder = std::make_shared<Recorder>(data_folder);
  const auto told = [changed = std::move(changed)](bool has_changed) {
    if (has_changed) changed();
    return has_changed;
  };
  return {.now = now,
          .participated = [recorder] { return recorder->participated(); },
          .set_hand_in = [recorder, now, told](
                             const web::HandIn& hand_in,
                             bool done) { return told(recorder->set_hand_in(hand_in, done, now())); },
          .set_opt_out = [recorder, now, told](
                             const std::string& recipient, programme::Topic topic,
                             bool out) { return told(recorder->set_opt_out(recipient, topic, out, now())); }};
}

}  // namespace commands
