// SPDX-License-Identifier: Apache-2.0
//
// Publishing in two steps. propose() computes the effects; publish() applies exactly these or nothing.
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
      folder;  ///< The configuration folder. The configuration was read from it, unless `back_to` is set.
  std::optional<int> back_to{};  ///< The configuration is that of this revision.
  bool no_mail = false;          ///< Send no mail about this revision.
  bool restored = false;         ///< As in store::Publication.
};

/// Owns everything that its pointers lead into.
struct Proposal {
  ProposalOptions options;
  int base = 0;  ///< The revision it is based on; 0: nothing was published yet.
  Configuration configuration;
  std::string digest;              ///< store::digest_of() the texts of the configuration.
  std::optional<ChangePlan> plan;  ///< nullopt: this version of the program finds errors in the base.
  std::string difference;          ///< difference_json() of the plan; empty without one.
  PendingRecipients pending;       ///< Computed only if `no_mail` is set.

  /// False if `no_mail` is set while mails about earlier revisions are pending. A change mail covers all
  /// changes since the previous one, so it would include this revision.
  bool may_be_published() const { return !options.no_mail || options.restored || pending.recipients.empty(); }
};

/// Computes the effects of publishing the configuration. Pure; may be called on any thread.
Proposal propose(const Head& head, Configuration configuration, programme::Instant now,
                 ProposalOptions options = {});

/// A folder whose files differ from the new revision. The service must not publish it automatically.
struct LeftBehind {
  std::filesystem::path folder;
  std::string digest;  ///< Empty: there are none.
};

/// The proposal was published.
struct Accepted {
  Published published;
  LeftBehind left_behind;
};

/// Another revision than the proposal's base was published; nothing was done.
struct Overtaken {
  std::optional<store::Revision> latest;  ///< nullopt: there is no revision any more.
};

/// The files in the folder differ from the proposal; nothing was done.
struct FilesChanged {};

/// may_be_published() was false; nothing was done.
struct MailPending {};

/// clock_problem() found one; nothing was done.
struct ClockWrong {
  programme::Text problem;
};

using PublishResult = std::variant<Accepted, Overtaken, FilesChanged, MailPending, ClockWrong>;

/// Call on the thread that owns the store. Throws as publish_configuration() does.
PublishResult publish(const Proposal& proposal, const std::string& who, const std::string& why,
                      const Site& site, programme::Instant now);

}  // namespace publishing
