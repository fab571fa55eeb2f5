// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <utility>

#include "service/config_files/people_file.h"
#include "service/feeds/snapshot.h"

namespace publishing {

/// The tables and the snapshot of the previous publication of a site. The next publication reuses their
/// unchanged parts; the result is the same as without. Not thread-safe.
class Reuse {
 public:
  config_files::KnownTables& tables() { return tables_; }

  /// nullptr: nothing was published yet.
  const feeds::Snapshot* snapshot() const { return snapshot_.get(); }
  const feeds::FeedSet* feeds() const { return snapshot_ ? &snapshot_->catalogue->feeds() : nullptr; }
  const feeds::Catalogue* catalogue() const { return snapshot_ ? snapshot_->catalogue.get() : nullptr; }

  void keep(std::shared_ptr<const feeds::Snapshot> snapshot) { snapshot_ = std::move(snapshot); }

 private:
  config_files::KnownTables tables_;
  std::shared_ptr<const feeds::Snapshot> snapshot_;
};

}  // namespace publishing
