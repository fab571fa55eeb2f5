// SPDX-License-Identifier: Apache-2.0
#include "service/commands/carrying.h"

#include <algorithm>
#include <utility>

#include "service/store/carried_rows.h"

namespace commands {

using programme::Programme;

const std::vector<Programme>& EarlierProgrammes::of(int revision) {
  const auto [at, fresh] = programmes_->try_emplace(revision);
  if (fresh) {
    Candidate candidate = read_revision(revisions_, revision, around_);
    if (candidate.loaded.ok()) at->second = std::move(candidate.loaded.programmes);
  }
  return at->second;
}

const Programme* EarlierProgrammes::find(int revision, const std::string& id) {
  const auto& programmes = of(revision);
  const auto found =
      std::find_if(programmes.begin(), programmes.end(), [&](const Programme& p) { return p.id == id; });
  return found == programmes.end() ? nullptr : &*found;
}

Carrying carry_over(const Candidate& candidate, int expected, store::Store& store, EarlierProgrammes& earlier,
                    programme::Instant now) {
  const auto& loaded = candidate.loaded;
  const date::days visible = std::max(loaded.settings.feeds.cancelled, loaded.settings.feeds.left);
  Carrying carrying{.before = store::CarriedRows{store}.all(), .rows = {}, .effective = {}};
  carrying.rows = carrying.before;
  if (expected > 0 && !store::Revisions{store}.holds(expected, candidate.texts)) {
    carrying.replaced = &earlier.of(expected);
    carrying.rows =
        programme::carry(carrying.before, expected, *carrying.replaced, loaded.programmes, now, visible);
  }
  if (!carrying.rows.empty())
    carrying.effective = programme::with_carried(
        loaded.programmes, carrying.rows,
        [&](int revision, const std::string& id) { return earlier.find(revision, id); }, now, visible);
  return carrying;
}

std::shared_ptr<const feeds::Drafts> drafts_of(const Candidate& candidate, int expected, store::Store& store,
                                               EarlierProgrammes& earlier, programme::Instant now) {
  return std::make_shared<const feeds::Drafts>(candidate.loaded.programmes,
                                               carry_over(candidate, expected, store, earlier, now).effective,
                                               earlier.kept());
}

}  // namespace commands
