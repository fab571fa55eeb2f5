// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/carrying.h"

#include <algorithm>
#include <utility>

#include "service/store/carried_rows.h"

namespace publishing {

using programme::Programme;

const std::vector<Programme>& EarlierProgrammes::of(int revision) {
  const auto [at, fresh] = programmes_->try_emplace(revision);
  if (fresh) {
    Configuration configuration = read_revision(revisions_, revision, around_);
    if (configuration.loaded.ok()) at->second = std::move(configuration.loaded.programmes);
  }
  return at->second;
}

const Programme* EarlierProgrammes::find(int revision, const std::string& id) {
  const auto& programmes = of(revision);
  const auto found =
      std::find_if(programmes.begin(), programmes.end(), [&](const Programme& p) { return p.id == id; });
  return found == programmes.end() ? nullptr : &*found;
}

Carrying carry_over(const Configuration& configuration, int expected, store::Store& store,
                    EarlierProgrammes& earlier, programme::Instant now) {
  const auto& loaded = configuration.loaded;
  const date::days visible = std::max(loaded.settings.feeds.cancelled, loaded.settings.feeds.left);
  Carrying carrying{.before = store::CarriedRows{store}.all(), .rows = {}, .effective = {}};
  carrying.rows = carrying.before;
  if (expected > 0 && !store::Revisions{store}.holds(expected, configuration.texts)) {
    carrying.replaced = &earlier.of(expected);
    carrying.rows =
        changes::carry(carrying.before, expected, *carrying.replaced, loaded.programmes, now, visible);
  }
  if (!carrying.rows.empty())
    carrying.effective = changes::with_carried(
        loaded.programmes, carrying.rows,
        [&](int revision, const std::string& id) { return earlier.find(revision, id); }, now, visible);
  return carrying;
}

std::shared_ptr<const feeds::Drafts> drafts_of(const Configuration& configuration, int expected,
                                               store::Store& store, EarlierProgrammes& earlier,
                                               programme::Instant now) {
  return std::make_shared<const feeds::Drafts>(
      configuration.loaded.programmes, carry_over(configuration, expected, store, earlier, now).effective,
      earlier.kept());
}

}  // namespace publishing
