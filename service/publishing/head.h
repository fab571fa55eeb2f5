// SPDX-License-Identifier: Apache-2.0
//
// The published state as a value: commands show it, and proposals are based on it.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "service/programme/links.h"
#include "service/programme/reminders.h"
#include "service/publishing/publication.h"
#include "service/publishing/withdrawals.h"
#include "service/store/invitations.h"

namespace publishing {

/// The latest revision of a store with everything that is recorded beside it. Holds no reference to the
/// store; may be used on any thread.
struct Head {
  std::optional<store::Revision> latest;  ///< nullopt: nothing is published yet.
  Configuration published;  ///< The configuration of `latest`. Not ok() if this version of the program finds
                            ///< errors in it.
  std::vector<changes::Withdrawn> withdrawn;
  EarlierProgrammes earlier;  ///< The programmes of `latest` and of every revision in `withdrawn`.
  Personal personal;
  programme::Facts facts;
  programme::Links links;
  std::vector<store::Invitation> invitations;  ///< The latest invitation sent per recipient and UID.
  int announced = 0;                           ///< The last revision that is announced; 0: none.
  Configuration known;         ///< The configuration of `announced`; empty unless `latest` is later.
  std::optional<int> decided;  ///< As store::Invitations::decided().

  int revision() const { return latest ? latest->number : 0; }
};

/// Reads the store; writes nothing. The published programmes get the settings and templates of `around`.
Head read_head(store::Store& store, const config_files::Loaded& around, programme::Instant now);

/// The latest revision with the settings and templates of the folder. Without a revision: the folder itself.
struct Latest {
  Configuration configuration;
  int number = 0;        ///< 0: nothing is published yet.
  bool differs = false;  ///< The folder has errors, or its files differ from the revision.
};

/// Does not create the data folder. `configuration` in the result has the errors.
Latest read_latest(Configuration folder, const std::filesystem::path& data_folder);

}  // namespace publishing
