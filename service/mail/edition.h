// SPDX-License-Identifier: Apache-2.0
//
// A snapshot, with the composer, links and coordinators that its mails need. Immutable: the worker replaces
// it as a whole.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "service/feeds/snapshot.h"
#include "service/letters/composer.h"
#include "service/programme/reminders.h"
#include "service/store/revisions.h"

namespace mail {

/// Addresses of one person's pages and feed.
struct PersonLinks {
  std::string feed;
  std::string subscribe;
  std::string page;
  std::string stop;     ///< Of the topic asked for.
  std::string hand_in;  ///< Of the occurrence asked for; empty when there is none.
};

struct Edition {
  Edition(std::shared_ptr<const feeds::Snapshot> published, std::vector<programme::Coordinator> overseers,
          letters::Composer words)
      : snapshot{std::move(published)}, coordinators{std::move(overseers)}, composer{std::move(words)} {}

  const std::shared_ptr<const feeds::Snapshot> snapshot;
  const feeds::Timetables& timetables = *snapshot->timetables;
  const feeds::Timetable& timetable = timetables.shown();
  const std::vector<programme::Programme>& programmes = timetables.shown_programmes();
  const std::vector<programme::Coordinator> coordinators;
  const letters::Composer composer;

  std::vector<int> silent;  ///< Revisions whose changes are not mailed.
  /// Reads an earlier revision; nullptr when this version of the program cannot. Called on the worker's
  /// thread.
  std::function<std::shared_ptr<const feeds::Timetables>(int revision, store::Revisions& from)> earlier;

  /// `occurrence` may be nullptr.
  std::function<PersonLinks(const programme::Person&, const programme::Programme&, programme::Topic,
                            const programme::Occurrence* occurrence)>
      links;
};

}  // namespace mail
