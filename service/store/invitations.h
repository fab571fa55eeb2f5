// SPDX-License-Identifier: Apache-2.0
//
// What people's calendars were told by invitations in their mail, and the mails that are to tell them more.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "service/programme/civil_time.h"
#include "service/programme/schedule.h"
#include "service/store/store.h"

namespace store {

/// What was said last to one person about one occurrence: enough to know what changed since, and to call it
/// off when neither is in any file any more.
struct Invitation {
  std::string recipient;  ///< programme::Recipient::key().
  std::string uid;
  std::string programme;
  std::int64_t mail = 0;  ///< Whose content was let go.
  int sequence = 0;
  std::optional<int> after{};  ///< SEQUENCE of what it replaces; not stored. nullopt: nothing was told.
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

/// A mail to be: about one occurrence to one person. What it says is worked out when it is sent.
struct InvitationMail {
  std::string recipient, uid;
  std::string address;
  std::string programme;
  programme::Instant due, not_after;
  bool waiting = false;  ///< For a person's word.
};

/// On the store's connection and thread. Every function throws std::runtime_error when the database fails.
class Invitations {
 public:
  explicit Invitations(Store& store) : store_{store} {}

  /// By recipient and UID.
  std::vector<Invitation> last_sent();
  std::optional<Invitation> last_sent(const std::string& recipient, const std::string& uid);
  bool none_sent();

  /// False when the calendar was told something else since the invitation was made: two mails were made of
  /// the same state, and the other was first.
  bool is_news(const Invitation& invitation);

  /// Within a transaction of the caller's: in the place of what was told before.
  void note(const Invitation& invitation);

  /// What the mail is about; empty: it is no invitation.
  std::string uid_of(std::int64_t mail);

  /// Up to which revision it was decided who is to be invited; nullopt: nobody ever had invitations.
  std::optional<int> decided();
  /// Without inviting anybody.
  void set_decided(int revision);

 private:
  Store& store_;
};

}  // namespace store
