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

  /// None of a revision that was not given. Valid as long as kept() is.
  const std::vector<programme::Programme>& of(int revision) const;
  const programme::Programme* find(int revision, const std::string& id) const;

  /// Keeps the programmes alive.
  std::shared_ptr<const void> kept() const { return programmes_; }

 private:
  std::shared_ptr<const ByRevision> programmes_;
};

/// For how many days withdrawn things are shown at most.
date::days days_visible(const config_files::Settings& settings);

/// Reads the revisions that `rows` lead into, save those that show nothing any more, and `replaced` (0:
/// none). `known` are not read again. A revision that this version of the program cannot read has no
/// programmes: what it had is no longer shown.
EarlierProgrammes read_earlier(store::Revisions& revisions, std::span<const changes::Withdrawn> rows,
                               int replaced, EarlierProgrammes::ByRevision known, programme::Instant now,
                               date::days visible);

/// What is published together with the files: what was taken out of them and is still shown.
struct Withdrawals {
  std::vector<changes::Withdrawn> rows;           ///< As the store is to have it with the configuration.
  std::optional<changes::ShownProgrammes> shown;  ///< nullopt: nothing is withdrawn.
};

/// With the configuration in the place of the revision `replaced`, which has other files; 0: it replaces
/// none. `before`: the rows as the store has them.
Withdrawals find_withdrawals(const Configuration& configuration, int replaced,
                             std::span<const changes::Withdrawn> before, const EarlierProgrammes& earlier,
                             programme::Instant now);

/// The timetables of a configuration in that place.
std::shared_ptr<const feeds::Timetables> timetables_of(const Configuration& configuration, int replaced,
                                                       std::span<const changes::Withdrawn> before,
                                                       const EarlierProgrammes& earlier,
                                                       programme::Instant now);

}  // namespace publishing
