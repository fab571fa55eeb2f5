// SPDX-License-Identifier: Apache-2.0
//
// What is published, as a value: what commands show and what proposals are made against.
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

/// The latest revision of a store and what is recorded beside it. Leads into no store: it may go to any
/// thread.
struct Head {
  std::optional<store::Revision> latest;  ///< nullopt: nothing was published yet.
  Configuration
      published;  ///< What `latest` holds. Not ok() when this version of the program finds errors in it.
  std::vector<changes::Withdrawn> withdrawn;
  EarlierProgrammes earlier;  ///< Of `latest` and of what `withdrawn` leads into.
  Personal personal;
  programme::Facts facts;
  programme::Links links;
  std::vector<store::Invitation> invitations;  ///< What calendars were told last.
  int announced = 0;                           ///< People know what changed up to this revision; 0: none.
  Configuration known;         ///< What `announced` holds, where `latest` is a later one; else empty.
  std::optional<int> decided;  ///< As store::Invitations::decided().

  int revision() const { return latest ? latest->number : 0; }
};

/// Reads the store; writes nothing. `around`: whose settings and templates go with the published programmes.
Head read_head(store::Store& store, const config_files::Loaded& around, programme::Instant now);

/// The latest revision, with the settings and templates of the folder; without one, what the folder holds.
struct Latest {
  Configuration configuration;
  int number = 0;        ///< 0: nothing is published yet.
  bool differs = false;  ///< The folder holds something else than the revision, or errors.
};

/// Makes no data folder. The errors are those of `configuration` in the result.
Latest read_latest(Configuration folder, const std::filesystem::path& data_folder);

}  // namespace publishing
