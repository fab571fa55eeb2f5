// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "service/changes/withdrawn.h"
#include "service/store/store.h"

namespace store {

/// Withdrawn items that calendars still show. On the store's connection and thread; throws std::runtime_error
/// when the database fails.
class WithdrawnRows {
 public:
  explicit WithdrawnRows(Store& store) : store_{store} {}

  /// By programme, kind, id. Rows of kinds that this version does not know are left out.
  std::vector<changes::Withdrawn> all();

  /// Replaces all rows. Within a transaction of the caller, so that it commits together with its revision.
  void replace(std::span<const changes::Withdrawn> rows);

 private:
  Store& store_;
};

}  // namespace store
