// SPDX-License-Identifier: Apache-2.0
//
// Since when something is wrong in the files that are to be published, and when coordinators were last told
// by mail.
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
    std::string digest;         ///< Of what is wrong; empty: nothing is.
    programme::Instant since;   ///< Since when it is so.
    programme::Instant mailed;  ///< 1970: never.
  };

  explicit FileProblemNotes(Store& store) : store_{store} {}

  Note read();

  void set(const std::string& digest, programme::Instant since);

  struct Reader {
    std::string recipient;  ///< programme::Recipient::key().
    std::string address;
  };
  /// Queues a mail for each and notes that they are told now. Earlier ones that did not leave end as skipped.
  void queue_mails(std::span<const Reader> readers, const std::string& programme, programme::Instant now,
                   programme::Instant not_after);

 private:
  Store& store_;
};

}  // namespace store
