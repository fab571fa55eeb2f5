// SPDX-License-Identifier: Apache-2.0
//
// Addresses that no mail is sent to: the mail server refused them, or a coordinator marked them. Mails to
// them wait.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "service/programme/civil_time.h"
#include "service/store/store.h"

namespace store {

struct RefusedAddress {
  enum class By {
    relay,        ///< The mail server, at RCPT (RFC 5321 §4.1.1.3).
    coordinator,  ///< A person: `traject mail refuse`.
  };
  std::string address;  ///< address_key().
  programme::Instant since;
  By by = By::relay;
  std::string reply;  ///< The server's reply, or the reason that the person gave; may be empty.
  int waiting = 0;    ///< Mails that wait for another address; filled by all() and find().
};

/// The address in lower case, by which addresses are compared. RFC 5321 §2.4 permits a server to distinguish
/// case in the local part; addresses of people are compared without it everywhere.
std::string address_key(std::string_view address);

/// On the store's connection and thread. Every function is one transaction, and throws std::runtime_error
/// when the database fails.
class RefusedAddresses {
 public:
  explicit RefusedAddresses(Store& store) : store_{store} {}

  /// Oldest first.
  std::vector<RefusedAddress> all();
  std::optional<RefusedAddress> find(std::string_view address);
  /// Of all of them the addresses alone.
  std::set<std::string> addresses();

  /// Marks the address. An address that is marked already keeps its time; `by` and `reply` are replaced.
  void refuse(const RefusedAddress& refused);

  /// Removes the mark and queues the mails that wait for it and are not too late. Returns how many those are;
  /// nullopt: the address is not marked.
  std::optional<int> accept(std::string_view address, programme::Instant now);

  /// A mail that waits, and the address that it waits for.
  struct Waiting {
    std::int64_t mail = 0;
    std::string programme;
    std::string recipient;  ///< programme::Recipient::key().
    std::string address;    ///< The refused one.
  };
  std::vector<Waiting> waiting();

  /// Queues a mail that waits, for its recipient has another address, or none.
  struct Readdressed {
    std::int64_t mail = 0;
    std::string address;  ///< Empty: the recipient is gone; sending the mail finds that out.
  };
  void readdress(std::span<const Readdressed> mails, programme::Instant now);

 private:
  Store& store_;
};

}  // namespace store
