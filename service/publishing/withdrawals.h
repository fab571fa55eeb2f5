// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/changes/withdrawn.h"
#include "service/feeds/hand_in.h"
#include "service/feeds/timetables.h"
#include "service/publishing/publication.h"

namespace publishing {

/// Programmes of earlier revisions, read when they are asked for, each once. One that this version of the
/// program cannot read has none: what it had is then no longer shown.
class EarlierProgrammes {
 public:
  /// `around`: what read_revision() wants; must outlive this, as the store must.
  EarlierProgrammes(store::Store& store, const config_files::Loaded& around)
      : revisions_{store}, around_{around} {}

  /// What that revision had, where it is known already: needs not be read again.
  void add(int revision, const std::vector<programme::Programme>& programmes) {
    programmes_->insert_or_assign(revision, programmes);
  }

  const std::vector<programme::Programme>& of(int revision);
  const programme::Programme* find(int revision, const std::string& id);

  /// Keeps alive what was given.
  std::shared_ptr<const void> kept() const { return programmes_; }

 private:
  using ByRevision = std::map<int, std::vector<programme::Programme>>;

  store::Revisions revisions_;
  const config_files::Loaded& around_;
  std::shared_ptr<ByRevision> programmes_ = std::make_shared<ByRevision>();
};

/// What is published together with the files: what was taken out of them and is still to be seen.
struct Withdrawals {
  std::vector<changes::Withdrawn> before;         ///< As the store has it.
  std::vector<changes::Withdrawn> rows;           ///< As it is to have it with the configuration.
  std::optional<changes::ShownProgrammes> shown;  ///< nullopt: nothing is carried.
  feeds::FormerPerson former{};                   ///< People withdrawn before, as `earlier` keeps them.
  const std::vector<programme::Programme>* replaced =
      nullptr;  ///< Whose place the configuration takes, as `earlier` keeps it; nullptr: nothing's.
};

/// With the configuration in the place of the revision `expected` (0: there is none). Reads the store; writes
/// nothing.
Withdrawals find_withdrawals(const Configuration& configuration, int expected, store::Store& store,
                             EarlierProgrammes& earlier, programme::Instant now);

/// The drafts of a configuration in that place.
std::shared_ptr<const feeds::Timetables> timetables_of(const Configuration& configuration, int expected,
                                                       store::Store& store, EarlierProgrammes& earlier,
                                                       programme::Instant now);

}  // namespace publishing
