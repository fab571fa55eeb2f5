// SPDX-License-Identifier: Apache-2.0
//
// What personal pages ask of the rest of the service.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "service/programme/hand_in.h"
#include "service/programme/reminders.h"

namespace web {

/// What a person did so far, and what is done for them.
struct Participated {
  std::unordered_map<std::string, programme::Instant> handed_in;  ///< Since when; by hand_in_key().
  std::unordered_set<std::string> opted_out;                      ///< By opt_out_key().
};

/// All of them are safe on several threads at once, may block, and throw when the store fails.
struct Actions {
  std::function<programme::Instant()> now;

  /// How these deadlines stand (only the key of each record is read), and what the recipient does not want.
  std::function<Participated(const std::string& recipient, std::span<const programme::HandInRecord>)>
      participated;

  /// Durable when they return. False: it was so already.
  std::function<bool(const programme::HandInRecord& key, bool done)> set_hand_in;
  std::function<bool(const std::string& recipient, programme::Topic, bool out)> set_opt_out;
};

}  // namespace web
