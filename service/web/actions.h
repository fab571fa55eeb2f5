// SPDX-License-Identifier: Apache-2.0
//
// The functions through which personal pages read and change a person's records.
#pragma once

#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "service/programme/hand_in.h"
#include "service/programme/reminders.h"

namespace web {

/// The recorded hand-ins and opt-outs of one person; hand-ins of their library are among them.
struct Participated {
  std::unordered_map<std::string, programme::Instant> handed_in;  ///< Time of the hand-in, by hand_in_key().
  std::unordered_set<std::string> opted_out;                      ///< Keys of opt_out_key().
};

/// The store failed: nothing was recorded, or nothing can be read.
class NotStored : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Every function is thread-safe, may block on the database, and throws NotStored when the store fails.
struct Actions {
  std::function<programme::Instant()> now;

  /// Returns the completed ones among these hand-ins and the topics that `recipient` has opted out of. Only
  /// the key fields of each record are read.
  std::function<Participated(const std::string& recipient, std::span<const programme::HandInRecord>)>
      participated;

  /// Both write durably before they return. They return false when the store had this value already.
  std::function<bool(const programme::HandInRecord& key, bool done)> set_hand_in;
  std::function<bool(const std::string& recipient, programme::Topic, bool out)> set_opt_out;
};

}  // namespace web
