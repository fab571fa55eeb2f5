// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "service/changes/withdrawn.h"
#include "service/store/store.h"

namespace store {

/// What was withdrawn and is still shown. On the store's connection and thread; throws std::runtime_error
/// when the database fails.
class WithdrawnRows {
 public:
  explicit WithdrawnRows(Store& store) : store_{store} {}

  /// By programme, kind, id. Rows of kinds that this version does not know are left out.
  std::vector<changes::Withdrawn> all();

  /// These instead of what was there. Within a transaction of the caller, so that it stands or falls with the
  /// revision that it belongs to.
  void replace(std::span<const changes::Withdrawn> rows);

 private:
  Store& store_;
};

}  // namespace store
