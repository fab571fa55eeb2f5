// SPDX-License-Identifier: Apache-2.0
//
// The last invitation that each person was sent about each occurrence, and invitations to queue.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "service/programme/civil_time.h"
#include "service/programme/schedule.h"
#include "service/store/store.h"

namespace store {

/// The last invitation sent to one person about one occurrence. It suffices to find what changed since, and
/// to cancel when person or occurrence are in no file any more.
struct Invitation {
  std::string recipient;  ///< programme::Recipient::key().
  std::string uid;
  std::string programme;
  std::int64_t mail = 0;  ///< The mail that released it.
  int sequence = 0;
  std::optional<int>
      after{};  ///< SEQUENCE of the invitation that it replaces; not stored. nullopt: it is the first.
  bool cancelled = false;
  programme::Resolved when;  ///< A session or a deadline.
  std::string zone;
  std::string title;  ///< Of the activity, and its library, in `language`.
  std::string place;  ///< And meeting link.
  programme::Instant created;
  std::string organizer;  ///< Address.
  std::string name, email, address;
  programme::Language language = programme::Language::nl;
};

/// A mail to queue: about one occurrence, to one person. Its text is made when it is sent.
struct InvitationMail {
  std::string recipient, uid;
  std::string address;
  std::string programme;
  programme::Instant due, not_after;
  bool waiting = false;  ///< Until a coordinator releases it.
};

/// On the store's connection and thread. Every function throws std::runtime_error when the database fails.
class Invitations {
 public:
  explicit Invitations(Store& store) : store_{store} {}

  /// By recipient and UID.
  std::vector<Invitation> last_sent();
  std::optional<Invitation> last_sent(const std::string& recipient, const std::string& uid);
  bool none_sent();

  /// False when another invitation was sent since this one was made: two mails were made from one state, and
  /// the other one was first.
  bool is_news(const Invitation& invitation);

  /// Replaces the last invitation. Within a transaction of the caller.
  void note(const Invitation& invitation);

  /// UID of the occurrence of that mail; empty: it is no invitation.
  std::string uid_of(std::int64_t mail);

  /// Up to which revision invitations are decided; nullopt: nobody ever had invitations.
  std::optional<int> decided();
  /// Queues no mail.
  void set_decided(int revision);

 private:
  Store& store_;
};

}  // namespace store
