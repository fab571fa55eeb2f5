// SPDX-License-Identifier: Apache-2.0
//
// What is published, as the mail side needs it. Immutable; the worker swaps it for the next one.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/feeds/drafts.h"
#include "service/mail/composer.h"
#include "service/programme/reminders.h"
#include "service/programme/stamp.h"
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
  /// `shown` leads into what `sources` keeps alive: see feeds::Drafts.
  Edition(std::vector<programme::Programme> files, std::vector<programme::Coordinator> overseers,
          Composer words, std::optional<programme::Effective> shown = {},
          std::shared_ptr<const void> sources = {})
      : drafts{std::move(files), std::move(shown), std::move(sources)},
        coordinators{std::move(overseers)},
        composer{std::move(words)} {}

  const feeds::Drafts drafts;
  const std::vector<programme::Programme>& programmes = drafts.programmes();
  const feeds::Draft& draft = drafts.shown();  ///< Of the programmes above: schedules, working days, UIDs.
  const std::vector<programme::Coordinator> coordinators;
  const Composer composer;
  std::vector<programme::Stamp> stamps;  ///< By position in draft.entries().

  int revision = 0;              ///< 0: of none, and nobody is told what changed.
  programme::Instant published;  ///< When the revision was.
  std::vector<int> silent;       ///< Revisions that nobody is told of.
  /// An earlier revision, read from there; nullptr when it cannot be understood. Called on the worker's thread.
  std::function<std::shared_ptr<const Edition>(int revision, store::Revisions& from)> earlier;

  /// `occurrence` may be nullptr.
  std::function<PersonLinks(const programme::Person&, const programme::Programme&, programme::Topic,
                            const programme::Occurrence* occurrence)>
      links;
};

}  // namespace mail
