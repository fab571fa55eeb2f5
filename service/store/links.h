// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>

#include "service/programme/civil_time.h"
#include "service/programme/links.h"
#include "service/store/store.h"

namespace store {

/// The generations of addresses. On the store's connection and thread; every function throws
/// std::runtime_error when the database fails. A running service looks here every second.
class Links {
 public:
  explicit Links(Store& store) : store_{store} {}

  programme::Links all();

  /// Replaces the addresses of these kinds of one id by new ones that were never in use. Present and older
  /// addresses stop working at `works_until` at the latest. Returns the new generations, in the same order.
  std::vector<std::uint32_t> replace(std::span<const std::string> kinds, const std::string& id,
                                     programme::Instant works_until);

 private:
  Store& store_;
};

}  // namespace store
