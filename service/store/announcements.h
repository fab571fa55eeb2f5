// SPDX-License-Identifier: Apache-2.0
//
// Up to which revision people have been told what changed, and the mails that tell them.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>

#include "service/programme/civil_time.h"
#include "service/store/feed_fetches.h"
#include "service/store/invitations.h"
#include "service/store/revisions.h"
#include "service/store/store.h"

namespace store {

/// A change mail to be: to one person, whatever the number of programmes.
struct ChangeMail {
  std::string recipient;  ///< programme::Recipient::key().
  std::string address;
  std::string programme;  ///< One of those in which something changed.
  programme::Instant due;
  bool waiting = false;  ///< For a person's word.
};

/// On the store's connection and thread. Every function is one transaction, and throws std::runtime_error
/// when the database fails.
class Announcements {
 public:
  explicit Announcements(Store& store) : store_{store} {}

  /// 0: nothing has ever been published.
  int announced();
  /// Without telling anybody.
  void set_announced(int revision);

  /// Up to which revision somebody said that it is to be told now; 0: none.
  int asked();
  void ask(int revision);

  /// Queues the mails and notes that everything up to `revision` is announced. What is still to be told to a
  /// recipient by an earlier mail that has no bytes yet is told by the new one: the earlier ends as skipped.
  void announce(int revision, std::span<const ChangeMail> mails, programme::Instant now,
                programme::Instant not_after);

  /// As above, with invitations: each takes the place of one to the same recipient about the same occurrence
  /// that has no bytes yet. Notes that they are decided up to that revision.
  void announce(int revision, std::span<const ChangeMail> mails, std::span<const InvitationMail> invitations,
                programme::Instant now, programme::Instant not_after);

  /// The revision that the recipient of this mail knows; 0: it is no change mail.
  int since(std::int64_t mail);

  /// On the same connection.
  Revisions revisions() { return Revisions{store_}; }
  FeedFetches feed_fetches() { return FeedFetches{store_}; }
  Invitations invitations() { return Invitations{store_}; }

  /// Lets the waiting ones go that may still go, of both kinds. Returns how many.
  int release(programme::Instant now);

 private:
  Store& store_;
};

}  // namespace store
