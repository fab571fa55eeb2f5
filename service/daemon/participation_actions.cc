// SPDX-License-Identifier: Apache-2.0
#include "service/daemon/participation_actions.h"

#include <exception>
#include <memory>
#include <mutex>
#include <utility>

#include "service/store/failure.h"
#include "service/store/participation.h"

namespace service {
namespace {

using programme::Instant;
using programme::Topic;

/// Uses one connection for all requests. It caches nothing, because other processes such as `traject hand-in`
/// write to the store, too.
class Recorder {
 public:
  explicit Recorder(const ParticipationSetup& setup)
      : store_{setup.data_folder, setup.use}, participation_{store_} {}

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

/// Returns the result of `act`. Turns a failure of the store into web::NotStored.
template <typename Act>
auto stored(const ParticipationSetup& setup, const Act& act) {
  try {
    return act();
  } catch (const std::exception& error) {
    if (store::failure_of(error) == store::Failure::none) throw;
    setup.failed();
    throw web::NotStored{store::in_words(error)};
  }
}

/// As stored(), for an act that changes something and returns whether it did.
template <typename Act>
bool changed(const ParticipationSetup& setup, const Act& act) {
  if (const std::string why = setup.refusal(); !why.empty()) throw web::NotStored{why};
  const bool has_changed = stored(setup, act);
  if (has_changed) setup.changed();
  return has_changed;
}

}  // namespace

web::Actions participation_actions(ParticipationSetup setup) {
  const auto recorder = std::make_shared<Recorder>(setup);
  const auto shared = std::make_shared<const ParticipationSetup>(std::move(setup));
  return {.now = shared->now,
          .participated =
              [=](const std::string& recipient, std::span<const programme::HandInRecord> hand_ins) {
                return stored(*shared, [&] { return recorder->participated(recipient, hand_ins); });
              },
          .set_hand_in =
              [=](const programme::HandInRecord& hand_in, bool done) {
                return changed(*shared, [&] { return recorder->set_hand_in(hand_in, done, shared->now()); });
              },
          .set_opt_out =
              [=](const std::string& recipient, programme::Topic topic, bool out) {
                return changed(*shared,
                               [&] { return recorder->set_opt_out(recipient, topic, out, shared->now()); });
              }};
}

}  // namespace service
