// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "service/changes/withdrawn.h"
#include "service/feeds/timetables.h"
#include "service/publishing/publication.h"

namespace publishing {

/// Programmes of earlier revisions. A copy shares them. Immutable.
class EarlierProgrammes {
 public:
  using ByRevision = std::map<int, std::vector<programme::Programme>>;

  EarlierProgrammes() : EarlierProgrammes{ByRevision{}} {}
  explicit EarlierProgrammes(ByRevision programmes)
      : programmes_{std::make_shared<const ByRevision>(std::move(programmes))} {}

  /// Empty for a revision that was not passed in. Valid as long as kept() is.
  const std::vector<programme::Programme>& of(int revision) const;
  const programme::Programme* find(int revision, const std::string& id) const;

  /// Keeps the programmes alive.
  std::shared_ptr<const void> kept() const { return programmes_; }

 private:
  std::shared_ptr<const ByRevision> programmes_;
};

/// The longest time that a withdrawn item is shown.
date::days days_visible(const config_files::Settings& settings);

/// Reads `replaced` (0: none) and the revisions in `rows`, except rows that are over. Revisions in `known`
/// are not read again. A revision that this version of the program cannot read gives no programmes; its
/// withdrawn items disappear.
EarlierProgrammes read_earlier(store::Revisions& revisions, std::span<const changes::Withdrawn> rows,
                               int replaced, EarlierProgrammes::ByRevision known, programme::Instant now,
                               date::days visible);

/// Items that were removed from the files and are still shown.
struct Withdrawals {
  std::vector<changes::Withdrawn> rows;           ///< The rows to store with the configuration.
  std::optional<changes::ShownProgrammes> shown;  ///< nullopt: nothing is withdrawn.
};

/// The withdrawals if the configuration replaces the revision `replaced`, whose files differ; 0: it replaces
/// none. `before` are the stored rows.
Withdrawals find_withdrawals(const Configuration& configuration, int replaced,
                             std::span<const changes::Withdrawn> before, const EarlierProgrammes& earlier,
                             programme::Instant now);

/// The timetables of the configuration with its find_withdrawals(); the arguments are the same.
std::shared_ptr<const feeds::Timetables> timetables_of(const Configuration& configuration, int replaced,
                                                       std::span<const changes::Withdrawn> before,
                                                       const EarlierProgrammes& earlier,
                                                       programme::Instant now);

}  // namespace publishing
