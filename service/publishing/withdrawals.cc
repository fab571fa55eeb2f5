// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/withdrawals.h"

#include <algorithm>
#include <utility>

#include "service/store/withdrawn_rows.h"

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

namespace {

/// By what was withdrawn: the person alone, or the whole programme.
feeds::FormerPerson former_people(const std::vector<changes::Withdrawn>& rows, EarlierProgrammes& earlier) {
  std::map<std::pair<std::string, std::string>, int>
      revisions;  // by programme and person; "" for all of them
  for (const auto& row : rows)
    if (row.kind == changes::WithdrawnKind::person || row.kind == changes::WithdrawnKind::programme)
      revisions[{row.programme, row.kind == changes::WithdrawnKind::person ? row.id : ""}] = row.revision;
  if (revisions.empty()) return {};
  return [revisions = std::move(revisions), &earlier](const std::string& programme,
                                                      const std::string& id) -> const programme::Person* {
    auto found = revisions.find({programme, id});
    if (found == revisions.end()) found = revisions.find({programme, ""});
    if (found == revisions.end()) return nullptr;
    const Programme* had = earlier.find(found->second, programme);
    if (had == nullptr) return nullptr;
    const auto person = std::ranges::find(had->people, id, &programme::Person::id);
    return person == had->people.end() ? nullptr : &*person;
  };
}

}  // namespace

Withdrawals find_withdrawals(const Configuration& configuration, int expected, store::Store& store,
                             EarlierProgrammes& earlier, programme::Instant now) {
  const auto& loaded = configuration.loaded;
  const date::days visible = std::max(loaded.settings.feeds.cancelled, loaded.settings.feeds.left);
  Withdrawals withdrawals{.before = store::WithdrawnRows{store}.all(), .rows = {}, .shown = {}};
  withdrawals.former = former_people(withdrawals.before, earlier);
  withdrawals.rows = withdrawals.before;
  if (expected > 0 && !store::Revisions{store}.holds(expected, configuration.texts)) {
    withdrawals.replaced = &earlier.of(expected);
    withdrawals.rows = changes::withdraw(withdrawals.before, expected, *withdrawals.replaced,
                                         loaded.programmes, now, visible);
  }
  if (!withdrawals.rows.empty())
    withdrawals.shown = changes::with_withdrawn(
        loaded.programmes, withdrawals.rows,
        [&](int revision, const std::string& id) { return earlier.find(revision, id); }, now, visible);
  return withdrawals;
}

std::shared_ptr<const feeds::Timetables> timetables_of(const Configuration& configuration, int expected,
                                                       store::Store& store, EarlierProgrammes& earlier,
                                                       programme::Instant now) {
  return std::make_shared<const feeds::Timetables>(
      configuration.loaded.programmes, find_withdrawals(configuration, expected, store, earlier, now).shown,
      earlier.kept());
}

}  // namespace publishing
