// SPDX-License-Identifier: Apache-2.0
//
// From configuration to what is served and mailed: the steps that every command shares which publishes or shows what is
// published, so that all of them give the same bytes.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "service/config_files/files.h"
#include "service/config_files/load.h"
#include "service/feeds/token.h"
#include "service/store/revisions.h"
#include "service/web/routes.h"

namespace commands {

/// What may be published: checked, and the texts that its programmes were read from.
struct Candidate {
  config_files::Loaded loaded;
  config_files::Texts texts;
};

/// `known`: as config_files::load() has it.
Candidate read_candidate(const config_files::Files& files, config_files::KnownTables* known = nullptr);

/// How a revision is to be recorded; as store::Publication has it.
struct Wanted {
  int expected = 0;
  std::string who;
  std::string why{};
  bool no_mail = false;
  std::function<std::string(const feeds::Draft& next)> difference{};  ///< Asked for a new revision alone.
  std::string set_aside{};
  bool restored = false;
};

struct Published {
  store::Outcome outcome;
  std::shared_ptr<const web::Published> content;  ///< nullptr when overtaken.
};

/// In one transaction: a revision when the texts are other ones than those of the latest, and the stamp of every
/// occurrence; and what is served and mailed by them. Nothing is recorded when an event cannot be rendered. `base` is
/// what people reach the service at. `before`: what was published with the same key and store last, or nullptr; what did
/// not change since then is not made again.
Published publish(const Candidate& candidate, const Wanted& wanted, store::Store& store,
                  const feeds::TokenKey& key, const std::string& base, programme::Instant now,
                  const web::Published* before = nullptr);

/// The programmes of a revision, with the settings and templates of `around`. Its problems are those of that revision
/// alone. Throws when the revision is damaged.
Candidate read_revision(store::Revisions& revisions, int number, const config_files::Loaded& around);

/// Who handed what in, for the feeds.
std::vector<feeds::HandIn> hand_ins(store::Store& store);

/// What besides the candidate decides what feeds say. `said`: hand_ins(), which must outlive it.
feeds::Circumstances circumstances_of(const Candidate& candidate, std::span<const feeds::HandIn> said,
                                      store::Store& store, programme::Instant now);

}  // namespace commands
