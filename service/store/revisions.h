// SPDX-License-Identifier: Apache-2.0
//
// The published revisions, numbered 1, 2, 3, …: who, when, why, and the files. An unchanged file is stored
// once.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "service/programme/civil_time.h"
#include "service/programme/stamp.h"
#include "service/store/store.h"

namespace store {

struct Revision {
  int number = 0;
  programme::Instant published;
  std::string who;
  std::string why;       ///< May be empty.
  bool no_mail = false;  ///< Its changes are not mailed.
  bool operator==(const Revision&) const = default;
};

/// By path relative to the configuration folder.
using RevisionFiles = std::map<std::string, std::string>;

/// Equal exactly when the files are.
std::string digest_of(const RevisionFiles& files);

struct Publication {
  const RevisionFiles& files;
  std::span<const programme::Content> contents;  ///< The occurrences as calendars show them.
  int expected = 0;  ///< The latest revision that the publisher has seen; 0: none.
  programme::Instant now;
  std::string who;
  std::string why{};
  bool no_mail = false;
  std::string difference{};  ///< From the latest revision, as JSON; empty: not computed.
  /// digest_of() the folder contents that automatic publishing must ignore: left on disk after a rollback, or
  /// after another folder than the watched one was published.
  std::string ignored_folder_digest{};
  /// An older state came back. LAST-MODIFIED of every occurrence is raised above what calendars can have
  /// seen, and mail is held: nobody knows what went out since. If the latest revision is later than `now`,
  /// the clock was ahead then, and even the same files are a new revision.
  bool restored = false;
  programme::Instant served{};  ///< With `restored`: the latest LAST-MODIFIED that is known to be served.
};

struct RevisionOutcome {
  enum class Kind {
    made,       ///< A new revision.
    unchanged,  ///< The files are those of the latest revision already.
    overtaken,  ///< Another publication came first: nothing was written.
  };
  Kind kind = Kind::overtaken;
  std::optional<Revision> latest;          ///< After this; empty: there is none.
  std::vector<programme::Stamp> stamps{};  ///< Of the contents; none when overtaken.
};

/// A publication in a transaction that is still open. Nothing has happened unless commit() returns. At most
/// one per store; destroy it before the store.
class OpenPublication {
 public:
  OpenPublication(OpenPublication&&) noexcept;
  ~OpenPublication();

  const RevisionOutcome& outcome() const { return outcome_; }
  void commit();

 private:
  friend class Revisions;
  explicit OpenPublication(Store& store);

  std::unique_ptr<class WriteTransaction> transaction_;
  RevisionOutcome outcome_;
};

/// On the store's connection and thread. Every function throws std::runtime_error when the database fails.
class Revisions {
 public:
  explicit Revisions(Store& store) : store_{store} {}

  std::optional<Revision> latest();
  std::optional<Revision> find(int number);
  std::vector<Revision> list();  ///< Oldest first.

  /// Empty when there is no such revision. Throws when a content is damaged.
  RevisionFiles files(int number);

  /// True when its files are these, byte for byte.
  bool holds(int number, const RevisionFiles& files);

  /// As stored with the revision; empty when there is no such revision or no difference.
  std::string difference(int number);

  /// Writes a revision when the files differ from the latest, and the stamps of the contents, in a
  /// transaction that the caller commits. Further writes on the same store belong to that transaction.
  OpenPublication begin(const Publication& publication);

  /// As given with the latest revision; empty: none.
  std::string ignored_folder_digest();

  /// The folder whose files a running service publishes by itself, as its path; empty: none, or not known.
  std::string watched();
  void set_watched(const std::string& folder);

 private:
  Store& store_;
};

}  // namespace store
