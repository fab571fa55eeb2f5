// SPDX-License-Identifier: Apache-2.0
#include "service/publishing/withdrawals.h"

#include <algorithm>
#include <set>
#include <utility>

namespace publishing {

using programme::Programme;

const std::vector<Programme>& EarlierProgrammes::of(int revision) const {
  static const std::vector<Programme> none;
  const auto found = programmes_->find(revision);
  return found == programmes_->end() ? none : found->second;
}

const Programme* EarlierProgrammes::find(int revision, const std::string& id) const {
  const auto& programmes = of(revision);
  const auto found = std::ranges::find(programmes, id, &Programme::id);
  return found == programmes.end() ? nullptr : &*found;
}

date::days days_visible(const config_files::Settings& settings) {
  return std::max(settings.feeds.cancelled, settings.feeds.left);
}

EarlierProgrammes read_earlier(store::Revisions& revisions, std::span<const changes::Withdrawn> rows,
                               int replaced, EarlierProgrammes::ByRevision known, programme::Instant now,
                               date::days visible) {
  // One day longer than visible, because the local day of a programme may be one earlier than in UTC.
  const programme::year_month_day today{date::floor<date::days>(now)};
  std::set<int> wanted;
  if (replaced > 0) wanted.insert(replaced);
  for (const changes::Withdrawn& row : rows)
    if (!changes::is_over(row, today, visible + date::days{1})) wanted.insert(row.revision);
  for (const int revision : wanted) {
    if (known.contains(revision)) continue;
    Configuration configuration = read_revision(revisions, revision, {});
    if (configuration.loaded.ok()) known.emplace(revision, std::move(configuration.loaded.programmes));
  }
  return EarlierProgrammes{std::move(known)};
}

Withdrawals find_withdrawals(const Configuration& configuration, int replaced,
                             std::span<const changes::Withdrawn> before, const EarlierProgrammes& earlier,
                             programme::Instant now) {
  const auto& loaded = configuration.loaded;
  const date::days visible = days_visible(loaded.settings);
  Withdrawals withdrawals{.rows = {before.begin(), before.end()}, .shown = {}};
  if (replaced > 0)
    withdrawals.rows =
        changes::withdraw(before, replaced, earlier.of(replaced), loaded.programmes, now, visible);
  if (!withdrawals.rows.empty())
    withdrawals.shown = changes::with_withdrawn(
        loaded.programmes, withdrawals.rows,
        [&](int revision, const std::string& id) { return earlier.find(revision, id); }, now, visible);
  return withdrawals;
}

std::shared_ptr<const feeds::Timetables> timetables_of(const Configuration& configuration, int replaced,
                                                       std::span<const changes::Withdrawn> before,
                                                       const EarlierProgrammes& earlier,
                                                       programme::Instant now) {
  return std::make_shared<const feeds::Timetables>(
      configuration.loaded.programmes, find_withdrawals(configuration, replaced, before, earlier, now).shown,
      earlier.kept());
}

}  // namespace publishing
