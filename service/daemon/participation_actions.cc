// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/participation_actions.h"

#include <memory>
#include <mutex>

#include "service/store/participation.h"

namespace service {
namespace {

using programme::Instant;
using programme::Topic;

/// Uses one connection for all requests. It caches nothing, because other processes such as `traject hand-in`
/// write to the store, too.
class Recorder {
 public:
  explicit Recorder(const std::filesystem::path& data_folder) : store_{data_folder}, participation_{store_} {}

  web::Participated participated(const std::string& recipient,
                                 std::span<const programme::HandInRecord> hand_ins) {
    const std::scoped_lock lock{mutex_};
    web::Participated found;
    for (const programme::HandInRecord& hand_in : hand_ins) {
      const auto row = participation_.hand_in(hand_in);
      if (row && row->done)
        found.handed_in[programme::hand_in_key(row->programme, row->activity, row->library, row->subject)] =
            row->changed;
    }
    for (const Topic topic : {Topic::sessions, Topic::deadlines, Topic::general})
      if (participation_.opted_out(recipient, topic))
        found.opted_out.insert(programme::opt_out_key(recipient, topic));
    return found;
  }

  bool set_hand_in(programme::HandInRecord hand_in, bool done, Instant now) {
    const std::scoped_lock lock{mutex_};
    hand_in.done = done;
    hand_in.by = "link";
    return participation_.set_hand_in(hand_in, now);
  }

  bool set_opt_out(const std::string& recipient, Topic topic, bool out, Instant now) {
    const std::scoped_lock lock{mutex_};
    return participation_.set_opt_out(recipient, topic, out, now);
  }

 private:
  std::mutex mutex_;
  store::Store store_;
  store::Participation participation_;
};

}  // namespace

web::Actions participation_actions(const std::filesystem::path& data_folder,
                                   const std::function<Instant()>& now, std::function<void()> changed) {
  const auto recorder = std::make_shared<Recorder>(data_folder);
  const auto told = [changed = std::move(changed)](bool has_changed) {
    if (has_changed) changed();
    return has_changed;
  };
  return {.now = now,
          .participated =
              [recorder](const std::string& recipient, std::span<const programme::HandInRecord> hand_ins) {
                return recorder->participated(recipient, hand_ins);
              },
          .set_hand_in = [recorder, now, told](
                             const programme::HandInRecord& hand_in,
                             bool done) { return told(recorder->set_hand_in(hand_in, done, now())); },
          .set_opt_out = [recorder, now, told](
                             const std::string& recipient, programme::Topic topic,
                             bool out) { return told(recorder->set_opt_out(recipient, topic, out, now())); }};
}

}  // namespace service
