// SPDX-License-Identifier: Apache-2.0
//
// Since when the files have errors, and when coordinators were last mailed about them.
#pragma once

#include <span>
#include <string>

#include "service/programme/civil_time.h"
#include "service/store/store.h"

namespace store {

/// On the store's connection and thread. Every function is one transaction, and throws std::runtime_error
/// when the database fails.
class FileProblemNotes {
 public:
  struct Note {
    std::string digest;         ///< Of the errors; empty: none.
    programme::Instant since;   ///< Since when these are the errors.
    programme::Instant mailed;  ///< 1970: never.
  };

  explicit FileProblemNotes(Store& store) : store_{store} {}

  Note read();

  void set(const std::string& digest, programme::Instant since);

  struct Reader {
    std::string recipient;  ///< programme::Recipient::key().
    std::string address;
  };
  /// Queues a mail for each reader and records `now` as the time of the last mail. Earlier ones still in the
  /// queue end as skipped.
  void queue_mails(std::span<const Reader> readers, const std::string& programme, programme::Instant now,
                   programme::Instant not_after);

 private:
  Store& store_;
};

}  // namespace store
