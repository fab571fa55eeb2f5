// SPDX-License-Identifier: Apache-2.0
//
// What personal pages ask of the rest of the service.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "service/programme/reminders.h"

namespace web {

/// A deadline and whose "done" it is: `subject` is a person's or a library's id, as the activity says.
struct HandIn {
  std::string programme, activity;
  std::string library;  ///< Of the occurrence; empty: it is for all.
  std::string subject;
  bool operator==(const HandIn&) const = default;
};

/// What a person did so far, and what is done for them.
struct Participated {
  std::unordered_map<std::string, programme::Instant> handed_in;  ///< Since when; by hand_in_key().
  std::unordered_set<std::string> opted_out;                      ///< By opt_out_key().
};

/// All of them are safe on several threads at once, may block, and throw when the store fails.
struct Actions {
  std::function<programme::Instant()> now;

  /// How these deadlines stand, and what the recipient does not want.
  std::function<Participated(const std::string& recipient, std::span<const HandIn>)> participated;

  /// Durable when they return. False: it was so already.
  std::function<bool(const HandIn&, bool done)> set_hand_in;
  std::function<bool(const std::string& recipient, programme::Topic, bool out)> set_opt_out;
};

}  // namespace web
