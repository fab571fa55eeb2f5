// SPDX-License-Identifier: Apache-2.0
//
// Turns a configuration into a snapshot. Every command that publishes, or shows the published state, takes
// these steps, so that all of them produce the same bytes.
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

/// A loaded and checked configuration folder, with the texts of its programme files.
struct Configuration {
  config_files::Loaded loaded;
  config_files::Texts texts;
  config_files::Texts service_texts{};  ///< Of service.toml and the templates; none of a revision.
};

Configuration read_configuration(const config_files::Files& files);

/// As above. Takes unchanged tables from `reuse` and keeps the new ones there.
Configuration read_configuration(const config_files::Files& files, Reuse& reuse);

/// Reads the programmes of a revision; takes the settings and templates of `around`. The result has the
/// problems of the revision alone. Takes unchanged tables from `known` and keeps the new ones there. Throws
/// std::runtime_error if the stored revision is damaged.
Configuration read_revision(store::Revisions& revisions, int number, const config_files::Loaded& around,
                            config_files::KnownTables* known = nullptr);

/// Describes the revision to record; the members are those of store::Publication.
struct PublishRequest {
  int expected = 0;
  std::string who;
  std::string why{};
  bool no_mail = false;
  std::function<std::string(const feeds::Timetable& next)>
      difference{};  ///< Called only if a new revision is made.
  std::string ignored_folder_digest{};
  bool restored = false;
  programme::Instant served{};
};

/// The store that records a publication, and the addresses of its feeds.
struct Site {
  store::Store& store;
  const feeds::TokenKey& key;
  std::string base;            ///< Prefix of every address: "https://agenda.example.org".
  programme::Instant built{};  ///< As in clock_problem().
};

struct Published {
  store::RevisionOutcome outcome;
  std::shared_ptr<const feeds::Snapshot> snapshot;  ///< nullptr when overtaken.
  std::shared_ptr<const mail::Edition> edition;     ///< The snapshot for mails; nullptr when overtaken.
  std::int64_t participation = 0;                   ///< Version of the hand-ins in the feeds.
};

/// Records, in one transaction, the stamp of every occurrence, and a new revision if the texts differ from
/// the latest one. Records nothing and throws ical::InvalidValue if an event cannot be rendered. Reads no
/// folder and asks no questions: see proposal.h.
Published publish_configuration(const Configuration& configuration, const PublishRequest& request,
                                const Site& site, programme::Instant now, const Reuse& reuse = {});

/// The personal inputs of feeds, as the store holds them.
struct Personal {
  std::vector<programme::HandInRecord> hand_ins;
  std::vector<programme::LanguageChange> language_changes;
};
Personal read_personal(store::Store& store);

/// All inputs of feeds besides the timetable and the stamps. `personal` must outlive the result.
feeds::FeedInputs feed_inputs_of(const Configuration& configuration, const Personal& personal,
                                 programme::Links links, programme::Instant now);

/// The snapshot after hand-ins of these subjects (ids of persons or libraries) have changed. Rebuilds the
/// feeds of the people affected, as a publication at snapshot.catalogue->feeds().now() would build them;
/// shares everything else with `snapshot`. Reads the hand-ins of those people and their libraries; writes
/// nothing. Returns nullptr if no person is affected. Defined in personal_rebuild.cc.
std::shared_ptr<const feeds::Snapshot> rebuild_personal(const feeds::Snapshot& snapshot,
                                                        std::span<const std::string> subjects,
                                                        store::Store& store);

}  // namespace publishing
