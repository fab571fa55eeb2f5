// SPDX-License-Identifier: Apache-2.0
//
// From a configuration to a snapshot: the steps that are shared by every command that publishes or shows the
// published state, so that all of them give the same bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "service/config_files/files.h"
#include "service/config_files/load.h"
#include "service/feeds/feed_inputs.h"
#include "service/feeds/snapshot.h"
#include "service/feeds/token.h"
#include "service/mail/edition.h"
#include "service/programme/links.h"
#include "service/publishing/reuse.h"
#include "service/store/revisions.h"
#include "service/store/store.h"

namespace publishing {

/// A configuration folder that was read and checked, and the texts of its programmes.
struct Configuration {
  config_files::Loaded loaded;
  config_files::Texts texts;
};

Configuration read_configuration(const config_files::Files& files);

/// The same; keeps in `reuse` what was read.
Configuration read_configuration(const config_files::Files& files, Reuse& reuse);

/// Reads the programmes of a revision, and takes the settings and templates of `around`. The problems are
/// those of the revision alone. Throws when the stored revision is damaged.
Configuration read_revision(store::Revisions& revisions, int number, const config_files::Loaded& around);

/// How a revision is to be recorded; as in store::Publication.
struct PublishRequest {
  int expected = 0;
  std::string who;
  std::string why{};
  bool no_mail = false;
  std::function<std::string(const feeds::Timetable& next)>
      difference{};  ///< Called for a new revision alone.
  std::string ignored_folder_digest{};
  bool restored = false;
};

/// Where a publication is recorded, and under which addresses its feeds are served.
struct Site {
  store::Store& store;
  const feeds::TokenKey& key;
  std::string base;            ///< Begin of every address: "https://agenda.example.org".
  programme::Instant built{};  ///< As in clock_problem().
};

struct Published {
  store::RevisionOutcome outcome;
  std::shared_ptr<const feeds::Snapshot> snapshot;  ///< nullptr when overtaken.
  std::shared_ptr<const mail::Edition> edition;     ///< The same for mails; likewise.
  std::int64_t participation = 0;                   ///< Version of the hand-ins in the feeds.
};

/// Publishes in one transaction: a revision when the texts differ from those of the latest, and the stamp of
/// every occurrence. Records nothing when an event cannot be rendered. Looks into no folder and asks nobody:
/// see proposal.h.
Published publish_configuration(const Configuration& configuration, const PublishRequest& request,
                                const Site& site, programme::Instant now, const Reuse& reuse = {});

/// The personal inputs of feeds, as the store has them.
struct Personal {
  std::vector<programme::HandInRecord> hand_ins;
  std::vector<programme::LanguageChange> language_changes;
};
Personal read_personal(store::Store& store);

/// The other inputs of feeds, besides the programmes and their stamps. `personal` must outlive it.
feeds::FeedInputs feed_inputs_of(const Configuration& configuration, const Personal& personal,
                                 programme::Links links, programme::Instant now);

/// The snapshot after hand-ins of these subjects (ids of persons or libraries) have changed: the feeds of the
/// people concerned are as a publication at snapshot.catalogue->feeds().now() would make them, everything
/// else is shared. Reads the hand-ins of those people and their libraries, and writes nothing. nullptr:
/// nobody is concerned.
std::shared_ptr<const feeds::Snapshot> rebuild_personal(const feeds::Snapshot& snapshot,
                                                        std::span<const std::string> subjects,
                                                        store::Store& store);

}  // namespace publishing
