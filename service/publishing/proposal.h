// SPDX-License-Identifier: Apache-2.0
//
// Publishing in two steps: a proposal says what would happen, and is published as it was shown or not at all.
//
//     const Head head = read_head(store, configuration.loaded, now);
//     const Proposal proposal = propose(head, configuration, now, options);
//     const PublishResult result = publish(proposal, who, why, site, now);
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "service/publishing/announcement.h"
#include "service/publishing/change_plan.h"
#include "service/publishing/head.h"
#include "service/publishing/publication.h"

namespace publishing {

struct ProposalOptions {
  std::filesystem::path
      folder;  ///< The coordinator's; the configuration was read there, save with `back_to`.
  std::optional<int> back_to{};  ///< The configuration is the one of this revision.
  bool no_mail = false;          ///< Nobody is to be mailed about it.
  bool restored = false;         ///< As in store::Publication.
};

/// A value. Owns what it points into.
struct Proposal {
  ProposalOptions options;
  int base = 0;  ///< The revision that it was made against; 0: nothing was published yet.
  Configuration configuration;
  std::string digest;              ///< store::digest_of() the texts of the configuration.
  std::optional<ChangePlan> plan;  ///< nullopt: this version of the program finds errors in the base.
  std::string difference;          ///< difference_json() of the plan; empty without one.
  PendingRecipients pending;       ///< Worked out with `no_mail` alone.

  /// People are mailed about all changes since their last change mail. One that they are not mailed about
  /// cannot come behind one that they are still to be mailed about.
  bool may_be_published() const { return !options.no_mail || pending.recipients.empty(); }
};

/// What publishing the configuration would do. Pure; for any thread.
Proposal propose(const Head& head, Configuration configuration, programme::Instant now,
                 ProposalOptions options = {});

/// Files that hold something else than the new revision, and that a service would publish otherwise.
struct LeftBehind {
  std::filesystem::path folder;
  std::string digest;  ///< Empty: there are none.
};

/// It happened.
struct Accepted {
  Published published;
  LeftBehind left_behind;
};

/// Another revision than the proposal's base was published; nothing was done.
struct Overtaken {
  std::optional<store::Revision> latest;  ///< nullopt: there is no revision any more.
};

/// The folder holds other files than the proposal; nothing was done.
struct FilesChanged {};

/// Not may_be_published(); nothing was done.
struct MailPending {};

/// clock_problem(); nothing was done.
struct ClockWrong {
  programme::Text problem;
};

using PublishResult = std::variant<Accepted, Overtaken, FilesChanged, MailPending, ClockWrong>;

/// On the thread of the store. Throws as publish_configuration() does.
PublishResult publish(const Proposal& proposal, const std::string& who, const std::string& why,
                      const Site& site, programme::Instant now);

}  // namespace publishing
