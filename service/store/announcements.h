// SPDX-License-Identifier: Apache-2.0
//
// Up to which revision changes are announced, and the queue of change mails and invitations.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "service/programme/civil_time.h"
#include "service/store/feed_fetches.h"
#include "service/store/invitations.h"
#include "service/store/revisions.h"
#include "service/store/store.h"

namespace store {

/// A change mail to queue: one per person, for all programmes.
struct ChangeMail {
  std::string recipient;  ///< programme::Recipient::key().
  std::string address;
  std::string programme;  ///< One of those in which something changed.
  programme::Instant due;
  bool waiting = false;  ///< Until a coordinator releases it.
};

/// On the store's connection and thread. Every function is one transaction, and throws std::runtime_error
/// when the database fails.
class Announcements {
 public:
  explicit Announcements(Store& store) : store_{store} {}

  /// 0: nothing has ever been published.
  int announced();
  /// Queues no mail.
  void set_announced(int revision);

  /// Nobody was told what changed since a revision, for it could not be read any more.
  struct Untold {
    int since = 0;  ///< That revision.
    programme::Instant when;
  };
  std::optional<Untold> untold();
  void set_untold(const Untold& untold);

  /// Up to which revision an operator asked to announce at once; 0: none.
  int asked();
  void ask(int revision);

  /// Queues the mails and records that everything up to `revision` is announced. A mail replaces an earlier
  /// one to the same recipient that has no bytes yet; the earlier one ends as skipped.
  void announce(int revision, std::span<const ChangeMail> mails, programme::Instant now,
                programme::Instant not_after);

  /// As above, with invitations: each replaces one to the same recipient about the same occurrence that has
  /// no bytes yet. Records that invitations are decided up to that revision.
  void announce(int revision, std::span<const ChangeMail> mails, std::span<const InvitationMail> invitations,
                programme::Instant now, programme::Instant not_after);

  /// The revision that this mail's recipient was last informed of; 0: it is no change mail.
  int since(std::int64_t mail);

  /// On the same connection.
  Revisions revisions() { return Revisions{store_}; }
  FeedFetches feed_fetches() { return FeedFetches{store_}; }
  Invitations invitations() { return Invitations{store_}; }

  /// Queues the waiting change mails and invitations whose time has not passed. Returns how many.
  int release(programme::Instant now);

 private:
  Store& store_;
};

}  // namespace store
