// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/head.h"

#include <utility>

#include "service/store/announcements.h"
#include "service/store/links.h"
#include "service/store/participation.h"
#include "service/store/withdrawn_rows.h"

namespace publishing {

Head read_head(store::Store& store, const config_files::Loaded& around, programme::Instant now) {
  store::Revisions revisions{store};
  store::Participation participation{store};
  store::Announcements announcements{store};
  store::Invitations invitations{store};
  Head head{.latest = revisions.latest(),
            .published = {},
            .withdrawn = store::WithdrawnRows{store}.all(),
            .earlier = EarlierProgrammes{},
            .personal = read_personal(store),
            .facts = participation.facts(),
            .links = store::Links{store}.all(),
            .invitations = invitations.last_sent(),
            .announced = announcements.announced(),
            .known = {},
            .decided = invitations.decided()};
  EarlierProgrammes::ByRevision programmes;
  if (head.latest) {
    head.published = read_revision(revisions, head.revision(), around);
    if (head.published.loaded.ok()) programmes.emplace(head.revision(), head.published.loaded.programmes);
  }
  head.earlier =
      read_earlier(revisions, head.withdrawn, 0, std::move(programmes), now, days_visible(around.settings));
  if (head.announced > 0 && head.announced < head.revision())
    head.known = read_revision(revisions, head.announced, {});
  return head;
}

Latest read_latest(Configuration folder, const std::filesystem::path& data_folder) {
  Latest latest{.configuration = std::move(folder)};
  if (!std::filesystem::exists(data_folder / "traject.db")) return latest;
  store::Store store{data_folder};
  store::Revisions revisions{store};
  const auto revision = revisions.latest();
  if (!revision) return latest;
  auto& configuration = latest.configuration;
  latest.number = revision->number;
  latest.differs = configuration.texts != revisions.files(revision->number) || !configuration.loaded.ok();
  if (latest.differs) configuration = read_revision(revisions, revision->number, configuration.loaded);
  return latest;
}

}  // namespace publishing
